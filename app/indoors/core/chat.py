"""What a conversation is made of.

Messages form a tree: editing a question or asking again adds a sibling under the same
parent, so that earlier branches stay reachable. A conversation remembers its leaf; the
path from the root to it is the transcript.
"""

from enum import StrEnum

from msgspec import Struct

from indoors.core.energy.answer import AnswerEnergy
from indoors.core.money.saving import Saving
from indoors.protocol.engine import Report, Sampling


class Role(StrEnum):
    USER = "user"
    ASSISTANT = "assistant"


class MessageState(StrEnum):
    WRITING = "writing"  # being generated; found at a start it becomes INTERRUPTED
    DONE = "done"
    STOPPED = "stopped"  # by the user
    INTERRUPTED = "interrupted"  # the app or the engine ended first
    FAILED = "failed"  # nothing could be written; ``fault`` says why


class Attachment(Struct, frozen=True, kw_only=True):
    """A text file inside a question; ``text`` is what the model reads."""

    name: str
    text: str
    bytes: int


class Parameters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a conversation may set for itself."""

    system_prompt: str = ""
    sampling: Sampling = Sampling()
    template: str = "model"  # "model" or "chatml"


class Conversation(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    created_ms: int  # UTC, as all times here
    updated_ms: int
    pinned: bool = False
    used_cloud: bool = False
    attachments: int = 0
    leaf_id: str | None = None
    parameters: Parameters = Parameters()


class Message(Struct, frozen=True, kw_only=True):
    """One row of the transcript, with its place among its siblings."""

    id: str
    conversation_id: str
    parent_id: str | None
    role: Role
    text: str
    state: MessageState
    created_ms: int
    model: str | None = None
    report: Report | None = None
    fault: str | None = None  # a Fault's value, for FAILED and INTERRUPTED
    facts: dict[str, str | int | float] = {}
    dropped_turns: int = 0  # oldest messages this answer could not see
    attachments: tuple[Attachment, ...] = ()
    branch: int = 0  # index among siblings, in order of creation
    branches: int = 1
    energy: AnswerEnergy | None = None  # None: not known yet
    saving: Saving | None = None  # against the model that the user chose
    hosted: Saving | None = None  # against one of the same class, hosted


class Draft(Struct, frozen=True, kw_only=True):
    """Unsent text of a conversation (``conversation_id`` "" is the new chat)."""

    conversation_id: str
    text: str
    attachments: tuple[Attachment, ...] = ()


class SearchHit(Struct, frozen=True, kw_only=True):
    """A conversation that matches; ``excerpt`` marks matches with U+0002 and U+0003."""

    conversation_id: str
    message_id: str | None  # None: the title matched
    excerpt: str
