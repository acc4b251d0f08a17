"""Databases of every older schema, kept for ever: each must open, and nothing may be missing.

``python -m tests.end2end.faults.old_profiles`` makes those that are missing. They are not
encrypted, as profiles were when these schemas were the latest.
"""

from pathlib import Path

from indoors.store import Key, driver
from indoors.store.database import APPLICATION_ID
from indoors.store.driver import Database, Migrations
from indoors.store.migrations import SCHEMA

FOLDER = Path(__file__).parents[2] / "data" / "profiles"
MESSAGES = 40


def name_of(number: int) -> Path:
    return FOLDER / f"schema-{number:03}.db"


OLDEST = name_of(2)  # the first with messages


def all_profiles() -> list[Path]:
    return sorted(FOLDER.glob("schema-*.db"))


def texts_of(path: Path, key: Key | None) -> list[tuple[str, str]]:
    """Return titles and texts, which every schema has."""
    db = driver.connect(path, key)
    try:
        rows = db.execute("select id, title from conversation order by id").fetchall()
        if "message" in db.table_names():
            rows += db.execute("select id, text from message order by id").fetchall()
        return [tuple(row) for row in rows]
    finally:
        db.close()


def make(path: Path, steps: int) -> None:
    """Make a database as a release with only so many steps would have left it."""
    older = Migrations("indoors")
    with Database(memory=True, execute_plugins=False) as empty:
        for step in SCHEMA.pending(empty)[:steps]:
            older(name=step.name)(step.fn)
    path.unlink(missing_ok=True)
    db = driver.connect(path, None)
    try:
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        with db.atomic():
            older.apply(db)
            db.execute(f"PRAGMA user_version={steps}")
            _fill(db, steps)
        db.enable_wal()
    finally:
        db.close()


def _fill(db: Database, steps: int) -> None:
    for number in range(3):
        db.table("conversation").insert(
            {
                "id": f"c{number}",
                "title": f"Conversation {number} é",
                "created_ms": number,
                "updated_ms": number,
                "parameters": "{}",
            }
        )
    if steps < 2:
        return
    parent = None
    for number in range(MESSAGES):
        db.table("message").insert(
            {
                "id": f"m{number}",
                "conversation_id": "c0",
                "parent_id": parent,
                "role": "assistant" if number % 2 else "user",
                "text": f"Text {number}: " + "words about tides and time " * 6,
                "state": "done",
                "created_ms": number,
                "facts": "{}",
            }
        )
        parent = f"m{number}"
    db.execute("update conversation set leaf_id = ? where id = 'c0'", (parent,))
    if steps >= 7:
        db.table("answer_history").insert_all(
            {"at_ms": number, "message_id": f"m{number}", "model": "Tiny", "ttft_ms": 90.0}
            for number in range(1, MESSAGES, 2)
        )


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Database(memory=True, execute_plugins=False) as empty:
        steps = len(SCHEMA.pending(empty))
    for number in range(1, steps + 1):
        if not name_of(number).exists():
            make(name_of(number), number)
            print(f"made {name_of(number).name}")


if __name__ == "__main__":
    main()
