"""A conversation that is deleted for good is in no file any more, and all else still is.

The databases here are not encrypted: what their files hold can be read as it is.
"""

import shutil
from pathlib import Path

import pytest

from indoors.core.chat import Attachment, Draft
from indoors.store import Store, backup, driver, replacing
from indoors.store.backup import DAILY
from indoors.store.erase import erase, erase_in_copies
from tests.end2end.faults.old_profiles import all_profiles
from tests.helpers.keys import KEY
from tests.store.samples import add, conversation_with

SECRET = "verysecret"


def words_in(folder: Path) -> dict[str, bool]:
    """Return for each file whether the text, or a part of it that an index keeps, is there."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.name: b"secret" in path.read_bytes() for path in files}


def filled(store: Store) -> str:
    made = conversation_with(store, *(f"{SECRET} {n} " * 40 for n in range(30)), title=SECRET)
    conversation_with(store, *(f"harmless {n} " * 40 for n in range(30)), title="harmless")
    file = Attachment(name=f"{SECRET}.txt", text=SECRET * 500, bytes=1)
    add(store, made, SECRET, attachments=(file,))
    store.drafts.put(Draft(conversation_id=made, text=SECRET))
    return made


def test_it_is_in_no_file(path: Path) -> None:
    folder = path.parent / "backups"
    with Store(path, None) as store:
        made = filled(store)
        for label in (DAILY, DAILY, "before-something"):
            store.back_up(label)
        conversation_with(store, "later")
    replacing.put_back(backup.copies(folder)[0].path, path, None)
    before = backup.copies(folder)
    assert sum(words_in(path.parent).values()) == 5  # database, three copies, the one put aside
    assert erase_in_copies(folder, None, made) == 4
    erase(path, None, made)
    assert [name for name, found in words_in(path.parent).items() if found] == []
    assert backup.replaced(folder) == []
    after = backup.copies(folder)
    assert [copy.label for copy in after] == [copy.label for copy in before]
    for copy in after:
        backup.check(copy.path, None)
        replacing.put_back(copy.path, path, None)
        with Store(path, None) as store:
            assert store.problems() == []
            assert [each.title for each in store.chats.conversations()] == ["harmless"]
            assert len(store.chats.search("harmless")) == 1


def test_copies_without_it_are_left_alone(path: Path) -> None:
    folder = path.parent / "backups"
    with Store(path, KEY) as store:
        conversation_with(store, "kept")
        kept = store.back_up(DAILY)
        made = conversation_with(store, "to go")
        store.back_up(DAILY)
    content = kept.read_bytes()
    assert erase_in_copies(folder, KEY, made) == 1
    assert kept.read_bytes() == content
    assert len(backup.copies(folder)) == 2
    assert erase_in_copies(folder, KEY, made) == 0


def test_a_damaged_copy_is_removed_as_nobody_can_tell(path: Path) -> None:
    folder = path.parent / "backups"
    with Store(path, KEY) as store:
        made = conversation_with(store, "to go")
        damaged = store.back_up(DAILY)
    damaged.write_bytes(damaged.read_bytes()[:-4096])
    assert erase_in_copies(folder, KEY, made) == 1
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("source", all_profiles()[1:], ids=lambda path: path.stem)
def test_a_copy_of_an_older_schema(source: Path, path: Path) -> None:
    folder = path.parent / "backups"
    shutil.copyfile(source, path)
    db = driver.connect(path, None)
    backup.back_up(db, None, folder, DAILY)
    db.close()
    assert erase_in_copies(folder, None, "c0") == 1
    (copy,) = backup.copies(folder)
    backup.check(copy.path, None)
    with Store(copy.path, None) as store:
        assert {each.id for each in store.chats.conversations()} == {"c1", "c2"}
        assert store.problems() == []


def test_the_last_three_that_were_replaced_are_kept(path: Path) -> None:
    with Store(path, KEY) as store:
        conversation_with(store, "kept")
        copy = store.back_up(DAILY)
    made = [replacing.put_back(copy, path, KEY) for _ in range(5)]
    folder = path.parent / "backups"
    assert [each.path for each in backup.replaced(folder)] == made[:1:-1]
    assert len(list(folder.glob("*.old*"))) == 3
    assert [each.path for each in backup.copies(folder)] == [copy]


def test_a_log_without_its_database_is_kept_and_goes_with_it(path: Path) -> None:
    store = Store(path, KEY)
    conversation_with(store, "only in the log")
    copy = store.back_up(DAILY)
    path.unlink()
    aside = replacing.put_back(copy, path, KEY)
    assert aside is not None
    assert Path(f"{aside}-wal").exists()
    backup.remove(aside)
    assert not list(aside.parent.glob("*.old*"))
