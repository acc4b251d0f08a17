"""What went wrong while answering, or with the engine process."""

from typing import Final

from indoors.protocol.faults import Fault
from indoors.ui.text.error_words import (
    CONVERSATIONS_SAFE,
    TEXT_SAFE,
    ErrorWords,
    Facts,
    WordsTable,
)


def _template_failed(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The chat template inside this model file does not work.",
        TEXT_SAFE,
        "Choose the template “chatml” in the conversation settings, or choose another model.",
        actions=("parameters", "choose_model"),
    )


def _template_too_slow(facts: Facts) -> ErrorWords:
    limit = facts.get("limit_s")
    after = f" after {limit} s" if limit else ""
    return ErrorWords(
        f"The chat template inside this model file did not come to an end and was stopped{after}.",
        TEXT_SAFE,
        "Choose the template “chatml” in the conversation settings, or choose another model.",
        actions=("parameters", "choose_model"),
    )


def _prompt_too_long(facts: Facts) -> ErrorWords:
    tokens, limit = facts.get("tokens"), facts.get("limit")
    sizes = f" It takes {tokens} tokens and {limit} fit." if tokens and limit else ""
    return ErrorWords(
        f"The question is too long for this model.{sizes}",
        TEXT_SAFE,
        "Shorten the question, attach less text, or set a larger context in the settings.",
        actions=("settings",),
    )


def _decode_failed(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The model could not go on with this answer.",
        "Everything written so far is kept.",
        "Try again. If it happens again, use a smaller context.",
        actions=("retry", "shorter_context"),
    )


def _no_model(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "No model is loaded.",
        TEXT_SAFE,
        "Choose a model first, then send the question again.",
        actions=("starter", "choose_model"),
    )


def _busy(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "An answer is still being written.",
        TEXT_SAFE,
        "Wait for it to end or stop it, then send the question.",
    )


def _engine_did_not_start(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The engine, the program that runs the model, did not start.",
        CONVERSATIONS_SAFE,
        "Try again. If it happens again, run “indoors doctor”, which looks for the cause.",
        actions=("restart",),
    )


def _engine_crashed(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The engine, the program that runs the model, ended unexpectedly.",
        "The conversation is safe, with all that was written.",
        "Restart the engine, or restart it with settings that need less of this computer.",
        actions=("restart", "safer"),
    )


def _engine_hung(facts: Facts) -> ErrorWords:
    seconds = facts.get("seconds")
    span = f" for {seconds} s" if seconds else ""
    return ErrorWords(
        f"The engine, the program that runs the model, did not respond{span} and was ended.",
        "The conversation is safe, with all that was written.",
        "Restart the engine, or restart it with settings that need less of this computer.",
        actions=("restart", "safer"),
    )


def _engine_keeps_crashing(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The engine ended twice within five minutes with these settings, so it stays off.",
        CONVERSATIONS_SAFE,
        "Use safer settings (a smaller context, fewer threads), or choose another model.",
        actions=("safer", "choose_model"),
    )


def _protocol_mismatch(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The engine belongs to another version of Indoors.",
        CONVERSATIONS_SAFE,
        "Install Indoors again, so that all its parts have the same version.",
    )


def _graphics_refused(facts: Facts) -> ErrorWords:
    device = facts.get("device", "The graphics processor")
    if facts.get("looser"):
        return ErrorWords(
            f"{device} can't be used under looser limits either.",
            "The model runs on the processor instead.",
            "Put the usual limits back, as the looser ones are of no use here.",
            actions=("usual_limits",),
        )
    return ErrorWords(
        f"{device} can't be used under the limits that keep your text on this computer.",
        "The model runs on the processor instead. Those limits stay in force.",
        "That is slower. Another version of the graphics driver may help, or looser limits.",
        actions=("looser_limits",),
    )


WORDS: Final[WordsTable] = {
    Fault.GRAPHICS_REFUSED: _graphics_refused,
    Fault.TEMPLATE_FAILED: _template_failed,
    Fault.TEMPLATE_TOO_SLOW: _template_too_slow,
    Fault.PROMPT_TOO_LONG: _prompt_too_long,
    Fault.DECODE_FAILED: _decode_failed,
    Fault.NO_MODEL: _no_model,
    Fault.BUSY: _busy,
    Fault.ENGINE_DID_NOT_START: _engine_did_not_start,
    Fault.ENGINE_CRASHED: _engine_crashed,
    Fault.ENGINE_HUNG: _engine_hung,
    Fault.ENGINE_KEEPS_CRASHING: _engine_keeps_crashing,
    Fault.PROTOCOL_MISMATCH: _protocol_mismatch,
}
