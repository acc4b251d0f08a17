"""The tree of messages: the path that is shown, and the branches beside it."""

from collections import defaultdict
from operator import itemgetter

from msgspec.structs import replace

from indoors.core.chat import Attachment, Message
from indoors.core.errors import AppError
from indoors.core.insights.record import Answered
from indoors.protocol.faults import Fault
from indoors.store import rows
from indoors.store.driver import Database
from indoors.store.family import TableFamily, expect_one
from indoors.store.history import taken

# A parent is always older than its child, so "older" ends the recursion whatever a
# damaged file may hold.
_CHOSEN = {
    "path": """
        chosen(seq, parent_id) as (
            select seq, parent_id from message where id = :leaf and conversation_id = :conversation
            union all
            select m.seq, m.parent_id from chosen join message m on m.id = chosen.parent_id
            where m.seq < chosen.seq
        )""",
    "one": "chosen(seq) as (select seq from message where id = :leaf)",
    "all": "chosen(seq) as (select seq from message where conversation_id = :conversation)",
}

# The two counts are read from the index alone. Window functions over the conversation
# say the same in 1.3 times the time.
_MESSAGES = f"""
    with recursive {{chosen}}
    select m.seq, {rows.MESSAGE_COLUMNS},
        (select count(*) from message s where s.conversation_id = m.conversation_id
            and s.parent_id is m.parent_id and s.seq < m.seq),
        (select count(*) from message s where s.conversation_id = m.conversation_id
            and s.parent_id is m.parent_id)
    from chosen cross join message m on m.seq = chosen.seq
"""  # noqa: S608 - constants of this package

_NEWEST_LEAF = """
    with recursive below(id, seq, used) as (
        select id, seq, used from message where id = ?
        union all
        select m.id, m.seq, m.used from below
        join message m on m.conversation_id = ? and m.parent_id = below.id
    )
    select id from below order by used desc, seq desc limit 1
"""


class Branches(TableFamily):
    def path(self, conversation_id: str, leaf_id: str | None = None) -> list[Message]:
        """Return the messages from the first to the leaf (None: the conversation's own)."""
        with self._connection.reading() as db:
            leaf = leaf_id or self._leaf(db, conversation_id)
            return self._messages(db, "path", conversation_id, leaf)

    def message(self, message_id: str) -> Message | None:
        with self._connection.reading() as db:
            place = self._place(db, message_id)
            if place is None:
                return None
            return self._messages(db, "one", place[0], message_id)[0]

    def tree(self, conversation_id: str) -> list[Message]:
        """Return the messages of all branches in the order of their creation."""
        with self._connection.reading() as db:
            return self._messages(db, "all", conversation_id, None)

    def siblings(self, message_id: str) -> list[str]:
        """Return the ids under the same parent, the message's own among them, oldest first."""
        with self._connection.reading() as db:
            found = db.execute(
                "select other.id from message m join message other"
                " on other.conversation_id = m.conversation_id and other.parent_id is m.parent_id"
                " where m.id = ? order by other.seq",
                (message_id,),
            )
            return [row[0] for row in found]

    def show_branch(self, conversation_id: str, message_id: str) -> str:
        """Make the path through ``message_id`` that was used last the one shown; return its leaf.

        Every change of the leaf stamps the new one with a count; below a message the
        highest count is where the user was last. Looking is not a change: ``updated_ms`` stays.
        """
        with self._connection.writing() as db:
            place = self._place(db, message_id)
            if place is None or place[0] != conversation_id:
                raise AppError(Fault.BUG, detail="no such message in the conversation")
            leaf = str(db.execute(_NEWEST_LEAF, (message_id, conversation_id)).fetchone()[0])
            cursor = db.execute(
                "update conversation set leaf_id = ?, moves = moves + 1 where id = ?",
                (leaf, conversation_id),
            )
            expect_one(cursor, "conversation")
            db.execute(
                "update message set used = (select moves from conversation where id = ?)"
                " where id = ?",
                (conversation_id, leaf),
            )
        return leaf

    def count_answers(self, since_ms: int = 0) -> int:
        """Return how many answers have text since then, deleted conversations included."""
        with self._connection.reading() as db:
            statement = (
                "select count(*) from message where role = 'assistant' and created_ms >= ?"
                " and state in ('done', 'stopped', 'interrupted')"
            )
            return int(db.execute(statement, (since_ms,)).fetchone()[0])

    @staticmethod
    def _leaf(db: Database, conversation_id: str) -> str | None:
        statement = "select leaf_id from conversation where id = ?"
        row = db.execute(statement, (conversation_id,)).fetchone()
        return None if row is None else row[0]

    @staticmethod
    def _place(db: Database, message_id: str) -> tuple[str] | None:
        statement = "select conversation_id from message where id = ?"
        row: tuple[str] | None = db.execute(statement, (message_id,)).fetchone()
        return row

    @staticmethod
    def _messages(
        db: Database, chosen: str, conversation_id: str, leaf_id: str | None
    ) -> list[Message]:
        given = {"conversation": conversation_id, "leaf": leaf_id}
        attached = _attachments(db, conversation_id)
        found = db.execute(_MESSAGES.format(chosen=_CHOSEN[chosen]), given)
        by_age = [(row[0], rows.message(row[1:], attached.get(row[1], ()))) for row in found]
        by_age.sort(key=itemgetter(0))  # SQLite would carry the texts through its sort
        took = taken(db, conversation_id)
        return [_with(message, took) for _, message in by_age]


def _with(message: Message, took: dict[str, Answered]) -> Message:
    """Return an answer with what it took, if that was kept."""
    if message.id not in took:
        return message
    row = took[message.id]
    return replace(message, energy=row.energy, saving=row.likely, hosted=row.hosted)


def _attachments(db: Database, conversation_id: str) -> dict[str, tuple[Attachment, ...]]:
    """Return those of all branches: one more query, not one for each message."""
    found = db.execute(
        "select a.message_id, a.name, a.text, a.bytes from message m"
        " join attachment a on a.message_id = m.id where m.conversation_id = ? order by a.seq",
        (conversation_id,),
    )
    attached: defaultdict[str, tuple[Attachment, ...]] = defaultdict(tuple)
    for message_id, name, text, size in found:
        attached[message_id] += (Attachment(name=name, text=text, bytes=size),)
    return attached
