"""Words about the ledger: what a row says, what is wrong with it, what protects it."""

from datetime import date
from typing import Final

from indoors.core.ledger import Decision, Flaw, Reading, Row
from indoors.core.ledger.rows import moment_of
from indoors.core.ledger.signed import Checked, Signature
from indoors.services.ledger_keys import Protection
from indoors.ui.text.numbers import DASH, count, size_bytes

TITLE: Final = "Ledger"
SUBTITLE: Final = "every request the app made or refused"
_LEFT_OUT: Final = "the newest are shown; an export has {count} older ones, too"
COLUMNS: Final = ("Time", "Destination", "Purpose", "Bytes out", "Decision", "Entry hash")
FILTERS: Final = {
    "all": "All",
    "left": "Left the device",
    "refused": "Refused",
    "kept": "Kept indoors",
}
EXPORT: Final = "Export audit log"
EXPORT_KINDS: Final = {
    "json": "Signed JSON, to be checked on another computer…",
    "csv": "CSV, for a spreadsheet…",
    "jsonl": "JSON Lines…",
    "cef": "CEF, for a log collector…",
    "rfc5424": "Syslog, RFC 5424…",
}
EXPORT_SUFFIXES: Final = {
    "json": ".json", "csv": ".csv", "jsonl": ".jsonl", "cef": ".cef", "rfc5424": ".log",
}  # fmt: skip
EXPORT_TITLE: Final = "Export the audit log"
EXPORT_NAME: Final = "indoors-ledger"
EXPORTED: Final = "Audit log saved"
TABLE_HELP: Final = "Enter shows all that is known of an entry."
EMPTY_TITLE: Final = "No request yet"
EMPTY_BODY: Final = "Everything that leaves this computer will be listed here, before it does."
NONE_TITLE: Final = "Nothing of this kind"
NONE_BODY: Final = "Other entries are under “All”."
SHOW_ALL: Final = "Show all"

PURPOSES: Final = {
    "model_download": "Model download",
    "model_header": "Look into a model file",
    "model_lookup": "List of a model’s files",
    "connection_test": "Connection test, started by you",
    "selftest": "Self-test, started by you",
    "cloud_answer": "Answer from the cloud, sent by you",
    "cloud_comparison": "Comparison with the cloud, sent by you",
    "cloud_models": "List of a provider’s models",
    "cloud_key_test": "Test of a provider’s key, started by you",
    "office_answer": "Answer from your organisation’s server",
    "update_check": "Look for an update, started by you",
    "sealed_on": "Sealed mode turned on",
    "sealed_off": "Sealed mode turned off",
    "policy_changed": "Your organisation’s policy is another",
    "ledger_begun_anew": "New ledger; the old one was set aside",
    "ledger_recovered": "A last line cut by a crash was removed",
    "ledger_unanchored": "The keyring had no note of this ledger",
}
DECISIONS: Final = {
    Decision.ALLOWED: "Allowed",
    Decision.ALLOWED_ONCE: "Allowed once",
    Decision.REFUSED: "Refused",
    Decision.REFUSED_BY_KERNEL: "Refused by kernel",
    Decision.NOT_REFUSED: "Not refused",
    Decision.KEPT: "Kept indoors",
    Decision.NOTED: "Noted",
}
THIS_COMPUTER: Final = "This computer"
_TRIED: Final = "{count} attempts to get out"
REASONS: Final = {
    "network_sealed": "Sealed mode was on.",
    "host_refused": "It is neither the model hub nor a server known to belong to it.",
    "policy_forbids": "Your organisation does not allow it.",
}
UNFINISHED: Final = (
    "What became of the request is not known: the program ended first. It is counted as sent."
)

FLAWS: Final = {
    Flaw.EDITED: "entry {at} was changed",
    Flaw.DELETED: "entries before {at} are missing",
    Flaw.MOVED: "entry {at} is not where it was written",
    Flaw.FORGED: "entry {at} was not written by Indoors",
    Flaw.CUT: "entries after {at} are missing, or an older copy was put back",
    Flaw.REWRITTEN: "it is another ledger from entry {at} on",
}
CHECKING: Final = "Checking the ledger…"
PROTECTIONS: Final = {
    Protection.KEYRING: "Its key and its length are kept in the system keyring.",
    Protection.SESSION: (
        "There is no keyring to keep its key, so a ledger that was cut off or written anew "
        "after a restart would not be noticed."
    ),
}
SIGNED_FOR_NOW: Final = (
    "There is no keyring to keep the signing key: the next export will have another one."
)

DETAIL_TITLE: Final = "Entry"
DETAIL_FIELDS: Final = {
    "at": "Time (UTC)",
    "kind": "Kind",
    "method": "Method",
    "address": "Address",
    "via": "Proxy",
    "status": "Answer",
    "bytes_out": "Bytes out",
    "bytes_in": "Bytes in",
    "reason": "Reason",
    "attempts": "Attempts",
    "consent": "Consent",
    "policy": "Policy",
    "body": "Keyed hash of what was sent",
    "prev": "Hash of the entry before",
    "hash": "Hash",
}
KINDS: Final = {
    "begin": "Beginning of the ledger",
    "intent": "About to connect",
    "result": "Answer",
    "refused": "Refused",
    "kept": "Kept indoors",
    "selftest": "Self-test",
    "event": "Change",
}
COPY_ENTRY: Final = "Copy"
COPIED: Final = "Copied"
CLOSE: Final = "Close"
SET_ASIDE: Final = "Set it aside and begin anew"
SET_ASIDE_BODY: Final = (
    "The ledger is not as Indoors wrote it, so nothing more is written to it and no connection "
    "is made. You can keep it under another name and begin a new one, whose first entry says so."
)


def destination(row: Row) -> str:
    """Return ``huggingface.co and 2 more``; for a self-test how often it was tried."""
    if row.purpose == "selftest":
        return _TRIED.format(count=count(row.more + 1))
    if not row.hosts:
        return THIS_COMPUTER
    return f"{row.hosts[0]} and {row.more} more" if row.more else row.hosts[0]


def purpose(row: Row) -> str:
    """Return what it was for, and about what."""
    said = PURPOSES.get(row.purpose, row.purpose)
    name = "" if row.purpose == "selftest" else row.subject.rsplit("/", 1)[-1]
    return f"{said}, {name}" if name else said


def bytes_out(row: Row) -> str:
    """Return exact bytes; for what sends nothing by its nature a dash."""
    return DASH if row.decision is Decision.NOTED else f"{row.bytes_out:,}"


def decision(row: Row) -> str:
    """Return what was decided."""
    return DECISIONS[row.decision]


def short_hash(row: Row) -> str:
    """Return ``7c41…e09b``."""
    return f"{row.hash[:4]}…{row.hash[-4:]}" if row.hash else DASH


def when(row: Row, today: date) -> str:
    """Return ``Today 14:58:11``, ``Yesterday 16:40:33``, ``5 Nov 17:20:54``."""
    at = moment_of(row.at)
    days = (today - at.date()).days
    if days == 0:
        day = "Today"
    elif days == 1:
        day = "Yesterday"
    else:
        day = f"{at.day} {_MONTHS[at.month - 1]}"
        if at.year != today.year:
            day = f"{day} {at.year}"
    return f"{day} {at:%H:%M:%S}"


_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def row_aloud(row: Row, today: date) -> str:
    """Return a row as one sentence."""
    parts = (when(row, today), destination(row), purpose(row), decision(row))
    return f"{', '.join(parts)}, {size_bytes(row.bytes_out, exact=True)} out"


def row_tip(row: Row) -> str:
    """Return what a row has no room for."""
    parts = [row.subject, REASONS.get(row.reason, row.reason), UNFINISHED if row.unfinished else ""]
    if len(row.hosts) > 1:
        parts.insert(0, ", ".join(row.hosts))
    return "\n".join(part for part in parts if part)


def entries(number: int) -> str:
    """Return a number of entries."""
    return "1 entry" if number == 1 else f"{count(number)} entries"


def unbroken(length: int) -> str:
    """Return what the footer says of a sound ledger."""
    return f"Ledger is unbroken: {entries(length)}, each holds the hash of the one before"


def broken(flaw: Flaw, at: int) -> str:
    """Return what the footer says of one that is not."""
    return f"The ledger is broken: {FLAWS[flaw].format(at=at)}"


def content_total(sent: int) -> tuple[str, str]:
    """Return the label and the figure of the user's own bytes."""
    return "Your content, all time:", size_bytes(sent, exact=True)


def requests_total(sent: int) -> tuple[str, str]:
    """Return the label and the figure of requests that hold nothing of the user's."""
    return "Download requests:", size_bytes(sent, exact=True)


def subtitle(left_out: int) -> str:
    """Say what the table shows, and that it does not show all."""
    return _LEFT_OUT.format(count=count(left_out)) if left_out else SUBTITLE


# ---- the command line ---------------------------------------------------------------------


def own_checked(reading: Reading, protection: Protection) -> str:
    """Return what ``indoors ledger verify`` says of this computer's ledger."""
    if reading.flaw is not None:
        return f"{broken(reading.flaw, reading.at)}."
    lines = [f"{unbroken(len(reading.records))}."]
    if reading.records:
        lines.append(f"Signed with this profile's key: {entries(reading.signed)}.")
        if reading.anchored is None:
            lines.append(
                PROTECTIONS[Protection.SESSION]
                if protection is Protection.SESSION
                else "The keyring has no note of this ledger's length."
            )
        else:
            lines.append(f"The keyring vouches for the first {count(reading.anchored)}.")
    if reading.torn:
        lines.append(f"A last line of {size_bytes(len(reading.torn))} was cut by a crash.")
    return "\n".join(lines)


def export_checked(checked: Checked, wanted: str | None, *, right_key: bool) -> str:
    """Return what ``indoors ledger verify FILE`` says."""
    reading = checked.reading
    lines = [
        f"{unbroken(len(reading.records))}."
        if reading.flaw is None
        else f"{broken(reading.flaw, reading.at)}.",
        "The signature is right: the file is as it was exported."
        if checked.signature is Signature.GOOD
        else "The signature is wrong: the file was changed after its export.",
        f"Exported {checked.exported_at} by {checked.program}.",
        f"Key: {checked.fingerprint}",
    ]
    if wanted is None:
        lines.append("Compare it with the one on the Privacy screen of the other computer.")
    else:
        lines.append("It is the key you named." if right_key else "It is not the key you named.")
    return "\n".join(lines)


def exported(name: str, fingerprint: str) -> str:
    """Return what an export says, so that somebody else can check it."""
    return f"Written to {name}. Its key: {fingerprint}"
