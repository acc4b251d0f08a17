"""The list of conversations: made, named, pinned, deleted, brought back, purged."""

import uuid

from indoors.core.chat import Conversation, Parameters
from indoors.store import rows
from indoors.store.driver import Database
from indoors.store.family import TableFamily, expect_one

_GIVEN_BACK = 25_600
"""Empty pages returned to the file system at once: 100 MB, a fraction of a second."""

_ERASED, _MERGING = -2, -1
"""In place of the time of its deletion: nothing is left of it but words in the search index,
which wait to be merged away, or are being."""

_EMPTY = "select distinct deleted_ms from conversation where deleted_ms < 0"

_MARK = "update conversation set deleted_ms = ? where deleted_ms = ?"

_SMALL = 64 * 1024**2
"""Bytes of a database that is written anew in less than a second or two."""

_PIECE = 500
"""Pages of the search index that are merged at once: 2 MB."""

_LIST = f"""
    with held(id, attachments) as (
        select m.conversation_id, count(*)
        from attachment a cross join message m on m.id = a.message_id group by 1
    )
    select coalesce(held.attachments, 0), {rows.CONVERSATION_COLUMNS}
    from conversation c left join held on held.id = c.id
    where c.deleted_ms is null and (:id is null or c.id = :id)
    order by c.pinned desc, c.updated_ms desc, c.seq desc
"""  # noqa: S608 - constants of this package


class Conversations(TableFamily):
    def conversations(self) -> list[Conversation]:
        """Return those not deleted: pinned first, then the latest first."""
        return self._listed(None)

    def conversation(self, conversation_id: str) -> Conversation | None:
        return next(iter(self._listed(conversation_id)), None)

    def _listed(self, conversation_id: str | None) -> list[Conversation]:
        with self._connection.reading() as db:
            found = db.execute(_LIST, {"id": conversation_id}).fetchall()
        return [rows.conversation(row[1:], row[0]) for row in found]

    def create(
        self, *, title: str, now_ms: int, parameters: Parameters | None = None
    ) -> Conversation:
        parameters = parameters or Parameters()
        made = Conversation(
            id=uuid.uuid4().hex,
            title=rows.storable(title),
            created_ms=now_ms,
            updated_ms=now_ms,
            parameters=parameters,
        )
        with self._connection.writing() as db:
            db.table("conversation").insert(
                {
                    "id": made.id,
                    "title": made.title,
                    "created_ms": now_ms,
                    "updated_ms": now_ms,
                    "parameters": rows.parameters_to(parameters),
                }
            )
        return made

    def rename(self, conversation_id: str, title: str) -> None:
        self._set(conversation_id, "title", rows.storable(title))

    def set_pinned(self, conversation_id: str, pinned: bool) -> None:
        self._set(conversation_id, "pinned", int(pinned))

    def set_parameters(self, conversation_id: str, parameters: Parameters) -> None:
        self._set(conversation_id, "parameters", rows.parameters_to(parameters))

    def delete(self, conversation_id: str, now_ms: int) -> None:
        """Hide it; ``undelete`` brings it back as it was until it is purged."""
        self._set(conversation_id, "deleted_ms", now_ms)

    def undelete(self, conversation_id: str) -> None:
        self._set(conversation_id, "deleted_ms", None)

    def _set(self, conversation_id: str, column: str, value: str | int | None) -> None:
        with self._connection.writing() as db:
            statement = f"update conversation set {column} = ? where id = ?"  # noqa: S608
            expect_one(db.execute(statement, (value, conversation_id)), "conversation")

    def purge(self, before_ms: int) -> int:
        """Remove for good what was deleted before ``before_ms``; return how many.

        ``tidy`` has to be called after it until there is nothing more to do. The text is
        overwritten: in its rows by secure_delete. In the search index a deletion is only a note
        until its parts are merged; an empty row stays meanwhile, so that a kill does not make
        anybody forget.
        """
        due = "select id from conversation where deleted_ms between 0 and ? - 1"
        with self._connection.writing() as db:
            for table in ("draft", "message"):
                db.execute(f"delete from {table} where conversation_id in ({due})", (before_ms,))  # noqa: S608
            emptied = "deleted_ms = ?, title = '', parameters = '{}', leaf_id = null"
            return db.execute(
                f"update conversation set {emptied} where id in ({due})",  # noqa: S608
                (_ERASED, before_ms),
            ).rowcount

    def tidy(self) -> bool:
        """Merge a piece of the search index, if something was erased; True while there is more.

        A piece takes a moment, all of a long history's index a minute. A file that is not
        large is then written anew: SQLite leaves gaps in its pages as they were. What this
        cannot reach: backups, and copies that the file system or an SSD kept.
        """
        with self._connection.writing() as db:
            due = {row[0] for row in db.execute(_EMPTY)}
            if not due:
                return False
            more = _merge(db, -_PIECE if _ERASED in due else _PIECE)
            if _ERASED in due or more:
                db.execute(_MARK, (_MERGING, _ERASED))
                return True
        self._connection.write_anew(_SMALL)
        with self._connection.writing() as db:
            db.execute("delete from conversation where deleted_ms = ?", (_MERGING,))
        self._connection.give_back(_GIVEN_BACK)
        self._connection.truncate_log()
        return False


def _merge(db: Database, pages: int) -> bool:
    """Write so many pages of each index anew; a negative number begins with all its parts.

    True unless all of them were merged already: then SQLite counts no changes but its own.
    """
    more = False
    for table in ("conversation", "message", "attachment"):
        before = db.conn.total_changes
        db.execute(f"insert into {table}_fts({table}_fts, rank) values ('merge', ?)", (pages,))  # noqa: S608
        more |= db.conn.total_changes - before > 1
    return more
