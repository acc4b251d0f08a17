"""What the shield says where its usual words would say too much or too little."""

from typing import Final

from indoors.core.shield import Protection, State
from indoors.ui.text.ledger import PURPOSES
from indoors.ui.text.numbers import size_bytes


def shield_words(state: State, known: Protection) -> str | None:
    """Return what the shield says where its usual words would say too much or too little."""
    asked = bool(known.requests_today)
    match state:
        case "indoors" if not known.counted:
            return "Indoors"
        case "indoors" if asked:
            return "Indoors: 0 bytes of your content have left today"
        case "not_enforced" if known.looser and not known.content_today:
            return "Looser limits, as you chose"
        case "not_enforced" if known.content_today:
            return f"Not enforced: {size_bytes(known.content_today)} left today, with your OK"
        case "not_enforced" if known.sealed:
            return "Sealed by the app: not enforced"
        case "not_enforced":
            return "Not enforced"
        case _:
            return None


def shield_tip(state: State, known: Protection) -> str:
    """Return what the shield rests on, and what left without content."""
    lines = [_LOOSER if state == "not_enforced" and known.looser else _TIPS[state]]
    if known.sealed and state == "not_enforced":
        lines.append("Sealed mode is on: the program that connects is not started.")
    if known.content_today and state == "sealed":
        lines.append(f"Before, {size_bytes(known.content_today)} left today, with your OK.")
    if not known.counted:
        lines.append("The ledger has not been read, so nothing is said of today.")
    elif known.requests_today:
        lines.append("Not in the count, as nothing of yours is in them:")
        lines += [
            f"{PURPOSES.get(purpose, purpose)}: {size_bytes(sent)} today"
            for purpose, sent in known.requests_today
        ]
    return "\n".join(lines)


_LOOSER: Final = (
    "The engine may use sockets and files of this computer, for the graphics driver. It still has "
    "no internet, as the system enforces. The settings of the engine have the way back."
)

_TIPS: Final = {
    "indoors": "Counts the bytes of your prompts, files and answers that left since midnight.",
    "some_left": "Each time is listed in the ledger. Click to see it.",
    "sealed": "Sealed mode is on. Outside controls are removed until you turn it off.",
    "not_enforced": (
        "Nothing of yours is sent anywhere; Indoors connects only to fetch a model you asked "
        "for. The operating system does not enforce all of that here. Click to see what."
    ),
    "fault": "Your chats stay on this computer. Click to see what was found.",
}
