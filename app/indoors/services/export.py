"""A conversation as a file: Markdown to read, JSON to keep."""

import os
import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import msgspec
from msgspec import Struct

from indoors.core.chat import Attachment, Conversation, Message, MessageState, Role
from indoors.core.errors import AppError
from indoors.protocol.engine import Report
from indoors.protocol.faults import Fault

JSON_SCHEMA = 1
"""Raised whenever a reader of the JSON would have to know."""


_STATES = {
    "writing": "Still being written.",
    "stopped": "Stopped.",
    "interrupted": "Interrupted.",
    "failed": "No answer.",
}


class Words(Struct, frozen=True, kw_only=True):
    """What the Markdown says in its own words, to be handed in where they are translated."""

    you: str = "You"
    model: str = "Model"
    started: str = "Started"
    models: str = "Models"
    system_prompt: str = "System prompt"
    attached: str = "Attached"
    dropped: str = "The oldest {count} messages did not fit into the context of this answer."
    states: dict[str, str] = msgspec.field(default_factory=lambda: dict(_STATES))


def export_markdown(
    conversation: Conversation,
    messages: Sequence[Message],
    *,
    zone: tzinfo | None = None,
    metrics: bool = True,
    words: Words | None = None,
) -> str:
    """Return the path that is shown, for a person to read. ``zone`` None: this computer's."""
    words = words or Words()
    lines = [
        f"# {_one_line(conversation.title)}",
        "",
        f"{words.started}: {_date(conversation.created_ms, zone)}  ",
        f"{words.models}: {_models(messages)}",
        "",
    ]
    if conversation.parameters.system_prompt:
        quoted = conversation.parameters.system_prompt.splitlines()
        lines += [f"{words.system_prompt}:", "", *(f"> {line}".rstrip() for line in quoted), ""]
    for message in messages:
        lines += _message(message, words, zone, metrics=metrics)
    return "\n".join(lines).rstrip("\n") + "\n"


def export_json(conversation: Conversation, messages: Sequence[Message]) -> bytes:
    """Return everything known of a conversation; ``messages`` are those of all branches.

    ``parent_id`` makes the tree, ``leaf_id`` the path that is shown; times are UTC
    milliseconds since 1970.
    """
    document = {
        "format": "indoors-conversation",
        "schema": JSON_SCHEMA,
        "conversation": _complete(conversation),
        "messages": [_complete(message) for message in messages],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def write_export(path: Path, data: str | bytes) -> None:
    """Write a file whole or not at all. Raises ``AppError`` (EXPORT_FAILED)."""
    content = data.encode("utf-8", "replace") if isinstance(data, str) else data
    try:
        target = path.resolve()
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".export-")
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise AppError(Fault.EXPORT_FAILED, path=str(path), detail=detail) from error


def _message(message: Message, words: Words, zone: tzinfo | None, *, metrics: bool) -> list[str]:
    speaker = words.you if message.role is Role.USER else message.model or words.model
    lines = [f"## {_one_line(speaker)}", "", f"*{_date(message.created_ms, zone)}*", ""]
    for attachment in message.attachments:
        lines += _attachment(attachment, words)
    if message.text:
        lines += [message.text.rstrip("\n"), ""]
    if message.dropped_turns:
        lines += [f"*{words.dropped.format(count=message.dropped_turns)}*", ""]
    if message.state is not MessageState.DONE:
        lines += [f"*{words.states[message.state]}*", ""]
    if metrics and message.report is not None:
        lines += [f"*{_metrics(message.report)}*", ""]
    return lines


def _attachment(attachment: Attachment, words: Words) -> list[str]:
    longest = max(map(len, re.findall(r"`{3,}", attachment.text)), default=2)
    fence = "`" * (longest + 1)  # the file's own fences must not end ours
    name = _one_line(attachment.name)
    return [
        f"{words.attached}: {name} ({attachment.bytes:,} B)",
        "",
        f"{fence}text",
        attachment.text.rstrip("\n"),
        fence,
        "",
    ]


def _metrics(report: Report) -> str:
    parts = [f"{report.generated_tokens} tokens"]
    if report.tokens_per_second is not None:
        parts.append(f"{report.tokens_per_second:.1f} tok/s")
    parts.append(f"first token after {report.ttft_ms / 1000:.2f} s")
    parts.append(f"{report.prompt_tokens} prompt tokens, {report.reused_tokens} reused")
    return " · ".join(parts)


def _models(messages: Sequence[Message]) -> str:
    names = dict.fromkeys(message.model for message in messages if message.model)
    return ", ".join(map(_one_line, names)) or "-"


def _date(moment_ms: int, zone: tzinfo | None) -> str:
    moment = datetime.fromtimestamp(moment_ms / 1000, UTC).astimezone(zone)
    return moment.strftime("%Y-%m-%d %H:%M")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _complete(value: Conversation | Message) -> dict[str, object]:
    """Return all fields, also those that are left out elsewhere because they are defaults."""
    built = {name: getattr(value, name) for name in value.__struct_fields__}
    if isinstance(value, Conversation):
        sampling = msgspec.structs.asdict(value.parameters.sampling)
        built["parameters"] = msgspec.structs.asdict(value.parameters) | {"sampling": sampling}
    return built
