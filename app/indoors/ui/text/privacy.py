"""Words of the Privacy screen."""

from datetime import datetime
from typing import Final

from indoors.core.proof import Attempt, Proof, refused
from indoors.protocol.isolation import Enforcement
from indoors.services.vault import KeySource, VaultStatus
from indoors.ui.text.numbers import clock
from indoors.ui.text.privacy_check import ATTEMPTS

TITLE: Final = "Privacy"
PAGE: Final = "Privacy and ledger"
BACK: Final = "Back to Privacy"

# ---- isolation ------------------------------------------------------------------------

ENFORCED_TITLE: Final = "The engine has no network"
ENFORCED_BODY: Final = {
    "linux": "The part that reads your text runs in a box without any network. The Linux kernel "
    "enforces this, not the app.",
    "darwin": "The part that reads your text runs in a box without any network. macOS enforces "
    "this, not the app.",
    "win32": "The part that reads your text runs in a box without any network. Windows enforces "
    "this, not the app.",
}
BEFORE_TITLE: Final = "The window has no network"
BEFORE_BODY: Final = (
    "The system enforces this, not the app. The engine, which reads your text, starts with a "
    "model, and tells then what is enforced on it."
)
PARTLY_TITLE: Final = "Not everything is enforced here"
PARTLY_BODY: Final = (
    "Nothing of yours is sent anywhere, but for some of it that rests on the app alone. What the "
    "system does not enforce is marked below."
)
NOT_ENFORCED_TITLE: Final = "The system does not enforce isolation here"
NOT_ENFORCED_BODY: Final = (
    "Nothing of yours is sent anywhere, and Indoors connects only to fetch a model you asked for. "
    "That rests on the app alone: the operating system does not enforce it here."
)
PROVE: Final = "Prove it now"
PROVING: Final = "Trying…"
PROVE_TIP: Final = "Every program of Indoors tries to get out, and each attempt is shown."
ALL_RESULTS: Final = "All results…"
CHECK_YOURSELF: Final = "Check it yourself"
PROGRAMS: Final = {
    "window": "Window",
    "engine": "Engine",
    "ingest": "Document reader",
    "broker": "Network program",
}
NETWORKS: Final = {
    "none": "no network",
    "local": "no internet, this computer only",
    "ports": "only to the ports it needs",
    "open": "not enforced",
}
PROGRAMS_TITLE: Final = "What each program may"
NOT_STARTED: Final = "not started yet"
GAPS: Final = {
    "network": "network",
    "files": "files",
    "programs": "starting programs",
    "ports": "other ports",
    "dumpable": "its memory",
    "privileges": "gaining rights",
    "descriptors": "what it inherits",
    "drivers": "looser limits for the graphics driver, as you chose",
    "not_confined": "not enforced",
}
LOOSER_TITLE: Final = "Looser limits for the graphics driver?"
LOOSER_BODY: Final = (
    "Some graphics drivers need sockets of this computer, and files of their own. The engine, "
    "which reads your text, may use both then.",
    "It still has no internet connection and can start no program: the system enforces that as "
    "before. But a faulty driver or model file could hand text to another program here.",
    "The shield is amber while this is on. The settings of the engine have the way back.",
)
LOOSER_DO: Final = "Use looser limits"
LOOSER_KEEP: Final = "Stay on the processor"
RESULTS_TITLE: Final = "Attempts to get out"
RESULTS_SUBTITLE: Final = "Made from inside each program, under its own restrictions."
BY_DESIGN: Final = "allowed: it needs this"
NOT_REFUSED: Final = "not refused"
SAVE_RESULTS: Final = "Copy results"

# ---- sealed mode ----------------------------------------------------------------------

SEALED_TITLE: Final = "Sealed mode"
ON: Final = "On"
OFF: Final = "Off"
SEALED_BODY: Final = (
    "When sealed, nothing leaves at all. Cloud buttons, downloads and update checks disappear, "
    "and every request is refused."
)
LOCK: Final = "Administrator lock"
LOCK_NOT_SET: Final = "Not set"
LOCK_SET: Final = "Set"
LOCKED_TIP: Final = "Your organisation has sealed Indoors on this computer."
FAILED_CLOSED: Final = "Policy not understood"
MANAGED: Final = "Managed…"
SEAL_TITLE: Final = "Seal Indoors?"
SEAL_BODY: Final = (
    "Downloads that run now stop and keep what they have. Until you open it again, the program "
    "that connects cannot be started. Chats and installed models work as before."
)
SEAL: Final = "Seal"
SEAL_CANCEL: Final = "Not now"
OPEN_TITLE: Final = "Turn sealed mode off?"
OPEN_BODY: Final = (
    "Models can be fetched again when you ask for one. Nothing is sent by turning it off."
)
OPEN: Final = "Turn off"
OPEN_CANCEL: Final = "Stay sealed"

# ---- encryption -----------------------------------------------------------------------

ENCRYPTION: Final = "Encryption"
ENCRYPTED: Final = "On for everything stored"
SESSION_ONLY: Final = "Nothing is kept after this session"
UNKNOWN: Final = "Checking…"
CHATS: Final = "Chats and files"
INDEX: Final = "Search index"
KEY_IN: Final = "Key kept in"
TOKENS: Final = "Tokens and logins"
CIPHER: Final = "AES-256"
KEYRING: Final = "System keyring"
PHRASE_ONLY: Final = "Recovery phrase"
SESSION: Final = "This session"
KEY_FILE: Final = "Key file"
RECOVERY_NONE: Final = "No recovery phrase yet"
RECOVERY_CHECK: Final = "Check"
RECOVERY_SET: Final = "Set"

# ---- check it yourself ----------------------------------------------------------------

CHECK_TITLE: Final = "Check it yourself"
CHECK_BODY: Final = (
    "You need not take our word. These commands show what Indoors does from outside. They are "
    "meant for whoever looks after this computer."
)
KEY_TITLE: Final = "The key that signs exports on this computer"
KEY_BODY: Final = (
    "Tell it to whoever checks an export, by another way than the file: the check there names "
    "the key that it was signed with."
)
COPY_COMMAND: Final = "Copy the command"
COMMANDS: Final = (
    (
        "Run it without any network",
        "The whole app in a network of its own that leads nowhere. Chats work as before.",
        "unshare --map-root-user --net indoors",
    ),
    (
        "Watch every socket it opens",
        "From start to quit. Only AF_UNIX should appear while nothing is downloaded.",
        "strace -f -e trace=network -o indoors.trace indoors",
    ),
    (
        "List its connections now",
        "No line should name Indoors while nothing is downloaded. It never listens.",
        "ss --tcp --udp --processes --all | grep -E 'indoors|python'",
    ),
    (
        "See what the kernel enforces",
        "Seccomp 2 is a filter that allows no network, NoNewPrivs 1 that it cannot be taken off.",
        "for p in $(pgrep -f indoors.engine); do grep -E 'Seccomp|NoNewPrivs' /proc/$p/status; "
        "done",
    ),
    (
        "Have every program try to get out",
        "The same as “Prove it now”, with each attempt in a line.",
        "indoors privacy-check",
    ),
    (
        "Check the ledger of this computer",
        "Hashes, signatures, and its length as the keyring knows it.",
        "indoors ledger verify",
    ),
    (
        "Check an exported ledger anywhere",
        "On another computer, without any secret.",
        "indoors ledger verify indoors-ledger.json",
    ),
    (
        "Pull the plug",
        "Everything but downloads works without a cable.",
        "",
    ),
)


def enforced_body(system: str) -> str:
    """Say who enforces it."""
    return ENFORCED_BODY.get(system, ENFORCED_BODY["linux"])


def program_line(program: Enforcement) -> tuple[str, str]:
    """Return a program and what it may."""
    name = PROGRAMS.get(program.program, program.program)
    if program.gaps:
        missing = ", ".join(GAPS.get(gap, gap.replace("_", " ")) for gap in program.gaps)
        return name, f"not enforced: {missing}"
    return name, NETWORKS[program.network]


def attempt_name(attempt: Attempt) -> str:
    """Say what was tried."""
    name = ATTEMPTS.get(attempt.name, attempt.name.replace("_", " "))
    return name[:1].upper() + name[1:]


def attempt_result(attempt: Attempt) -> str:
    """Say what came of it."""
    if attempt.by_design:
        return BY_DESIGN
    if not attempt.passed:
        return NOT_REFUSED
    return _ERRORS.get(attempt.error, attempt.error) or "refused"


_ERRORS = {
    "EPERM": "not permitted",
    "EACCES": "access denied",
    "ENETUNREACH": "network unreachable",
    "ENOSYS": "not available",
    "ECONNREFUSED": "refused",
    "SIGSYS": "ended by the kernel",
}


def proof_title(attempts: tuple[Attempt, ...]) -> str:
    """Return ``5 of 5 attempts refused``."""
    return f"{refused(attempts)} of {len(attempts)} attempts refused"


def proof_when(proof: Proof) -> str:
    """Return ``today 14:58, 31 ms``."""
    took = proof.seconds
    said = f"{took * 1000:.0f} ms" if took < 1 else f"{took:.1f} s"
    return f"today {clock(proof.at_ms)}, {said}"


def proof_as_text(proof: Proof) -> str:
    """Return all results as lines, to be kept or sent on."""
    at = datetime.fromtimestamp(proof.at_ms / 1000).astimezone().isoformat(timespec="seconds")
    lines = [f"Indoors, attempts to get out, {at}", ""]
    for attempt in proof.attempts:
        program = PROGRAMS.get(attempt.program, attempt.program)
        lines.append(f"{program}\t{attempt_name(attempt)}\t{attempt_result(attempt)}")
    lines += [f"!\t{problem}" for problem in proof.problems]
    return "\n".join(lines)


# ---- encryption -------------------------------------------------------------------


def key_place(status: VaultStatus) -> str:
    """Say where the key is."""
    if status.source is KeySource.SESSION:
        return SESSION
    if status.source is KeySource.GIVEN:
        return KEY_FILE
    return KEYRING if status.in_keyring else PHRASE_ONLY


def recovery(status: VaultStatus) -> str:
    """Say when the recovery phrase was made."""
    if status.phrase_set_ms is None:
        return RECOVERY_NONE
    at = datetime.fromtimestamp(status.phrase_set_ms / 1000).astimezone()
    return f"Recovery phrase saved {at.day} {at:%b}"
