"""Opening: what is made, what is refused, and that nothing refused is touched."""

import sqlite3
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store import Store
from indoors.store.database import APPLICATION_ID, open_database
from indoors.store.driver import Migrations
from tests.store.children import child, line, output_as_nobody
from tests.store.samples import conversation_with

HOLD_LOCK = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""

OPEN = """
import sys
from pathlib import Path
from indoors.core.errors import AppError
from indoors.store import Store
try:
    store = Store(Path(sys.argv[1]))
except AppError as error:
    print(error.fault, error.facts["path"])
else:
    print("opened")
"""


def refusal(path: Path) -> AppError:
    with pytest.raises(AppError) as caught:
        Store(path)
    return caught.value


def filled(path: Path) -> None:
    with Store(path) as store:
        conversation_with(store, *("a long text of many words " * 40 for _ in range(200)))


def test_a_new_database_is_complete_and_safe(path: Path) -> None:
    connection = open_database(path)
    with connection.reading() as db:
        values = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "application_id",
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "secure_delete",
                "temp_store",
            )
        }
    connection.close()
    full, on, memory = 2, 1, 2
    assert values == {
        "application_id": APPLICATION_ID,
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": on,
        "secure_delete": on,
        "temp_store": memory,
    }


def test_closing_leaves_one_file_and_opening_again_finds_everything(path: Path) -> None:
    with Store(path) as store:
        made = conversation_with(store, "kept")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with Store(path) as store:
        assert [message.text for message in store.chats.path(made)] == ["kept"]
        assert store.problems() == []


def test_a_creation_that_was_killed_is_begun_anew(path: Path) -> None:
    Path(f"{path}.new").write_bytes(b"half made")
    Path(f"{path}.new-wal").write_bytes(b"its log")
    with Store(path) as store:
        assert store.chats.conversations() == []
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00" * 8192, id="zeros"),
        pytest.param(b"This is not a database. " * 400, id="text"),
        pytest.param(b"SQLite format 3\x00" + b"\xff" * 8000, id="only the first words"),
    ],
)
def test_garbage_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    error = refusal(path)
    assert error.fault is Fault.DATABASE_DAMAGED
    assert error.facts["path"] == str(path)
    assert path.read_bytes() == content


def test_a_truncated_database_is_refused_and_left_as_it_is(path: Path) -> None:
    filled(path)
    half = path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096]
    path.write_bytes(half)
    assert refusal(path).fault is Fault.DATABASE_DAMAGED
    assert path.read_bytes() == half


def test_a_damaged_page_is_named_when_it_is_read(path: Path) -> None:
    filled(path)
    content = bytearray(path.read_bytes())
    for page in range(len(content) // 8192, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xa5" * 64
    path.write_bytes(bytes(content))
    with Store(path) as store:
        assert store.problems() != []
        identity = store.chats.conversations()[0].id
        with pytest.raises(AppError) as caught:
            store.chats.path(identity)
    assert caught.value.fault is Fault.DATABASE_DAMAGED


def test_a_database_of_another_program_is_refused_and_left_as_it_is(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("create table recipe(name)")
    other.commit()
    other.close()
    content = path.read_bytes()
    assert refusal(path).fault is Fault.DATABASE_DAMAGED
    assert path.read_bytes() == content


def test_a_log_without_its_database_is_not_written_over(path: Path) -> None:
    filled(path)
    log = Path(f"{path}-wal")
    path.rename(log)  # any content will do
    assert refusal(path).fault is Fault.DATABASE_DAMAGED
    assert not path.exists()
    assert log.exists()


def test_a_higher_version_is_refused_and_left_as_it_is(path: Path) -> None:
    filled(path)
    other = sqlite3.connect(path)
    supported = other.execute("PRAGMA user_version").fetchone()[0]
    other.execute("PRAGMA user_version=999")
    other.close()
    content = path.read_bytes()
    error = refusal(path)
    assert error.fault is Fault.DATABASE_NEWER
    assert error.facts == {"path": str(path), "found": 999, "supported": supported}
    assert path.read_bytes() == content


def test_a_step_that_this_program_does_not_know_means_newer(path: Path) -> None:
    later = Migrations("indoors")

    @later()
    def m001_only_here(db: object) -> None: ...

    open_database(path, schema=later).close()
    assert refusal(path).fault is Fault.DATABASE_NEWER


def test_a_lock_of_another_process_is_reported_and_waited_for(path: Path) -> None:
    filled(path)
    with child(HOLD_LOCK, path) as holder:
        assert line(holder) == "locked"
        with pytest.raises(AppError) as caught:
            Store(path, busy_timeout_ms=50)
    assert caught.value.fault is Fault.DATABASE_LOCKED
    assert caught.value.facts == {"path": str(path)}
    Store(path).close()


def test_a_lock_during_use_loses_nothing(path: Path) -> None:
    with Store(path, busy_timeout_ms=50) as store:
        made = conversation_with(store, "before")
        with child(HOLD_LOCK, path) as holder:
            assert line(holder) == "locked"
            with pytest.raises(AppError) as caught:
                store.chats.rename(made, "during")
            assert [message.text for message in store.chats.path(made)] == ["before"]
        assert caught.value.fault is Fault.DATABASE_LOCKED
        store.chats.rename(made, "after")
        assert store.chats.conversations()[0].title == "after"


def test_a_folder_that_cannot_be_written(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o555)
    path = closed / "indoors.db"
    assert output_as_nobody(OPEN, path) == f"folder_read_only {path}"


def test_a_database_that_cannot_be_written(open_folder: Path) -> None:
    path = open_folder / "indoors.db"
    filled(path)
    path.chmod(0o444)
    assert output_as_nobody(OPEN, path) == f"folder_read_only {path}"
    open_folder.chmod(0o555)
    assert output_as_nobody(OPEN, path) == f"folder_read_only {path}"
    open_folder.chmod(0o777)
    path.chmod(0o666)
    assert output_as_nobody(OPEN, path) == "opened"


def test_a_missing_folder(tmp_path: Path) -> None:
    error = refusal(tmp_path / "absent" / "indoors.db")
    assert error.fault is Fault.FOLDER_READ_ONLY
