"""Opening: what is made, what is refused, and that nothing refused is touched."""

import sqlite3
from pathlib import Path

import pytest

from indoors.core.chat import Attachment, Draft
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store import Key, Store, driver
from indoors.store.database import APPLICATION_ID, open_database
from indoors.store.driver import Migrations
from tests.helpers.keys import KEY
from tests.store.children import child, line, output_as_nobody
from tests.store.samples import add, conversation_with

HOLD_LOCK = """
import sys
from pathlib import Path
from indoors.store import driver
from tests.helpers.keys import KEY
db = driver.connect(Path(sys.argv[1]), KEY)
db.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""

OPEN = """
import sys
from tests.helpers.keys import KEY
from pathlib import Path
from indoors.core.errors import AppError
from indoors.store import Store
try:
    store = Store(Path(sys.argv[1]), KEY)
except AppError as error:
    print(error.fault, error.facts["path"])
else:
    print("opened")
"""


def refusal(path: Path) -> AppError:
    with pytest.raises(AppError) as caught:
        Store(path, KEY)
    return caught.value


def filled(path: Path) -> None:
    with Store(path, KEY) as store:
        conversation_with(store, *("a long text of many words " * 40 for _ in range(200)))


def test_a_new_database_is_complete_and_safe(path: Path) -> None:
    connection = open_database(path, KEY)
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
    with Store(path, KEY) as store:
        made = conversation_with(store, "kept")
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with Store(path, KEY) as store:
        assert [message.text for message in store.chats.path(made)] == ["kept"]
        assert store.problems() == []


def test_a_creation_that_was_killed_is_begun_anew(path: Path) -> None:
    Path(f"{path}.new").write_bytes(b"half made")
    Path(f"{path}.new-wal").write_bytes(b"its log")
    with Store(path, KEY) as store:
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
@pytest.mark.parametrize("key", [KEY, None], ids=["encrypted", "plain"])
def test_garbage_is_refused_and_left_as_it_is(path: Path, content: bytes, key: Key | None) -> None:
    path.write_bytes(content)
    with pytest.raises(AppError) as caught:
        Store(path, key)
    nothing_to_tell_by = key is not None and content
    assert caught.value.fault is (Fault.KEY_WRONG if nothing_to_tell_by else Fault.DATABASE_DAMAGED)
    assert caught.value.facts["path"] == str(path)
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
    with Store(path, KEY) as store:
        assert store.problems() != []
    with Store(path, KEY) as store:  # SQLCipher closes up a connection that met damage
        identity = store.chats.conversations()[0].id
        with pytest.raises(AppError) as caught:
            store.chats.path(identity)
    assert caught.value.fault is Fault.DATABASE_DAMAGED


def test_a_wrong_key_is_told_from_damage(path: Path) -> None:
    filled(path)
    content = path.read_bytes()
    with pytest.raises(AppError) as caught:
        Store(path, Key.random())
    assert caught.value.fault is Fault.KEY_WRONG
    assert path.read_bytes() == content
    path.write_bytes(b"\xa5" * 3 * 4096 + content[3 * 4096 :])
    assert refusal(path).fault is Fault.KEY_WRONG, "without the salt no page can be told"
    path.write_bytes(content[:100] + b"\xa5" * 2 * 4096 + content[100 + 2 * 4096 :])
    assert refusal(path).fault is Fault.DATABASE_DAMAGED


def test_an_encrypted_database_cannot_be_read_without_its_key(path: Path) -> None:
    filled(path)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("select * from sqlite_master")
    with pytest.raises(AppError) as caught:
        Store(path, None)
    assert caught.value.fault is Fault.DATABASE_DAMAGED


def test_nothing_written_can_be_read_beside_the_window(path: Path) -> None:
    """Marked words in every table and index; looked for in all files while it is open."""
    with Store(path, KEY) as store:
        made = conversation_with(store, *("zebrafinch " * 300 for _ in range(60)))
        add(
            store,
            made,
            "q",
            attachments=(Attachment(name="zebrafinch.txt", text="zebrafinch " * 900, bytes=9),),
        )
        store.drafts.put(Draft(conversation_id="new", text="zebrafinch " * 2000))
        assert len(store.chats.search("zebrafinch")) == 1
        files = sorted(path.parent.iterdir())
        assert {file.name for file in files} >= {path.name, f"{path.name}-wal"}
        assert not [file.name for file in files if b"zebrafinch" in file.read_bytes()]


def test_a_database_of_another_program_is_refused_and_left_as_it_is(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("create table recipe(name)")
    other.commit()
    other.close()
    content = path.read_bytes()
    with pytest.raises(AppError) as caught:
        Store(path, None)
    assert caught.value.fault is Fault.DATABASE_DAMAGED
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
    other = driver.connect(path, KEY)
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

    open_database(path, KEY, schema=later).close()
    assert refusal(path).fault is Fault.DATABASE_NEWER


def test_a_lock_of_another_process_is_reported_and_waited_for(path: Path) -> None:
    filled(path)
    with child(HOLD_LOCK, path) as holder:
        assert line(holder) == "locked"
        with pytest.raises(AppError) as caught:
            Store(path, KEY, busy_timeout_ms=50)
    assert caught.value.fault is Fault.DATABASE_LOCKED
    assert caught.value.facts == {"path": str(path)}
    Store(path, KEY).close()


def test_a_lock_during_use_loses_nothing(path: Path) -> None:
    with Store(path, KEY, busy_timeout_ms=50) as store:
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
