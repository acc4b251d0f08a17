"""Messages as they are written: added, saved while they grow, finished.

A streaming answer costs one small update a second. It is not in the search index until
``finish`` or ``mark_interrupted`` (indexing 17 KB takes as long as writing it, and half
an answer is not yet worth finding); its text is committed all the same, so that a kill
loses at most what came after the last ``save_text``.
"""

from collections.abc import Mapping

from indoors.core.chat import Message, MessageState
from indoors.core.errors import Fact
from indoors.protocol.engine import Report
from indoors.store import rows
from indoors.store.family import TableFamily, expect_one


class Messages(TableFamily):
    def add(self, message: Message) -> None:
        """Insert, make it the conversation's leaf and the conversation the latest."""
        with self._connection.writing() as db:
            cursor = db.execute(
                "update conversation set leaf_id = ?, updated_ms = ?, moves = moves + 1"
                " where id = ?",
                (message.id, message.created_ms, message.conversation_id),
            )
            expect_one(cursor, "conversation")
            used = db.execute(
                "select moves from conversation where id = ?", (message.conversation_id,)
            ).fetchone()[0]
            db.table("message").insert(rows.message_record(message, used))
            if message.attachments:
                db.table("attachment").insert_all(
                    rows.attachment_record(message.id, each) for each in message.attachments
                )

    def save_text(self, message_id: str, text: str) -> None:
        """Keep what a message has so far; it must be in the state WRITING."""
        with self._connection.writing() as db:
            cursor = db.execute(
                "update message set text = ? where id = ? and state = 'writing'",
                (rows.storable(text), message_id),
            )
            expect_one(cursor, "message being written")

    def finish(  # noqa: PLR0913 - everything an answer ends with, in one transaction
        self,
        message_id: str,
        *,
        text: str,
        state: MessageState,
        report: Report | None = None,
        fault: str | None = None,
        facts: Mapping[str, Fact] | None = None,
        dropped_turns: int = 0,
        model: str | None = None,
    ) -> None:
        """Set the final text and everything known of it. ``model`` None leaves it as it was."""
        with self._connection.writing() as db:
            cursor = db.execute(
                "update message set text = ?, state = ?, report = ?, fault = ?, facts = ?,"
                " dropped_turns = ?, model = coalesce(?, model) where id = ?",
                (
                    rows.storable(text),
                    str(state),
                    None if report is None else rows.to_json(report),
                    fault,
                    rows.to_json(dict(facts or {})),
                    dropped_turns,
                    model,
                    message_id,
                ),
            )
            expect_one(cursor, "message")

    def resume(self, message_id: str) -> None:
        """Put a message back into WRITING, to continue it; its text stays."""
        with self._connection.writing() as db:
            cursor = db.execute(
                "update message set state = 'writing', fault = null, facts = '{}' where id = ?",
                (message_id,),
            )
            expect_one(cursor, "message")

    def mark_interrupted(self) -> int:
        """Mark what was being written when the program ended; return how many. For the start."""
        with self._connection.writing() as db:
            return db.execute(
                "update message set state = 'interrupted' where state = 'writing'"
            ).rowcount
