"""What keeps encrypted conversations locked. None of it is damage: the key is what is missing."""

from typing import Final

from indoors.protocol.faults import Fault
from indoors.ui.text.error_words import ErrorWords, Facts, WordsTable

_UNTOUCHED: Final = "They are safe and were not touched."


def _key_wrong(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The key found for your conversations does not fit them.",
        _UNTOUCHED,
        "Open them with the recovery phrase, or put back the file “keys.json” that belongs to "
        "them from a copy of the data folder.",
        actions=("retry", "show_folder"),
    )


WORDS: Final[WordsTable] = {Fault.KEY_WRONG: _key_wrong}
