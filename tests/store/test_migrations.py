"""Bringing a database up to date: all of it, or the old one as it was."""

import random
import time
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store import Store, backup, driver
from indoors.store.contents import Contents, contents
from indoors.store.database import open_database
from indoors.store.driver import Database, Migrations
from indoors.store.migrations import SCHEMA
from tests.helpers.keys import KEY
from tests.store.children import child, line
from tests.store.samples import conversation_with

MIGRATE = """
import sys
from tests.helpers.keys import KEY
from pathlib import Path
from indoors.store.contents import Contents, contents
from indoors.store.database import open_database
from tests.store.test_migrations import extended
print("start", flush=True)
open_database(Path(sys.argv[1]), KEY, schema=extended()).close()
"""


def extended(*, failing: bool = False) -> Migrations:
    """Return the program's schema with two more steps, as a later release would have."""
    schema = Migrations("indoors")
    with Database(memory=True, execute_plugins=False) as empty:
        for step in SCHEMA.pending(empty):
            schema(name=step.name)(step.fn)

    @schema()
    def m900_colour(db: Database) -> None:
        db.table("conversation").add_column("colour", str)
        db.execute("update conversation set colour = 'green'")

    @schema()
    def m901_mood(db: Database) -> None:
        triggers = [trigger.sql for trigger in db.table("message").triggers]
        db.table("message").transform(rename={"fault": "mood"})
        for trigger in triggers:  # transform drops them
            db.execute(trigger)
        db.execute("update message set text = upper(text)")
        if failing:
            raise RuntimeError("private words")

    return schema


def content(path: Path) -> Contents:
    db = driver.connect(path, KEY)
    try:
        return contents(db)
    finally:
        db.close()


def columns(path: Path) -> set[str]:
    db = driver.connect(path, KEY)
    try:
        return set(db.table("conversation").columns_dict) | set(db.table("message").columns_dict)
    finally:
        db.close()


@pytest.fixture
def filled(path: Path) -> Path:
    with Store(path, KEY) as store:
        for _ in range(5):
            conversation_with(store, "question", "answer")
    return path


def test_a_later_release_migrates_and_keeps_every_row(filled: Path) -> None:
    open_database(filled, KEY, schema=extended()).close()
    assert {"colour", "mood"} <= columns(filled)
    db = driver.connect(filled, KEY)
    assert db.execute("select count(*) from message where text = 'ANSWER'").fetchone() == (5,)
    assert db.execute("PRAGMA user_version").fetchone() == (10,)
    db.close()
    later = open_database(filled, KEY, schema=extended())
    with later.writing() as db:
        db.execute("update message set text = 'walrus' where seq = 1")
        matches = db.execute("select rowid from message_fts where message_fts match 'walrus'")
        assert matches.fetchall() == [(1,)]
    later.close()


def test_the_backup_is_the_database_as_it_was(filled: Path) -> None:
    before = content(filled)
    open_database(filled, KEY, schema=extended()).close()
    (copy,) = (filled.parent / "backups").glob("*.db")
    assert copy.name.endswith("before-m901_mood.db")
    assert content(copy) == before


def test_every_search_index_has_its_triggers(path: Path) -> None:
    Store(path, KEY).close()
    db = driver.connect(path, KEY)
    indexed = {name.removesuffix("_fts") for name in db.table_names() if name.endswith("_fts")}
    assert indexed == {"conversation", "message", "attachment"}
    for table in indexed:
        made = {trigger.name for trigger in db.table(table).triggers}
        assert made == {f"{table}_ai", f"{table}_ad", f"{table}_au"}
    db.close()


def test_nothing_is_copied_when_nothing_is_to_be_done(filled: Path) -> None:
    Store(filled, KEY).close()
    assert not (filled.parent / "backups").exists()


def test_a_failed_migration_leaves_the_database_as_it_was(filled: Path) -> None:
    before = content(filled)
    with pytest.raises(AppError) as caught:
        open_database(filled, KEY, schema=extended(failing=True))
    (copy,) = (filled.parent / "backups").glob("*.db")
    assert caught.value.fault is Fault.MIGRATION_FAILED
    assert caught.value.facts == {
        "path": str(filled),
        "backup": str(copy),
        "detail": "RuntimeError",
    }
    assert content(filled) == before
    with Store(filled, KEY) as store:
        assert len(store.chats.conversations()) == 5


def test_what_escapes_the_transaction_is_restored_from_the_backup(filled: Path) -> None:
    before = content(filled)
    schema = extended()

    @schema()
    def m902_commits(db: Database) -> None:
        db.execute("delete from message")
        db.conn.commit()
        raise RuntimeError

    with pytest.raises(AppError) as caught:
        open_database(filled, KEY, schema=schema)
    assert caught.value.fault is Fault.MIGRATION_FAILED
    assert content(filled) == before


def test_a_migration_that_breaks_references_is_refused(filled: Path) -> None:
    before = content(filled)
    schema = extended()

    @schema()
    def m902_breaks(db: Database) -> None:
        db.execute("delete from conversation")

    with pytest.raises(AppError) as caught:
        open_database(filled, KEY, schema=schema)
    assert caught.value.fault is Fault.MIGRATION_FAILED
    assert content(filled) == before


def test_a_kill_during_a_migration_leaves_old_or_new(filled: Path) -> None:
    seen = set()
    for seed in range(4):
        with child(MIGRATE, filled) as process:
            assert line(process) == "start"
            time.sleep(random.Random(seed).uniform(0, 0.03))
            process.kill()
        found = columns(filled) & {"colour", "mood"}
        seen.add(len(found))
        assert found in (set(), {"colour", "mood"})
    open_database(filled, KEY, schema=extended()).close()
    assert {"colour", "mood"} <= columns(filled)


def test_a_copy_that_does_not_verify_gets_no_name(filled: Path, tmp_path: Path) -> None:
    content = filled.read_bytes()
    middle = len(content) // 2 // 4096 * 4096
    filled.write_bytes(content[:middle] + b"\xa5" * 4096 + content[middle + 4096 :])
    db = driver.connect(filled, KEY)
    with pytest.raises(AppError) as caught:
        backup.back_up(db, KEY, tmp_path / "copies", "test")
    db.close()
    assert caught.value.fault is Fault.DATABASE_DAMAGED
    assert list((tmp_path / "copies").iterdir()) == []


def test_old_copies_go(filled: Path, tmp_path: Path) -> None:
    db = driver.connect(filled, KEY)
    made = [backup.back_up(db, KEY, tmp_path / "copies", str(number)) for number in range(5)]
    db.close()
    assert sorted((tmp_path / "copies").glob("*.db")) == made[-backup.KEPT :]


def test_a_copy_comes_back_row_by_row(filled: Path, tmp_path: Path) -> None:
    before = content(filled)
    connection = open_database(filled, KEY)
    with connection.reading() as db:
        copy = backup.back_up(db, KEY, tmp_path, "test")
    with connection.writing() as db:
        db.execute("delete from conversation")
    with connection.reading() as db:
        backup.restore(db, KEY, copy)
    connection.close()
    assert content(filled) == before
