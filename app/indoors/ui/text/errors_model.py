"""What went wrong with a model file."""

from typing import Final

from indoors.protocol.faults import Fault
from indoors.ui.text.error_words import (
    CONVERSATIONS_SAFE,
    TEXT_SAFE,
    ErrorWords,
    Facts,
    WordsTable,
    file_name,
    gigabytes,
)


def _model_missing(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The model file {file_name(facts, 'you chose')} is not there any more.",
        CONVERSATIONS_SAFE,
        "Put the file back, or choose another model.",
        actions=("choose_model", "starter"),
    )


def _model_not_gguf(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{file_name(facts, 'This file')} is not a model file that Indoors can read.",
        "The file was not changed.",
        "Choose a file in the GGUF format; its name usually ends in .gguf.",
        actions=("choose_model", "starter"),
    )


def _model_damaged(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The model file {file_name(facts, 'you chose')} is damaged or incomplete.",
        CONVERSATIONS_SAFE,
        "Get the file again, since a download may have been cut off, or choose another model.",
        actions=("choose_model", "starter"),
    )


def _model_unknown_architecture(facts: Facts) -> ErrorWords:
    kind = facts.get("architecture")
    what = f"of a kind (“{kind}”) that" if kind else "of a kind that"
    return ErrorWords(
        f"The model {file_name(facts, 'you chose')} is {what} this version cannot run.",
        CONVERSATIONS_SAFE,
        "Choose another model, or update Indoors and try again.",
        actions=("choose_model", "starter"),
    )


def _model_not_chat(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The model {file_name(facts, 'you chose')} does not write text.",
        CONVERSATIONS_SAFE,
        "It is made for searching, not for chatting. Choose a chat model.",
        actions=("choose_model", "starter"),
    )


def _model_load_failed(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The model {file_name(facts, 'you chose')} could not be loaded.",
        CONVERSATIONS_SAFE,
        "Try again, or choose another model.",
        actions=("retry", "choose_model"),
    )


def _out_of_memory(facts: Facts) -> ErrorWords:
    needed, free = gigabytes(facts, "needed_bytes"), gigabytes(facts, "free_bytes")
    context = facts.get("context")
    if needed and free:
        sizes = f"It needs {needed} and {free} is free. "
    elif needed:
        sizes = f"It needs {needed}. "
    else:
        sizes = ""
    shorter = f"a context smaller than {context} tokens" if context else "a smaller context"
    return ErrorWords(
        "The model did not fit into memory.",
        TEXT_SAFE,
        f"{sizes}Use {shorter} or a smaller model, or close other programs and try again.",
        actions=("shorter_context", "choose_model"),
    )


WORDS: Final[WordsTable] = {
    Fault.MODEL_MISSING: _model_missing,
    Fault.MODEL_NOT_GGUF: _model_not_gguf,
    Fault.MODEL_DAMAGED: _model_damaged,
    Fault.MODEL_UNKNOWN_ARCHITECTURE: _model_unknown_architecture,
    Fault.MODEL_NOT_CHAT: _model_not_chat,
    Fault.MODEL_LOAD_FAILED: _model_load_failed,
    Fault.OUT_OF_MEMORY: _out_of_memory,
}
