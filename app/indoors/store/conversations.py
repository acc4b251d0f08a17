"""The list of conversations: made, named, pinned, deleted, brought back, purged."""

import uuid

from indoors.core.chat import Conversation, Parameters
from indoors.store import rows
from indoors.store.family import TableFamily, expect_one

_GIVEN_BACK = 25_600
"""Empty pages returned to the file system at once: 100 MB, a fraction of a second."""

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

        The text is overwritten: in its rows by secure_delete, in the search index by
        merging it (a deletion is only a note there until then), and the log is emptied.
        What this cannot reach: backups, and copies that the file system or an SSD kept.
        """
        due = "select id from conversation where deleted_ms < ?"
        with self._connection.writing() as db:
            db.execute(f"delete from draft where conversation_id in ({due})", (before_ms,))  # noqa: S608
            count = db.execute(
                "delete from conversation where deleted_ms < ?", (before_ms,)
            ).rowcount
            if count:
                for table in ("conversation", "message", "attachment"):
                    db.execute(f"insert into {table}_fts({table}_fts) values ('optimize')")  # noqa: S608
        if count:
            self._connection.give_back(_GIVEN_BACK)
            self._connection.truncate_log()
        return count
