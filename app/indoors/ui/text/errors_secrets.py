"""What went wrong with the keyring, where keys and tokens are kept."""

from typing import Final

from indoors.protocol.faults import Fault
from indoors.ui.text.error_words import ErrorWords, Facts, WordsTable

NOT_WRITTEN: Final = "Nothing was written to a file instead."


def _keyring_locked(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The keyring of this computer is locked, or does not answer.",
        NOT_WRITTEN,
        "Unlock it, then try again.",
    )


def _keyring_absent(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "This computer has no keyring that Indoors can use.",
        NOT_WRITTEN,
        "Set one up, such as GNOME Keyring or KWallet, then start Indoors again.",
    )


def _keyring_failed(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The keyring of this computer did not do what it was asked.",
        NOT_WRITTEN,
        "Look at it with the program of your system that manages passwords, then try again.",
    )


WORDS: Final[WordsTable] = {
    Fault.KEYRING_LOCKED: _keyring_locked,
    Fault.KEYRING_ABSENT: _keyring_absent,
    Fault.KEYRING_FAILED: _keyring_failed,
}
