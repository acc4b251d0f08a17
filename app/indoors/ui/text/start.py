"""Words of the window that stands in place of the window: a key or a backup is needed first."""

from typing import Final

from indoors.protocol.faults import Fault

OPENING: Final = "Opening your conversations…"
KEYRING_ASKS: Final = (
    "The keyring of this computer may be asking for its password, in a window of its own."
)

LOCKED: Final = "Your conversations are locked"

_WHY: Final = {
    Fault.PHRASE_NEEDED: "Enter your recovery phrase to open them.",
    Fault.KEYRING_LOCKED: "The keyring of this computer is locked, or does not answer. Unlock it "
    "and try again, or enter your recovery phrase.",
    Fault.KEYRING_ABSENT: "The keyring that holds their key is not on this computer, or not "
    "running. Enter your recovery phrase to open them.",
    Fault.KEYRING_FAILED: "The keyring of this computer did not give their key. Enter your "
    "recovery phrase to open them.",
    Fault.KEY_LOST: "The keyring of this computer has their key no more. Enter your recovery "
    "phrase, and it is put back.",
    Fault.KEY_WRONG: "The key in the keyring of this computer is not theirs. Enter your recovery "
    "phrase, and it is put right.",
}


def locked(fault: Fault) -> str:
    """Say why the conversations are locked although a recovery phrase opens them."""
    return _WHY[fault]


PHRASE: Final = "Recovery phrase"
OPEN: Final = "Open"

SETUP_TITLE: Final = "How should your conversations be locked?"
_FROM_BEFORE: Final = (
    "Your conversations are from a version of Indoors that did not encrypt them. They are safe, "
    "and are encrypted now. "
)
_SETUP_BODY: Final = (
    "Indoors keeps everything encrypted. This computer has no keyring that could hold the key, "
    "so choose a phrase: you will be asked for it at each start. Nobody can open your "
    "conversations without it, and nobody can tell you what it was."
)


def setup_body(*, from_before: bool) -> str:
    """Say why a phrase is needed; ``from_before``: there are conversations already."""
    return _FROM_BEFORE + _SETUP_BODY if from_before else _SETUP_BODY


SETUP_PHRASE: Final = "Phrase, at least 12 characters"
SETUP_AGAIN: Final = "The same once more"
SETUP_CREATE: Final = "Use this phrase"
SETUP_SESSION: Final = "Keep nothing"
SETUP_SESSION_BODY: Final = (
    "Or keep nothing: Indoors then opens empty, and forgets everything when it is closed."
)
SETUP_RETRY: Final = "Look for a keyring again"
DIFFERENT: Final = "The two are not the same."
TOO_SHORT: Final = "Use at least 12 characters."

SHOW: Final = "Show"
HIDE: Final = "Hide"
SHOW_TIP: Final = "Show what is typed"
