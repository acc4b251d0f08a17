"""The panel: downloads with their errors, files that are offered, other programs' models."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from indoors.services.starter import starter_model
from indoors.ui.models.outside_rows import AwayRow, ElsewhereRow, LooseRow, UnusableRow, WatchedRow
from indoors.ui.models.page import ModelsPage
from indoors.ui.text import model_rows as words
from indoors.ui.text import models as text
from tests.helpers.model_desk import WAIT_MS, ModelDesk

STARTER = starter_model()
pytestmark = pytest.mark.skipif(STARTER is None, reason="the starter model is not installed")


def names(page: ModelsPage) -> list[str]:
    return [row.entry.name for row in page.table_model.rows]


def own(page: ModelsPage) -> str:
    """Key of the imported file's row, "" while there is none."""
    found = (row.key for row in page.table_model.rows if row.entry.name == "Own Model")
    return next(found, "")


def test_a_sealed_download_shows_why_and_can_be_cancelled(
    qtbot: QtBot, desk: ModelDesk, page: ModelsPage
) -> None:
    row = next(row for row in page.table_model.rows if row.on_disk is None)
    desk.models.download(row.entry, row.file)
    qtbot.waitUntil(
        lambda: any(shown._error is not None for shown in page.panel._downloads.values()),
        timeout=WAIT_MS,
    )
    shown = next(iter(page.panel._downloads.values()))
    assert shown.isVisible()
    shown._cancel.click()
    qtbot.waitUntil(lambda: not desk.models.downloads.statuses(), timeout=WAIT_MS)
    desk.models.refresh()
    qtbot.waitUntil(lambda: not page.panel._downloads, timeout=WAIT_MS)


def test_another_programs_model_is_used_where_it_lies(
    qtbot: QtBot, desk: ModelDesk, page: ModelsPage
) -> None:
    assert STARTER
    folder = desk.sources.home / ".lmstudio" / "models" / "someone" / "Some-GGUF"
    folder.mkdir(parents=True)
    file = folder / "Some-Model-Q4_1.gguf"
    shutil.copyfile(STARTER, file)
    before = file.stat()
    desk.models.elsewhere.look()
    qtbot.waitUntil(lambda: bool(page.panel.findChildren(ElsewhereRow)), timeout=WAIT_MS)
    page.panel.findChildren(ElsewhereRow)[0].use_requested.emit(desk.models.elsewhere.found[0])
    qtbot.waitUntil(lambda: "Some-Model-Q4_1" in names(page), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not desk.models.elsewhere.found, timeout=WAIT_MS)
    after = file.stat()
    assert (after.st_mtime_ns, after.st_size) == (before.st_mtime_ns, before.st_size)


def test_a_file_put_into_the_folder_is_offered_for_checking(
    qtbot: QtBot, desk: ModelDesk, page: ModelsPage, copy: Path
) -> None:
    shutil.copyfile(copy, desk.paths.models / copy.name)
    desk.models.read_folder()
    qtbot.waitUntil(lambda: bool(page.panel.findChildren(LooseRow)), timeout=WAIT_MS)
    row = page.panel.findChildren(LooseRow)[0]
    assert not own(page)
    row.check_requested.emit(str(desk.paths.models / copy.name))
    qtbot.waitUntil(lambda: bool(own(page)), timeout=WAIT_MS)


def test_a_watched_stick_is_listed_missed_and_back(
    qtbot: QtBot, desk: ModelDesk, page: ModelsPage, tmp_path: Path, copy: Path
) -> None:
    """Files are used where they lie; a stick that is pulled out is missed by name."""
    stick = tmp_path / "stick"
    stick.mkdir()
    copy.rename(stick / copy.name)
    (stick / "holiday.gguf").write_bytes(b"JPEG" * 10_000)
    desk.models.watch(str(stick))
    qtbot.waitUntil(lambda: bool(own(page)), timeout=WAIT_MS)
    row = next(row for row in page.table_model.rows if row.key == own(page))
    assert row.on_disk is not None
    assert row.on_disk.is_watched
    assert words.action(row) == text.USE
    assert str(stick / copy.name) in [model.path for model in desk.engine.models()]
    assert len(page.panel.findChildren(UnusableRow)) == 1
    assert page.panel.findChildren(WatchedRow)
    assert not list(desk.paths.models.glob("*.gguf"))  # nothing was copied
    page.row_menu.fill(row)
    said = [action.text() for action in page.row_menu.menu.actions()]
    assert text.CHECK_FILE in said
    assert text.DELETE not in said

    stick.rename(tmp_path / "pulled")
    desk.models.look_again()
    qtbot.waitUntil(lambda: bool(page.panel.findChildren(AwayRow)), timeout=WAIT_MS)
    qtbot.waitUntil(
        lambda: any(words.action(row) == text.ABSENT for row in page.table_model.rows),
        timeout=WAIT_MS,
    )
    row = next(row for row in page.table_model.rows if row.key == str(stick / copy.name))
    page.row_menu.act(row)  # nothing to load
    assert desk.engine.loaded is None

    (tmp_path / "pulled").rename(stick)
    desk.models.look_again()
    qtbot.waitUntil(
        lambda: any(row.on_disk and row.on_disk.is_watched for row in page.table_model.rows),
        timeout=WAIT_MS,
    )
    desk.models.watch("")
    qtbot.waitUntil(lambda: not own(page), timeout=WAIT_MS)
    assert (stick / copy.name).is_file()


def test_a_linked_file_on_a_stick_can_be_given_up(
    qtbot: QtBot, desk: ModelDesk, page: ModelsPage, tmp_path: Path, copy: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy.rename(stick / copy.name)
    desk.models.import_files([str(stick / copy.name)])
    qtbot.waitUntil(lambda: bool(own(page)), timeout=WAIT_MS)
    stick.rename(tmp_path / "pulled")
    desk.models.look_again()
    qtbot.waitUntil(lambda: bool(page.panel.findChildren(AwayRow)), timeout=WAIT_MS)
    desk.models.delete(str(stick / copy.name))
    qtbot.waitUntil(
        lambda: not any(row.isVisible() for row in page.panel.findChildren(AwayRow)),
        timeout=WAIT_MS,
    )
    qtbot.waitUntil(lambda: not own(page), timeout=WAIT_MS)


def test_nothing_is_read_while_nobody_looks(
    qtbot: QtBot, desk: ModelDesk, page: ModelsPage, tmp_path: Path
) -> None:
    """A folder is looked at on the models screen and when the window comes to the front."""
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.models.watch(str(stick))
    qtbot.waitUntil(lambda: desk.models.shelf.sight is not None, timeout=WAIT_MS)
    page.hide()
    desk.settle(qtbot)
    assert not desk.models._judge.is_following
    assert not desk.models._judge.reader._settle.isActive()
