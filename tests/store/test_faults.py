"""Every refusal of the disk and of SQLite, made to happen."""

import contextlib
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indoors.core.chat import Draft
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.store import Store
from indoors.store.faults import classify, error_name
from tests.helpers.keys import KEY
from tests.store.children import child, line
from tests.store.samples import add, conversation_with, message

FILE_SIZE_LIMIT = """
import resource, sys
from tests.helpers.keys import KEY
from pathlib import Path
from indoors.core.errors import AppError
from indoors.store import Store
store = Store(Path(sys.argv[1]), KEY)
made = store.chats.create(title="t", now_ms=1)
store.chats.rename(made.id, "before")
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
try:
    store.chats.rename(made.id, "x" * 500_000)
except AppError as error:
    print(error.fault)
print(store.chats.conversations()[0].title)
store.chats.rename(made.id, "after")
print(store.chats.conversations()[0].title, store.problems())
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where the system lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("mounting needs root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_database_keeps_what_it_has(store: Store) -> None:
    made = conversation_with(store, "kept")
    with store.chats._connection.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(AppError) as caught:
        add(store, made, "too much " * 10_000)
    assert caught.value.fault is Fault.DISK_FULL
    assert isinstance(caught.value.facts["free_bytes"], int)
    assert [each.text for each in store.chats.path(made)] == ["kept"]
    with store.chats._connection.reading() as db:
        db.execute("PRAGMA max_page_count=100000")
    add(store, made, "there is room again " * 1_000)
    assert store.problems() == []


def test_a_file_size_limit_loses_nothing(path: Path) -> None:
    with child(FILE_SIZE_LIMIT, path) as process:
        assert line(process) == "disk_failed"
        assert line(process) == "before"
        assert line(process) == "after []"


def test_a_full_disk_at_every_write(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * 200_000)
    with Store(small_disk / "indoors.db", KEY) as store:
        made = conversation_with(store, "kept")
        writing = add(store, made, "", state="writing")
        assert refused(lambda: fill(store, made)) is Fault.DISK_FULL
        with contextlib.suppress(OSError):
            (small_disk / "rest").write_bytes(b"\0" * 1_000_000)
        assert refused(lambda: add(store, made, "y" * 50_000)) is Fault.DISK_FULL
        assert refused(lambda: store.chats.save_text(writing.id, "y" * 50_000)) is Fault.DISK_FULL
        assert refused(lambda: store.chats.rename(made, "y" * 50_000)) is Fault.DISK_FULL
        assert store.chats.tree(made)[0].text == "kept"
        ballast.unlink()
        (small_disk / "rest").unlink()
        store.chats.rename(made, "room again")
        assert store.chats.conversations()[0].title == "room again"
        assert store.problems() == []


def test_a_disk_that_is_full_at_the_first_start(small_disk: Path) -> None:
    with contextlib.suppress(OSError):
        (small_disk / "rest").write_bytes(b"\0" * 2_000_000)
    path = small_disk / "indoors.db"
    assert refused(lambda: Store(path, KEY)) is Fault.DISK_FULL
    assert not path.exists()
    (small_disk / "rest").unlink()
    Store(path, KEY).close()


def test_a_connection_of_another_thread_is_a_bug(store: Store) -> None:
    seen: list[AppError] = []

    def use() -> None:
        try:
            store.chats.conversations()
        except AppError as error:
            seen.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert seen[0].is_bug


def test_the_same_message_twice_is_a_bug_and_quotes_no_text(store: Store) -> None:
    made = conversation_with(store)
    question = add(store, made, "private words")
    with pytest.raises(AppError) as caught:
        store.chats.add(question)
    assert caught.value.is_bug
    assert caught.value.facts == {"detail": "SQLITE_CONSTRAINT"}


def test_a_parent_of_another_conversation_is_a_bug(store: Store) -> None:
    elsewhere = add(store, conversation_with(store), "elsewhere")
    with pytest.raises(AppError) as caught:
        store.chats.add(message(conversation_with(store), "here", parent=elsewhere))
    assert caught.value.is_bug


def test_a_failed_write_leaves_nothing_half_done(store: Store) -> None:
    made = conversation_with(store, "first")
    before = store.chats.conversation(made)
    with pytest.raises(AppError):
        store.chats.add(message(made, "second", parent=message(made, "never added")))
    assert store.chats.conversation(made) == before


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (OSError(28, "No space left on device"), Fault.DISK_FULL),
        (OSError(122, "Disk quota exceeded"), Fault.DISK_FULL),
        (PermissionError(13, "Permission denied"), Fault.FOLDER_READ_ONLY),
        (OSError(30, "Read-only file system"), Fault.FOLDER_READ_ONLY),
        (NotADirectoryError(20, "Not a directory"), Fault.FOLDER_READ_ONLY),
        (RuntimeError("file is not a database"), Fault.DATABASE_DAMAGED),
        (RuntimeError("something else"), Fault.BUG),
    ],
)
def test_errors_without_an_sqlite_name(error: Exception, fault: Fault, path: Path) -> None:
    assert classify(error, path).fault is fault


def test_the_name_of_an_error_holds_nothing_of_its_message() -> None:
    assert error_name(ValueError("what the user typed")) == "ValueError"


def fill(store: Store, conversation_id: str) -> None:
    while True:
        store.drafts.put(Draft(conversation_id=conversation_id, text="x" * 100_000))
        add(store, conversation_id, "filler " * 2_000)


def refused(action: Callable[[], object]) -> Fault:
    with pytest.raises(AppError) as caught:
        action()
    return caught.value.fault
