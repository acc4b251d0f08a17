"""Copies of a database: made while it is used, compared row by row, and put back."""

import datetime
import threading
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store import Key, Store, backup, driver, replacing
from indoors.store.contents import Contents, contents
from tests.helpers.keys import KEY
from tests.store.samples import NOTE, add, conversation_with

PATIENCE_MS = 60_000
"""One that writes without a pause may hold the others up for long on a busy computer."""


def held(path: Path) -> Contents:
    db = driver.connect(path, KEY)
    try:
        return contents(db)
    finally:
        db.close()


@pytest.fixture
def copy(path: Path) -> Path:
    with Store(path, KEY) as store:
        made = conversation_with(store, "question", "answer")
        add(store, made, "with a file", attachments=(NOTE,))
        return store.back_up(backup.DAILY)


def damage(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(bytes(content))


def test_a_copy_is_the_database_and_cannot_be_read_without_the_key(path: Path, copy: Path) -> None:
    assert held(copy) == held(path)
    backup.check(copy, KEY)
    assert b"question" not in copy.read_bytes()
    (found,) = backup.copies(copy.parent)
    assert (found.path, found.label) == (copy, "daily")
    assert datetime.datetime.now(datetime.UTC) - found.made < datetime.timedelta(minutes=5)


def test_the_note_tells_nothing_to_whom_the_key_is_missing(path: Path, copy: Path) -> None:
    with Store(path, KEY) as store, store.chats._connection.reading() as db:
        assert contents(db, KEY) != contents(db, Key.random()) != contents(db)
        digests = {table.digest for table in contents(db).values() if table.rows}
    note = copy.with_suffix(".json").read_text()
    assert not [digest for digest in digests if digest in note]


def test_the_way_back(path: Path, copy: Path) -> None:
    before = held(path)
    with Store(path, KEY) as store:
        conversation_with(store, "came later")
        later = held(path)
    aside = replacing.put_back(copy, path, KEY)
    assert held(path) == before
    assert aside is not None
    assert held(aside) == later, "what was replaced is kept"
    with Store(path, KEY) as store:
        assert store.problems() == []


def test_what_was_replaced_keeps_its_log(path: Path, copy: Path) -> None:
    store = Store(path, KEY)
    conversation_with(store, "only in the log")
    later = held(path)
    aside = replacing.put_back(copy, path, KEY)  # as after a kill: nobody closed the store
    assert aside is not None
    assert Path(f"{aside}-wal").stat().st_size > 0
    assert held(aside) == later


@pytest.mark.parametrize("trouble", ["bit", "short", "no note", "other rows", "other key"])
def test_a_damaged_copy_is_refused_and_nothing_changes(
    path: Path, copy: Path, trouble: str
) -> None:
    content = path.read_bytes()
    if trouble == "bit":
        damage(copy, copy.stat().st_size // 2)
    elif trouble == "short":
        copy.write_bytes(copy.read_bytes()[:-4096])
    elif trouble == "no note":
        copy.with_suffix(".json").unlink()
    elif trouble == "other rows":
        with Store(copy, KEY) as store:
            conversation_with(store, "slipped in")
    with pytest.raises(AppError) as caught:
        replacing.put_back(copy, path, Key.random() if trouble == "other key" else KEY)
    assert caught.value.fault is Fault.BACKUP_DAMAGED
    assert path.read_bytes() == content


def test_seven_days_are_kept_and_three_of_the_others(path: Path) -> None:
    with Store(path, KEY) as store:
        made = [store.back_up(backup.DAILY) for _ in range(9)]
        others = [store.back_up(f"before-{number}") for number in range(4)]
    left = {copy.path for copy in backup.copies(path.parent / "backups")}
    assert left == {*made[2:], *others[1:]}
    assert {file.with_suffix(".db") for file in left} == {
        file.with_suffix(".db") for file in (path.parent / "backups").glob("*.json")
    }


def test_a_damaged_database_gives_no_copy_and_costs_none(path: Path, copy: Path) -> None:
    damage(path, path.stat().st_size // 2 // 4096 * 4096 + 50)
    with pytest.raises(AppError) as caught:
        Store(path, KEY).back_up(backup.DAILY)
    assert caught.value.fault is Fault.DATABASE_DAMAGED
    assert [each.path for each in backup.copies(copy.parent)] == [copy]
    assert not list(copy.parent.glob("*.partial"))


def test_a_copy_made_while_others_write_is_of_one_moment(path: Path) -> None:
    """A writer adds pairs; a copy with half a pair would not verify against its note."""
    with Store(path, KEY) as store:
        made = conversation_with(store, *("long text " * 200 for _ in range(100)))
    stop = threading.Event()

    def write() -> None:
        with Store(path, KEY, busy_timeout_ms=PATIENCE_MS) as own:
            while not stop.is_set():
                add(own, made, "more")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with Store(path, KEY, busy_timeout_ms=PATIENCE_MS) as store:
            copies = [store.back_up(backup.DAILY) for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    for each in copies:
        backup.check(each, KEY)
