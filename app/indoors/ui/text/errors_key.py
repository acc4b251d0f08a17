"""What keeps encrypted conversations locked. None of it is damage: the key is what is missing.

The facts ``new`` and ``phrase`` say whether there is anything to be opened yet, and whether
a recovery phrase opens it; see ``protocol/faults.py``.
"""

from typing import Final

from indoors.protocol.faults import Fault
from indoors.ui.text.error_words import ErrorWords, Facts, WordsTable

SAFE: Final = "They are safe and were not touched."
PHRASE_OPENS: Final = "Your recovery phrase opens them."
NO_PHRASE: Final = (
    "There is no recovery phrase. Log in as the user, and on the computer, that wrote them, or "
    "put back the whole data folder from a copy together with its keyring."
)


def _key_wrong(facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The key found for your conversations does not fit them.", SAFE, _remedy(facts)
    )


def _key_lost(facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The key to your conversations is not in the keyring of this computer any more.",
        SAFE,
        _remedy(facts),
        actions=("show_folder",),
    )


def _phrase_needed(facts: Facts) -> ErrorWords:
    if facts.get("phrase") == 0:
        return ErrorWords(
            "Without the keyring, only a recovery phrase could open your conversations.",
            "Nothing was changed.",
            "Set a recovery phrase first.",
        )
    return ErrorWords(
        "Your conversations are locked.", SAFE, "Enter your recovery phrase to open them."
    )


def _phrase_wrong(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "This is not the recovery phrase.",
        SAFE,
        "Check each letter, and whether Caps Lock is on.",
    )


def _phrase_short(facts: Facts) -> ErrorWords:
    shortest = facts.get("shortest", 12)
    return ErrorWords(
        "This phrase is too short to protect anything.",
        "Nothing was changed.",
        f"Use at least {shortest} characters.",
    )


def _remedy(facts: Facts) -> str:
    return PHRASE_OPENS if facts.get("phrase") else NO_PHRASE


WORDS: Final[WordsTable] = {
    Fault.KEY_WRONG: _key_wrong,
    Fault.KEY_LOST: _key_lost,
    Fault.PHRASE_NEEDED: _phrase_needed,
    Fault.PHRASE_WRONG: _phrase_wrong,
    Fault.PHRASE_SHORT: _phrase_short,
}
