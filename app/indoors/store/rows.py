"""From rows to the values of ``core.chat`` and back.

What is stored as JSON is read leniently: a report from a later or damaged release is
missing rather than in the way of the text beside it.
"""

import logging
from typing import Any, TypeVar

import msgspec

from indoors.core.chat import Attachment, Conversation, Message, MessageState, Parameters, Role
from indoors.protocol.engine import Report

log = logging.getLogger(__name__)

T = TypeVar("T")
D = TypeVar("D")
Row = tuple[Any, ...]

CONVERSATION_COLUMNS = """
    c.id, c.title, c.created_ms, c.updated_ms, c.pinned, c.used_cloud, c.leaf_id, c.parameters
"""

MESSAGE_COLUMNS = """
    m.id, m.conversation_id, m.parent_id, m.role, m.text, m.state, m.created_ms,
    m.model, m.report, m.fault, m.facts, m.dropped_turns
"""

_parameters = msgspec.json.Decoder(Parameters)
_report = msgspec.json.Decoder(Report)
_facts = msgspec.json.Decoder(dict[str, str | int | float])
_attachments = msgspec.json.Decoder(tuple[Attachment, ...])
_encoder = msgspec.json.Encoder()


def to_json(value: object) -> str:
    """Return the value as it is stored in a text column."""
    return _encoder.encode(value).decode()


def storable(text: str) -> str:
    """Return the text with halves of surrogate pairs replaced; SQLite holds UTF-8 only."""
    return text.encode("utf-8", "replace").decode()


def parameters_to(value: Parameters) -> str:
    """Return the parameters as they are stored."""
    return to_json(msgspec.structs.replace(value, system_prompt=storable(value.system_prompt)))


def conversation(row: Row, attachments: int) -> Conversation:
    """Make a conversation of a row of ``CONVERSATION_COLUMNS``."""
    identity, title, created, updated, pinned, used_cloud, leaf, parameters = row
    return Conversation(
        id=identity,
        title=title,
        created_ms=created,
        updated_ms=updated,
        pinned=bool(pinned),
        used_cloud=bool(used_cloud),
        attachments=attachments,
        leaf_id=leaf,
        parameters=lenient(_parameters, parameters, Parameters()),
    )


def message(row: Row, attachments: tuple[Attachment, ...]) -> Message:
    """Make a message of a row of ``MESSAGE_COLUMNS`` followed by branch and branches."""
    (
        identity, conversation_id, parent_id, role, text, state, created_ms,
        model, report, fault, facts, dropped_turns, branch, branches,
    ) = row  # fmt: skip
    return Message(
        id=identity,
        conversation_id=conversation_id,
        parent_id=parent_id,
        role=Role(role),
        text=text,
        state=MessageState(state),
        created_ms=created_ms,
        model=model,
        report=None if report is None else lenient(_report, report, None),
        fault=fault,
        facts={} if facts == "{}" else lenient(_facts, facts, {}),
        dropped_turns=dropped_turns,
        attachments=attachments,
        branch=branch,
        branches=branches,
    )


def report(stored: str) -> Report | None:
    """Read a stored report; ``None`` if it can't be read."""
    return lenient(_report, stored, None)


def message_record(value: Message, used: int) -> dict[str, object]:
    """Return the row of a message; its place among its siblings is computed, not stored."""
    return {
        "id": value.id,
        "conversation_id": value.conversation_id,
        "parent_id": value.parent_id,
        "role": str(value.role),
        "text": storable(value.text),
        "state": str(value.state),
        "created_ms": value.created_ms,
        "used": used,
        "model": value.model,
        "report": None if value.report is None else to_json(value.report),
        "fault": value.fault,
        "facts": to_json(value.facts),
        "dropped_turns": value.dropped_turns,
    }


def attachment_record(message_id: str, value: Attachment) -> dict[str, object]:
    """Return the row of a file attached to a message."""
    return {
        "message_id": message_id,
        "name": storable(value.name),
        "text": storable(value.text),
        "bytes": value.bytes,
    }


def attachments_from(stored: str) -> tuple[Attachment, ...]:
    """Read a draft's attachments."""
    return lenient(_attachments, stored, ())


def attachments_to(values: tuple[Attachment, ...]) -> str:
    """Return a draft's attachments as they are stored."""
    clean = [
        Attachment(name=storable(a.name), text=storable(a.text), bytes=a.bytes) for a in values
    ]
    return to_json(clean)


def lenient(decoder: "msgspec.json.Decoder[T]", stored: str, default: D) -> T | D:
    """Read a stored value; one that can't be read any more is ``default``."""
    try:
        return decoder.decode(stored)
    except msgspec.DecodeError as error:
        log.warning("a stored %s could not be read: %s", decoder.type, type(error).__name__)
        return default
