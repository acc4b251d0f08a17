"""Reading and keeping conversations: jobs for the thread that owns the store."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct

from indoors.core.chat import Conversation, Draft, Message, SearchHit
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.export import export_json, export_markdown, write_export
from indoors.store.store import Store

ExportKind = Literal["markdown", "json"]


class Overview(Struct, frozen=True):
    """The list of conversations, what a search found in them, and how many answers there are."""

    conversations: list[Conversation]
    hits: list[SearchHit] | None  # None: no search
    answers_today: int
    answers_ever: int


class Opened(Struct, frozen=True):
    conversation: Conversation
    path: list[Message]
    draft: Draft | None


def recover(store: Store, now_ms: int) -> None:
    """Put the store in order after the last run: mark cut answers, purge what was deleted."""
    store.chats.mark_interrupted()
    store.chats.purge(now_ms)


def tidy(store: Store) -> bool:
    """Take a piece of what was purged out of the search index; True while there is more."""
    return store.chats.tidy()


def overview(store: Store, query: str) -> Overview:
    """Read the list; an empty ``query`` is no search."""
    midnight = datetime.now(UTC).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return Overview(
        store.chats.conversations(),
        store.chats.search(query) if query else None,
        store.chats.count_answers(int(midnight.timestamp() * 1000)),
        store.chats.count_answers(),
    )


def open_conversation(store: Store, conversation_id: str) -> Opened | None:
    """Read a conversation at the branch it was left on; ``None`` if it is gone."""
    conversation = store.chats.conversation(conversation_id)
    if conversation is None:
        return None
    path = store.chats.path(conversation_id)
    return Opened(conversation, path, store.drafts.get(conversation_id))


def show_branch(store: Store, message_id: str, step: int) -> str | None:
    """Move to the sibling ``step`` places away; returns the conversation, ``None`` at an end."""
    message = store.chats.message(message_id)
    if message is None:
        return None
    siblings = store.chats.siblings(message_id)
    index = siblings.index(message_id) + step
    if not 0 <= index < len(siblings):
        return None
    store.chats.show_branch(message.conversation_id, siblings[index])
    return message.conversation_id


def export(store: Store, conversation_id: str, path: Path, kind: ExportKind) -> Path:
    """Write the conversation to ``path``. Raises ``AppError`` EXPORT_FAILED."""
    conversation = store.chats.conversation(conversation_id)
    if conversation is None:
        raise AppError(Fault.BUG, detail="the conversation is gone")
    if kind == "markdown":
        data = export_markdown(conversation, store.chats.path(conversation_id)).encode()
    else:
        data = export_json(conversation, store.chats.tree(conversation_id))
    write_export(path, data)
    return path
