"""The whole profile in one file, and out of it again."""

from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.archive import export_archive, import_archive
from indoors.store import Key, Store, driver
from indoors.store.contents import Contents, contents
from tests.helpers.keys import KEY
from tests.store.samples import NOTE, add, conversation_with

WORDS = "a phrase for the stick"


def held(path: Path, key: Key) -> Contents:
    db = driver.connect(path, key)
    try:
        return contents(db)
    finally:
        db.close()


@pytest.fixture
def database(profile: Path) -> Path:
    profile.mkdir()
    path = profile / "indoors.db"
    with Store(path, KEY) as store:
        made = conversation_with(store, "zebrafinch", "an answer")
        add(store, made, "with a file", attachments=(NOTE,))
    return path


@pytest.fixture
def archive(database: Path, tmp_path: Path) -> Path:
    return export_archive(database, KEY, WORDS, tmp_path / "ana.indoors-profile")


def test_a_profile_arrives_on_another_computer(
    database: Path, archive: Path, tmp_path: Path
) -> None:
    before = held(database, KEY)
    assert b"zebrafinch" not in archive.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"profile", archive.name}
    there, other = tmp_path / "there" / "indoors.db", Key.random()
    there.parent.mkdir()
    assert import_archive(archive, f" {WORDS}", there, other) is None
    assert held(there, other) == before
    assert [path.name for path in there.parent.iterdir() if path.is_file()] == ["indoors.db"]
    with Store(there, other) as store:
        assert len(store.chats.search("zebrafinch")) == 1
        assert store.problems() == []


def test_what_was_there_is_kept_aside(database: Path, archive: Path) -> None:
    before = held(database, KEY)
    with Store(database, KEY) as store:
        conversation_with(store, "only here")
    later = held(database, KEY)
    aside = import_archive(archive, WORDS, database, KEY)
    assert held(database, KEY) == before
    assert aside is not None
    assert held(aside, KEY) == later


def test_the_wrong_phrase_opens_nothing(database: Path, archive: Path) -> None:
    content = database.read_bytes()
    with pytest.raises(AppError) as caught:
        import_archive(archive, "a phrase for the stock", database, KEY)
    assert caught.value.fault is Fault.PHRASE_WRONG
    assert database.read_bytes() == content


@pytest.mark.parametrize("part", ["magic", "length", "header", "first page", "middle", "end"])
def test_any_damage_is_found_and_changes_nothing(database: Path, archive: Path, part: str) -> None:
    content = bytearray(archive.read_bytes())
    start = content.index(b"}", content.index(b"tables")) + 60
    places = {"magic": 3, "length": 20, "header": 60, "middle": len(content) // 2}
    if part == "end":
        del content[-5000:]
    elif part == "first page":
        content[max(start, len(content) - database.stat().st_size) + 100] ^= 1
    else:
        content[places[part]] ^= 1
    archive.write_bytes(bytes(content))
    before = database.read_bytes()
    with pytest.raises(AppError) as caught:
        import_archive(archive, WORDS, database, KEY)
    assert caught.value.fault in {
        Fault.ARCHIVE_DAMAGED,
        Fault.ARCHIVE_NOT_ONE,
        Fault.PHRASE_WRONG,  # a changed salt or nonce is a changed phrase
    }
    assert database.read_bytes() == before
    assert not list(database.parent.glob("*.new")) + list(database.parent.glob("*.taken"))


def test_other_files_are_no_archives(database: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("some text")
    with pytest.raises(AppError) as caught:
        import_archive(other, WORDS, database, KEY)
    assert caught.value.fault is Fault.ARCHIVE_NOT_ONE
    with pytest.raises(AppError) as caught:
        import_archive(tmp_path / "absent", WORDS, database, KEY)
    assert caught.value.fault is Fault.FILE_UNREADABLE


def test_a_short_phrase_and_a_missing_folder(database: Path, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        export_archive(database, KEY, "short", tmp_path / "a")
    assert caught.value.fault is Fault.PHRASE_SHORT
    with pytest.raises(AppError) as caught:
        export_archive(database, KEY, WORDS, tmp_path / "absent" / "a")
    assert not caught.value.is_bug
