"""Words of the settings page and of the parameters of a conversation."""

from dataclasses import dataclass
from typing import Final

TITLE: Final = "Settings"
SECTIONS: Final = {
    "appearance": "Appearance",
    "chat": "New chats",
    "engine": "Engine",
    "models": "Models",
    "network": "Network",
    "encryption": "Encryption",
    "backups": "Backups",
    "data": "Data",
    "about": "About",
}
CHAT_INTRO: Final = (
    "What a new conversation starts with. Each conversation can have its own, under "
    "“Conversation settings…”."
)
ENGINE_NOTE: Final = "Takes effect when a model is loaded the next time."
AUTOMATIC: Final = "Automatic"
LOWEST: Final = {"models.unload_minutes": "Never"}
"""What the lowest value of a number means, where that is more than the number."""
UNITS: Final = {"models.unload_minutes": " min"}
CHOICES: Final = {
    "system": "System",
    "light": "Light",
    "dark": "Dark",
    "none": "None",
    "address": "Address…",
}
PLACEHOLDERS: Final = {
    "network.more_hosts": "files.example.com, *.cdn.example.com",
    "network.proxy_address": "http://proxy.example.com:8080",
}
WRONG: Final = {
    "network.endpoint": "Write an address like https://models.example.com, without a name or "
    "password. It was not saved.",
    "network.more_hosts": "Write names of servers like files.example.com, with commas between "
    "them. They were not saved.",
    "network.proxy_address": "Write an address like http://proxy.example.com:8080. A name and "
    "password have their own field below. It was not saved.",
}
"""What a text that a field cannot hold should be."""

DATA_FOLDER: Final = "Data folder"
DATA_FOLDER_BODY: Final = (
    "Conversations, drafts and settings are in this folder, encrypted, beside backups, models and "
    "logs. The logs hold nothing that you wrote."
)
SHOW_IN_FOLDER: Final = "Show in folder"
COPY_PATH: Final = "Copy path"
COPIED: Final = "Copied"
VERSION: Final = "Version"
LICENCE: Final = "Licence"

PARAMETERS_TITLE: Final = "Conversation settings"
PARAMETERS_SUBTITLE: Final = "For this conversation, from the next answer on."
RESET: Final = "Reset to defaults"
CANCEL: Final = "Cancel"
APPLY: Final = "Apply"

SYSTEM_PROMPT: Final = "System prompt"
SYSTEM_PROMPT_BODY: Final = "What the model is told before the conversation. Empty: nothing."
SEED: Final = "Seed"
SEED_BODY: Final = "The same seed and question give the same answer. Empty: a new one each time."
SEED_EMPTY: Final = "New each time"
SEED_WRONG: Final = "Use a whole number from 0 to 4,294,967,295."
STOP: Final = "Stop texts"
STOP_BODY: Final = "Writing ends where one of these would appear. One per line."
MAX_TOKENS: Final = "Longest answer"
MAX_TOKENS_BODY: Final = "In tokens, about three quarters of a word each."
NO_LIMIT: Final = "No limit"
TEMPLATE: Final = "Chat template"
TEMPLATE_BODY: Final = "How questions and answers are marked for the model."
TEMPLATES: Final = (("model", "From the model file"), ("chatml", "ChatML"))


@dataclass(frozen=True, slots=True)
class NumberWords:
    """A number of ``Sampling``: its words, and the range a form offers."""

    name: str
    title: str
    body: str
    lowest: float
    highest: float
    step: float

    @property
    def decimals(self) -> int:
        return 0 if self.step >= 1 else 2


NUMBERS: Final = (
    NumberWords(
        "temperature",
        "Temperature",
        "Higher is more varied, lower more predictable. 0 always takes the likeliest token.",
        0.0,
        2.0,
        0.05,
    ),
    NumberWords(
        "top_k", "Top-k", "Only the k likeliest tokens are considered. 0: all.", 0, 1000, 1
    ),
    NumberWords(
        "top_p",
        "Top-p",
        "Only the likeliest tokens that together reach this probability. 1: all.",
        0.0,
        1.0,
        0.01,
    ),
    NumberWords(
        "min_p",
        "Min-p",
        "Leaves out tokens less likely than this share of the likeliest. 0: none.",
        0.0,
        1.0,
        0.01,
    ),
    NumberWords(
        "repeat_penalty",
        "Repeat penalty",
        "Makes tokens that were just used less likely. 1: off.",
        1.0,
        2.0,
        0.01,
    ),
)


def setting_replaced(name: str) -> str:
    """Say that a stored value could not be used; ``name`` as "engine.threads"."""
    return (
        f"The saved setting “{name}” could not be read, so the usual value is used. "
        "Everything else is as it was."
    )
