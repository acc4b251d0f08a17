"""Messages and stores for the tests of this room."""

import itertools
from pathlib import Path
from typing import Any

from indoors.core.chat import Attachment, Message, MessageState, Role
from indoors.protocol.engine import Report
from indoors.store import Store

_numbers = itertools.count(1)

REPORT = Report(
    model="SmolLM2-135M-Instruct",
    prompt_tokens=31,
    reused_tokens=12,
    generated_tokens=57,
    load_ms=None,
    prefill_ms=120.5,
    decode_ms=900.25,
    ttft_ms=131.0,
    tokens_per_second=63.3,
    stop_reason="end",
    seed=7,
    context=8192,
    peak_memory=300_000_000,
    mean_logprob=-0.7,
    min_logprob=-5.5,
    mean_entropy=1.2,
)

NOTE = Attachment(name="note.txt", text="the meeting is at noon", bytes=22)


def message(
    conversation_id: str,
    text: str,
    *,
    parent: Message | None = None,
    role: Role = Role.USER,
    state: MessageState = MessageState.DONE,
    **more: Any,
) -> Message:
    number = next(_numbers)
    return Message(
        id=more.pop("id", f"m{number}"),
        conversation_id=conversation_id,
        parent_id=None if parent is None else parent.id,
        role=role,
        text=text,
        state=state,
        created_ms=more.pop("created_ms", 1_000 + number),
        **more,
    )


def add(
    store: Store, conversation_id: str, text: str, parent: Message | None = None, **more: Any
) -> Message:
    made = message(conversation_id, text, parent=parent, **more)
    store.chats.add(made)
    return made


def conversation_with(store: Store, *texts: str, title: str = "A conversation") -> str:
    """Make a conversation of one path, questions and answers in turn; return its id."""
    made = store.chats.create(title=title, now_ms=1_000)
    parent = None
    for number, text in enumerate(texts):
        role = Role.ASSISTANT if number % 2 else Role.USER
        parent = add(store, made.id, text, parent, role=role)
    return made.id


def files_of(path: Path) -> bytes:
    """Return the bytes of the database and of its log."""
    log = Path(f"{path}-wal")
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")
