"""Unsent text, kept until it is sent. A draft does not need its conversation to exist."""

from indoors.core.chat import Draft
from indoors.store import rows
from indoors.store.family import TableFamily


class Drafts(TableFamily):
    def get(self, conversation_id: str) -> Draft | None:
        statement = "select text, attachments from draft where conversation_id = ?"
        with self._connection.reading() as db:
            row = db.execute(statement, (conversation_id,)).fetchone()
        if row is None:
            return None
        return Draft(
            conversation_id=conversation_id,
            text=row[0],
            attachments=rows.attachments_from(row[1]),
        )

    def put(self, draft: Draft) -> None:
        """Keep the draft in place of an earlier one; an empty one is dropped."""
        if not draft.text and not draft.attachments:
            self.drop(draft.conversation_id)
            return
        with self._connection.writing() as db:
            db.table("draft").upsert(
                {
                    "conversation_id": draft.conversation_id,
                    "text": rows.storable(draft.text),
                    "attachments": rows.attachments_to(draft.attachments),
                },
                pk="conversation_id",
            )

    def drop(self, conversation_id: str) -> None:
        with self._connection.writing() as db:
            db.execute("delete from draft where conversation_id = ?", (conversation_id,))
