"""Words of the transcript and the composer."""

from typing import Final

from indoors.core.chat import Attachment, Message, MessageState, Role
from indoors.core.hidden_text import Hidden, Kind
from indoors.core.sentences import first_sentence
from indoors.ui.text import energy, money, numbers

# ---- messages -----------------------------------------------------------------------------

TRANSCRIPT: Final = "Conversation"
NEWEST: Final = "Jump to the newest"
CONTINUE: Final = "Continue"
STOPPED: Final = "Stopped by you"
STOPPING: Final = "Stopping…"
LOADING: Final = "Loading the model"
READING: Final = "Reading"
APP_CLOSED: Final = "Interrupted: the app closed while this was being written."
LENGTH: Final = "The answer reached its length limit."
CONTEXT_FULL: Final = "The model's context is full, so the answer ends here."
FAILED: Final = "The answer could not be written."
QUESTION_SAFE: Final = "Your question is safe. Try again."
TRY_AGAIN: Final = "Try again"
SHOW_ALL: Final = "Show all"


def spoken(message: Message) -> str:
    """Return what a screen reader calls a message."""
    if message.role is Role.USER:
        return f"You: {first_sentence(message.text)}"
    text = first_sentence(message.text)
    return f"Answer: {text}" if text else "Answer"


def reading(fraction: float | None, seconds_left: float | None) -> str:
    """Return how far the prompt is read."""
    return _progress(READING, fraction, seconds_left)


def loading(fraction: float | None, seconds_left: float | None) -> str:
    """Return how far the model is loaded."""
    return _progress(LOADING, fraction, seconds_left)


def _progress(what: str, fraction: float | None, seconds_left: float | None) -> str:
    if fraction is None:
        return f"{what}…"
    text = f"{what} {numbers.percent(fraction)}"
    return text if seconds_left is None else f"{text}, {numbers.duration(seconds_left)} left"


def interrupted(reason: str | None) -> str:
    """Say why an answer broke off; ``reason`` is a sentence, if one is known."""
    return f"Interrupted: {reason[:1].lower()}{reason[1:]}" if reason else APP_CLOSED


def ended_early(message: Message) -> str | None:
    """Return why an answer stops where it does, or ``None`` if the model ended it."""
    if message.state is MessageState.STOPPED:
        return STOPPED
    reason = message.report.stop_reason if message.report else None
    if message.state is not MessageState.DONE or reason is None:
        return None
    return {"length": LENGTH, "context_full": CONTEXT_FULL}.get(reason)


def dropped(turns: int) -> str:
    """Return the line above an answer that could not see all of the conversation."""
    if turns == 1:
        return "The oldest message no longer fits into the model's context and was not read."
    return f"The {turns} oldest messages no longer fit into the model's context and were not read."


def shortened(characters: int) -> str:
    """Return what uncovers a question that is shown in part."""
    return f"{SHOW_ALL} ({numbers.count(characters)} characters)"


# ---- actions ------------------------------------------------------------------------------

COPY_ANSWER: Final = "Copy answer"
COPY_QUESTION: Final = "Copy question"
COPY_SELECTION: Final = "Copy selection"
COPY_TABLE: Final = "Copy table"
COPY_LINK: Final = "Copy link"
OPEN_LINK: Final = "Open link…"
ANSWER_AGAIN: Final = "Answer again"
DETAILS: Final = "Details…"
MORE: Final = "More about this answer"
EDIT: Final = "Edit question"
ASK_AGAIN: Final = "Ask again"
CANCEL: Final = "Cancel"
OLDER_VERSION: Final = "Previous version"
NEWER_VERSION: Final = "Next version"


def branch(index: int, count: int) -> str:
    """Return which version of how many is shown."""
    return f"{index + 1} / {count}"


def branch_spoken(index: int, count: int) -> str:
    """Return the same for a screen reader."""
    return f"Version {index + 1} of {count}"


# ---- metrics line -------------------------------------------------------------------------

LOCAL: Final = "Local"
METRIC_TIPS: Final = {
    "local": "Written on this computer. Nothing left this device.",
    "model": "The model that wrote this answer",
    "ttft": "Time until the first word appeared",
    "speed": "Tokens written per second",
}


def metric_tip(name: str, message: Message) -> str:
    """Return what a part of the metrics line is, with its range and source if it has any."""
    if name == "energy" and message.energy is not None:
        return energy.told(message.energy)
    if name == "saved" and message.saving is not None:
        return money.told(message.saving)
    return METRIC_TIPS.get(name, "")


DROP_ORDER: Final = ("model", "ttft", "speed")
"""What the metrics line leaves out first when it is too narrow."""


def metrics(message: Message) -> list[tuple[str, str]]:
    """Return the parts of the metrics line as (name, words). What is not known is left out."""
    report = message.report
    parts = [("local", LOCAL)]
    model = message.model or (report.model if report else None)
    if model:
        parts.append(("model", model))
    if report is not None:
        parts.append(("ttft", f"TTFT {numbers.ttft(report.ttft_ms)}"))
        if report.tokens_per_second is not None:
            parts.append(("speed", numbers.speed(report.tokens_per_second)))
    if message.energy is not None and message.energy.joules is not None:
        parts.append(("energy", energy.figure(message.energy)))
    if message.saving is not None and message.saving.amount is not None:
        parts.append(("saved", money.saved(message.saving)))
    return parts


def metrics_spoken(message: Message) -> str:
    """Return the metrics line as one sentence."""
    report = message.report
    text = f"Written on this computer{f' by {message.model}' if message.model else ''}"
    if report is not None:
        text += f", first word after {numbers.ttft(report.ttft_ms)}"
        if report.tokens_per_second is not None:
            text += f", {numbers.speed_figure(report.tokens_per_second)} tokens per second"
    if message.energy is not None and message.energy.joules is not None:
        text += f", {energy.spoken(message.energy)}"
    if message.saving is not None and message.saving.amount is not None:
        text += f", {money.saved(message.saving)}"
    return f"{text}. Show details"


# ---- composer -----------------------------------------------------------------------------

PLACEHOLDER: Final = "Ask anything, or drop in a file"
QUESTION: Final = "Your question"
STAYS: Final = "Stays on this computer"
ATTACH: Final = "Attach a text file"
SEND: Final = "Send"
STOP: Final = "Stop"
NOTHING_TO_SEND: Final = "Send: write something first"
WRITES_ELSEWHERE: Final = "An answer is being written in another conversation"


HIDDEN_TIP: Final = (
    "You cannot see them, but the model reads them, so they may hold instructions. "
    "Remove them with the cross."
)
HIDDEN_ORDER: Final = "Some make letters appear in another order."
_SPELLED: Final = 200


def attached(attachment: Attachment) -> str:
    """Return what a file chip says."""
    return f"{attachment.name}, {numbers.size_bytes(attachment.bytes)}"


def hidden(count: int) -> str:
    """Return what the badge says of characters that cannot be seen."""
    return "1 hidden character" if count == 1 else f"{count:,} hidden characters"


def hidden_tip(found: Hidden) -> str:
    """Say why it matters, and what they spell."""
    said = HIDDEN_TIP
    if Kind.DIRECTION in found.kinds:
        said = f"{said} {HIDDEN_ORDER}"
    spelled = found.spelled[:_SPELLED]
    return f"{said}\nThey spell: “{spelled}”" if spelled else said


# ---- blocks -------------------------------------------------------------------------------

TEXT: Final = "Text"
CODE: Final = "Code"
TABLE: Final = "Table"
COPY: Final = "Copy"
COPIED: Final = "Copied"
_NAMELESS_IMAGE: Final = "no description"
_LANGUAGES: Final = {
    "": "Text", "bash": "Shell", "c": "C", "cpp": "C++", "c++": "C++", "cs": "C#",
    "csharp": "C#", "css": "CSS", "csv": "CSV", "go": "Go", "html": "HTML", "java": "Java",
    "javascript": "JavaScript", "js": "JavaScript", "json": "JSON", "kotlin": "Kotlin",
    "md": "Markdown", "markdown": "Markdown", "php": "PHP", "plaintext": "Text", "py": "Python",
    "python": "Python", "r": "R", "rb": "Ruby", "rs": "Rust", "ruby": "Ruby", "rust": "Rust",
    "sh": "Shell", "shell": "Shell", "sql": "SQL", "swift": "Swift", "text": "Text",
    "toml": "TOML", "ts": "TypeScript", "txt": "Text", "typescript": "TypeScript",
    "xml": "XML", "yaml": "YAML", "yml": "YAML",
}  # fmt: skip


def image(alt: str) -> str:
    """Return what stands in the place of an image: none is ever loaded."""
    return f"[image: {alt.strip() or _NAMELESS_IMAGE}, not loaded]"


def language(written: str) -> str:
    """Return the name of a language by the word that follows a fence."""
    known = _LANGUAGES.get(written.lower())
    return known if known is not None else written[:1].upper() + written[1:]


def code_in(name: str) -> str:
    """Return the name of a code block."""
    return f"Code, {name}"


def copy_code(name: str) -> str:
    """Return the name of a code block's Copy."""
    return f"Copy code, {name}"


def table_of(rows: int, columns: int) -> str:
    """Return the name of a table."""
    return f"Table, {rows} rows, {columns} columns"
