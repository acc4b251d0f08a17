"""Words of the way to the model hub: its settings, its secrets, and the connection's test."""

from typing import Final

from indoors.protocol.broker import Greeted

ACCESS: Final = "Access token"
ACCESS_BODY: Final = (
    "For models whose terms must be accepted first. It is kept in this computer’s keyring and "
    "sent to the model hub alone."
)
ACCESS_HINT: Final = "Paste the token here"
ACCESS_WRONG: Final = "A token is one word, without spaces. It was not saved."
LOGIN: Final = "Login of the proxy"
LOGIN_BODY: Final = "Only if the proxy asks for one. It is kept in this computer’s keyring."
LOGIN_HINT: Final = "name:password"
LOGIN_WRONG: Final = "Write the name, a colon and the password. It was not saved."

SAVE: Final = "Save"
REPLACE: Final = "Replace…"
REMOVE: Final = "Remove"
ASK_AGAIN: Final = "Ask the keyring again"
_HELD: Final = {
    "none": "",
    "keyring": "There is one, in this computer’s keyring.",
    "refused": "There is one in the keyring, which is locked or does not answer.",
    "busy": "Asking the keyring…",
}
_SESSION: Final = {
    "locked": "the keyring is locked or does not answer",
    "absent": "this computer has no keyring that can be used",
    "failed": "the keyring did not take it",
}

CERTIFICATE_FILES: Final = "Certificates (*.pem *.crt *.cer *.der)"
ALL_FILES: Final = "All files (*)"
NO_CERTIFICATE: Final = "None: what this system trusts"
CHOOSE_CERTIFICATE: Final = "Choose a file…"

TEST_TITLE: Final = "Connection"
TEST_BODY: Final = "One request to the model hub, by the settings above."
TEST: Final = "Test the connection"
TESTING: Final = "Testing…"

_TOKENS: Final = {
    "accepted": " and knows your access token",
    "withheld": ". Your access token was not sent, as the connection is not encrypted",
}
_UNSAID: Final = {"sent": "whether it knows your access token"}


def managed_hub(mirror: str) -> str:
    """Say that an office has set the hub."""
    return f"Your organisation has set the model hub: {mirror}"


def reached(greeted: Greeted) -> str:
    """Say that the hub can be reached, and what became of the token."""
    said = f"“{greeted.host}” answered in {greeted.seconds:.1f} s"
    if not greeted.understood:
        what = _UNSAID.get(greeted.token, "what it has")
        return f"{said}. It does not say {what}, as some mirrors do not."
    said += _TOKENS.get(greeted.token, "")
    if greeted.account:
        said += f", which belongs to “{greeted.account}”"
    return f"{said}."


def default_hub(address: str, *, is_set: bool) -> str:
    """Name the hub that is meant while the settings name none."""
    return f"{address} (set by HF_ENDPOINT)" if is_set else address


def held(where: str, reason: str) -> str:
    """Say where a secret is, and why it is not in the keyring."""
    if where == "session":
        return f"There is one until Indoors is closed: {_SESSION.get(reason, _SESSION['failed'])}."
    return _HELD[where]
