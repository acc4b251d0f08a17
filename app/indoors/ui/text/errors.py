"""The words for every failure: what happened, what is safe, what to do. No Qt here.

Facts come with the error (see ``protocol/faults.py``). A fact that is missing is left
out of the sentence, never replaced by a guess.
"""

from dataclasses import replace
from typing import Final

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.ui.text import (
    errors_data,
    errors_engine,
    errors_hub,
    errors_key,
    errors_model,
    errors_network,
    errors_secrets,
)
from indoors.ui.text.error_words import ErrorWords, Facts, WordsTable

__all__ = ["ACTION_LABELS", "ErrorWords", "action_label", "describe", "describe_fault"]

ACTION_LABELS: Final = {
    "retry": "Try again",
    "restart": "Restart the engine",
    "safer": "Use safer settings",
    "looser_limits": "Looser limits…",
    "usual_limits": "Put the usual limits back",
    "choose_model": "Choose another model…",
    "starter": "Use the starter model",
    "shorter_context": "Use a smaller context",
    "settings": "Open settings",
    "parameters": "Conversation settings…",
    "token": "Enter a token…",
    "network": "Network settings…",
    "hub_page": "Open the model’s page…",
    "show_folder": "Show the folder",
    "save_elsewhere": "Save elsewhere…",
}
"""What a button says. The keys are what windows and command lines act on."""

_WORDS: Final[WordsTable] = {
    **errors_model.WORDS,
    **errors_engine.WORDS,
    **errors_data.WORDS,
    **errors_key.WORDS,
    **errors_network.WORDS,
    **errors_hub.WORDS,
    **errors_secrets.WORDS,
}


def describe(error: AppError) -> ErrorWords:
    """Return the words for an error of any kind."""
    return describe_fault(error.fault, error.facts)


def describe_fault(fault: Fault, facts: Facts) -> ErrorWords:
    """Return the words for a fault as it is kept with a message."""
    words = _WORDS[fault](facts)
    return replace(words, details=_details(facts)) if facts else words


def action_label(action: str) -> str:
    """Return what the button of an action says."""
    return ACTION_LABELS[action]


def _details(facts: Facts) -> str:
    return "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in sorted(facts.items()))
