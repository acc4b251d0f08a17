"""Asking: the rows a question needs in the store, and the order that goes to the engine.

Each function is one transaction-sized job for the thread that owns the store.
"""

import time
import uuid
from collections.abc import Sequence

from msgspec import Struct

from indoors.core.chat import (
    Attachment,
    Conversation,
    Message,
    MessageState,
    Parameters,
    Role,
)
from indoors.core.errors import AppError
from indoors.core.prompt import title_from, turns
from indoors.protocol.engine import Generate
from indoors.protocol.faults import Fault
from indoors.store.store import Store


class Begun(Struct, frozen=True):
    """An answer that is about to be written: its rows are in the store already."""

    conversation: Conversation
    path: list[Message]  # ends with the answer
    order: Generate

    @property
    def answer(self) -> Message:
        return self.path[-1]


def now_ms() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def _new(conversation_id: str, parent_id: str | None, role: Role, **fields: object) -> Message:
    return Message(
        id=uuid.uuid4().hex,
        conversation_id=conversation_id,
        parent_id=parent_id,
        role=role,
        created_ms=now_ms(),
        **fields,  # type: ignore[arg-type]
    )


def ask(
    store: Store,
    conversation: Conversation | None,
    question: str,
    attachments: Sequence[Attachment],
    parameters: Parameters,
) -> Begun:
    """Save a question under the current leaf (or in a new conversation) and begin its answer.

    The draft goes in the same job, after the question is committed.
    """
    if conversation is None:
        conversation = store.chats.create(
            title=title_from(question, attachments), now_ms=now_ms(), parameters=parameters
        )
        draft_of = ""
    else:
        draft_of = conversation.id
    conversation = _fresh(store, conversation.id)
    message = _new(
        conversation.id,
        conversation.leaf_id,
        Role.USER,
        text=question,
        state=MessageState.DONE,
        attachments=tuple(attachments),
    )
    store.chats.add(message)
    store.drafts.drop(draft_of)
    return _begin(store, conversation.id, message.id)


def ask_edited(store: Store, message_id: str, question: str) -> Begun:
    """Save an edited question beside the old one, which stays reachable, and begin its answer."""
    old = _message(store, message_id)
    message = _new(
        old.conversation_id,
        old.parent_id,
        Role.USER,
        text=question,
        state=MessageState.DONE,
        attachments=old.attachments,
    )
    store.chats.add(message)
    return _begin(store, old.conversation_id, message.id)


def answer_again(store: Store, answer_id: str) -> Begun:
    """Begin another answer beside ``answer_id`` (given a question, an answer below it)."""
    message = _message(store, answer_id)
    question = message.id if message.role is Role.USER else message.parent_id
    return _begin(store, message.conversation_id, question)


def continue_answer(store: Store, answer_id: str) -> Begun:
    """Let the model write on where ``answer_id`` stopped."""
    answer = _message(store, answer_id)
    store.chats.resume(answer.id)
    conversation = _fresh(store, answer.conversation_id)
    path = store.chats.path(conversation.id, answer.id)
    return Begun(conversation, path, _order(conversation, path))


def _begin(store: Store, conversation_id: str, question_id: str | None) -> Begun:
    answer = _new(conversation_id, question_id, Role.ASSISTANT, text="", state=MessageState.WRITING)
    store.chats.add(answer)
    conversation = _fresh(store, conversation_id)
    path = store.chats.path(conversation_id, answer.id)
    return Begun(conversation, path, _order(conversation, path))


def _order(conversation: Conversation, path: list[Message]) -> Generate:
    parameters = conversation.parameters
    return Generate(
        id=path[-1].id,
        turns=turns(path, parameters),
        sampling=parameters.sampling,
        template="chatml" if parameters.template == "chatml" else "model",
    )


def _fresh(store: Store, conversation_id: str) -> Conversation:
    found = store.chats.conversation(conversation_id)
    if found is None:
        raise AppError(Fault.BUG, detail="the conversation is gone")
    return found


def _message(store: Store, message_id: str) -> Message:
    found = store.chats.message(message_id)
    if found is None:
        raise AppError(Fault.BUG, detail="the message is gone")
    return found
