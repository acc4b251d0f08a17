"""Words inside the general widgets."""

from indoors.ui.text.numbers import gigabytes_figure, size_bytes

CHIP_CAN_BE_REMOVED = "Press Delete to remove"
CLEAR_SEARCH = "Clear search"
SHOW_DETAILS = "Show details"
HIDE_DETAILS = "Hide details"
DISMISS = "Dismiss"
MAIN_NAVIGATION = "Screens"

NO_MODEL = "Choose a model"
LOADED = "loaded"
NOT_LOADED = "not loaded"
OUT_OF_MEMORY = "out of memory"

SHIELD_INDOORS = "Indoors: 0 bytes have left this device today"
SHIELD_SEALED = "Sealed: nothing can leave"
SHIELD_NOT_ENFORCED = "The system does not enforce isolation here"
SHIELD_FAULT = "Protection stopped. Cloud and downloads are off"
SHIELD_TIPS = {
    "indoors": "Counts the bytes of your prompts, files and answers that left since midnight.",
    "some_left": "Each time is listed in the ledger. Click to see it.",
    "sealed": "Sealed mode is on. Outside controls are removed until you turn it off.",
    "not_enforced": "Nothing of yours is sent anywhere. The system does not enforce that yet.",
    "fault": "Your chats stay on this computer. Restart the app to turn protection on again.",
}


def shield_some_left(bytes_left: int) -> str:
    """The shield after the user has sent something."""
    return f"{size_bytes(bytes_left)} left this device today, with your OK"


def memory_of(used: int, total: int) -> str:
    """6.8 of 8.0 GB."""
    return f"{gigabytes_figure(used)} of {gigabytes_figure(total)} GB"


def memory_of_aloud(name: str, used: int, total: int) -> str:
    """The same for a screen reader: "Graphics memory, 6.8 of 8.0 gigabytes"."""
    return f"{name}, {gigabytes_figure(used)} of {gigabytes_figure(total)} gigabytes"


def model_aloud(name: str, quantization: str | None, state: str, memory: str | None) -> str:
    """The model picker in one sentence."""
    parts = [f"Model {name}", quantization, state, memory]
    return ", ".join(part for part in parts if part)


def working(name: str) -> str:
    """A rail item with work going on behind it."""
    return f"{name}, working in the background"


def series(name: str, last: str, lowest: str, highest: str) -> str:
    """What a small chart says to a screen reader."""
    return f"{name}: last {last}, lowest {lowest}, highest {highest}"


def no_values(name: str) -> str:
    """A small chart with nothing to show."""
    return f"{name}: no values yet"
