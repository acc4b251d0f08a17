"""Words of the window around the screens: rail, top bar, palette, keys, toasts, dialogs."""

from typing import Final

APP: Final = "Indoors"
CHAT: Final = "Chat"
SETTINGS: Final = "Settings"
MODELS: Final = "Models"
INSIGHTS: Final = "Insights"
PRIVACY: Final = "Privacy"
NAVIGATION: Final = "Screens"

# ---- top bar --------------------------------------------------------------------------

SHOW_LIST: Final = "Conversations"
LIVE_PANEL: Final = "Live panel"
PALETTE: Final = "Command palette"
PALETTE_KEY: Final = "Ctrl K"
MODEL_PICKER: Final = "Models"
MORE_MODELS: Final = "More models…"
OPEN_MODEL: Final = "Open a model file…"
UNLOAD: Final = "Unload"
UNLOAD_TIP: Final = "Takes the model out of memory. The file stays."
RESTING: Final = "Unloaded while idle. The next question loads it again."
STARTER: Final = "starter model"
FILE_GONE: Final = "The file is not there any more."
MODEL_FILES: Final = "Model files and bundles (*.gguf manifest.json);;All files (*)"

# ---- banner, toasts -------------------------------------------------------------------

DISMISS: Final = "Dismiss"
SHOW_DETAILS: Final = "Show details"
DELETED: Final = "Conversation deleted"
UNDO: Final = "Undo"
EXPORTED: Final = "Conversation saved"
FIGURES_SAVED: Final = "Figures saved"
COPIED: Final = "Copied"
SHOW_FOLDER: Final = "Show in folder"

# ---- commands -------------------------------------------------------------------------

COMMANDS: Final = {
    "palette": "Command palette",
    "new_chat": "New chat",
    "search": "Search conversations",
    "attach": "Attach a text file…",
    "stop": "Stop the answer",
    "answer_again": "Answer again",
    "copy_answer": "Copy answer",
    "parameters": "Conversation settings…",
    "details": "Details of the last answer…",
    "rename": "Rename this conversation",
    "pin": "Pin or unpin this conversation",
    "export_markdown": "Export this conversation as Markdown…",
    "export_json": "Export this conversation as JSON…",
    "delete": "Delete this conversation",
    "erase": "Delete this conversation for good…",
    "model_picker": "Choose a model",
    "open_model": "Open a model file…",
    "unload": "Unload the model",
    "live_panel": "Live panel",
    "chat": "Go to Chat",
    "models": "Models",
    "insights": "Go to Insights",
    "privacy": "Go to Privacy",
    "settings": "Go to Settings",
    "next_pane": "Next pane",
    "previous_pane": "Previous pane",
    "theme_system": "Theme: follow the system",
    "theme_light": "Theme: light",
    "theme_dark": "Theme: dark",
    "shortcuts": "Keyboard shortcuts",
    "quit": "Quit Indoors",
}

# ---- palette --------------------------------------------------------------------------

PALETTE_HINT: Final = "Search commands, conversations and models"
PALETTE_NOTHING: Final = "Nothing matches"
PLACE_CHAT: Final = "chat"
PLACE_MODEL: Final = "model"

# ---- export ---------------------------------------------------------------------------

EXPORT_TITLE: Final = "Save the conversation"
EXPORT_FILTERS: Final = {"markdown": "Markdown (*.md)", "json": "JSON (*.json)"}
EXPORT_SUFFIXES: Final = {"markdown": ".md", "json": ".json"}
UNTITLED: Final = "Conversation"
ATTACH_TITLE: Final = "Attach text files"

# ---- links ----------------------------------------------------------------------------

LINK_TITLE: Final = "Open this link?"
LINK_BODY: Final = (
    "The link was written by the model. Opening it hands this address to your browser, "
    "which connects to it. Indoors itself connects to nothing."
)
LINK_OPEN: Final = "Open in the browser"
LINK_CANCEL: Final = "Do not open"
LINK_COPY: Final = "Copy the address"
LINK_REFUSED_TITLE: Final = "This link was not opened"
LINK_REFUSED_BODY: Final = (
    "Indoors opens web and mail addresses only. Links to files or programs on this computer, "
    "and of other kinds, stay closed."
)
LINK_ADDRESS: Final = "Address"
CLOSE: Final = "Close"

# ---- shortcuts ------------------------------------------------------------------------

SHORTCUTS: Final = "Keyboard shortcuts"
WIDGET_KEYS: Final = (
    ("Enter", "Send"),
    ("Shift Enter", "New line"),
    ("Esc", "Stop the answer, or close"),
    ("F2", "Rename, in the list"),
    ("Del", "Delete, in the list"),
)

# ---- first chat -----------------------------------------------------------------------

FIRST_TITLE: Final = "What can I help with?"
STARTER_NOTICE: Final = (
    "SmolLM2 135M is a very small starter model. It writes fluent English but knows little, "
    "so check what it says."
)
EXAMPLES: Final = (
    (
        "Rewrite a sentence",
        "Rewrite this sentence so that it is polite and short:\n"
        "We need the signed papers by Friday or we cannot go on.",
    ),
    (
        "Draft a short e-mail",
        "Write a short e-mail to a client that moves our meeting from Monday to Tuesday at 10.",
    ),
    (
        "Explain a word",
        "Explain in two plain sentences what a notice period is.",
    ),
)
"""(chip, text that goes into the composer)"""


def model_row(name: str, quantization: str | None, *, starter: bool) -> str:
    """Return a row of the model menu."""
    parts = (name, quantization, STARTER if starter else None)
    return "  ".join(part for part in parts if part)


def loading(fraction: float | None) -> str:
    """Return what stands in place of the memory figure while a model loads."""
    return "Loading" if fraction is None else f"Loading {fraction * 100:.0f} %"
