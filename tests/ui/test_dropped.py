"""Files dropped anywhere on the real window: into the question, offered for import, or refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from pytestqt.qtbot import QtBot

from indoors.protocol.faults import Fault
from indoors.services.starter import starter_model
from indoors.ui.dropped import ImportDialog
from indoors.ui.text import errors
from indoors.ui.text import models as text
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Button
from tests.helpers.windows import WAIT_MS, Desk, desk

STARTER = starter_model()
pytestmark = pytest.mark.skipif(STARTER is None, reason="the starter model is not installed")


@pytest.fixture
def made(qtbot: QtBot, profile: Path, source: ThemeSource) -> Iterator[Desk]:
    with desk(qtbot, profile, source) as opened:
        yield opened


def drop(made: Desk, *paths: Path, image: QImage | None = None) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if image is not None:
        data.setImageData(image)
    event = QDropEvent(
        QPointF(50, 500),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setAccepted(False)
    made.window.dropEvent(event)
    return event.isAccepted()


def offers(made: Desk) -> list[ImportDialog]:
    return [each for each in made.window.findChildren(ImportDialog) if not each.isHidden()]


def press(dialog: ImportDialog, label: str) -> None:
    next(button for button in dialog.findChildren(Button) if button.text() == label).click()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    assert STARTER
    path = tmp_path / "Own-Model-Q4_1.gguf"
    shutil.copyfile(STARTER, path)
    return path


def picture(tmp_path: Path) -> Path:
    path = tmp_path / "scan.png"
    image = QImage(600, 600, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(path))
    return path


def test_a_picture_is_refused_by_the_name_of_the_model(
    made: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    made.window.page.composer.edit.set_text("What is on this scan?")
    with qtbot.waitSignal(made.chat.error, timeout=WAIT_MS) as told:
        drop(made, picture(tmp_path))
    assert told.args
    assert told.args[0].fault is Fault.PICTURE_NOT_SEEN
    said = errors.describe(told.args[0])
    assert said.title == ("“scan.png” is a picture, and SmolLM2 135M Instruct can read text only.")
    assert made.window.page.centre.beside.isVisible()
    assert made.window.page.composer.text == "What is on this scan?"
    assert not made.window.page.composer.attachments


def test_a_picture_out_of_a_browser_or_the_clipboard_is_refused_too(
    made: Desk, qtbot: QtBot
) -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    with qtbot.waitSignal(made.chat.error, timeout=WAIT_MS) as told:
        assert drop(made, image=image)
    assert told.args
    assert errors.describe(told.args[0]).title.startswith("This is a picture, and SmolLM2")
    data = QMimeData()
    data.setImageData(image)
    edit = made.window.page.composer.edit
    assert edit.canInsertFromMimeData(data)
    with qtbot.waitSignal(made.chat.error, timeout=WAIT_MS):
        edit.insertFromMimeData(data)
    assert edit.toPlainText() == ""


def test_text_copied_with_its_picture_is_text(made: Desk, qtbot: QtBot) -> None:
    """A spreadsheet puts both on the clipboard."""
    data = QMimeData()
    data.setImageData(QImage(20, 20, QImage.Format.Format_RGB32))
    data.setText("1\t2")
    with qtbot.assertNotEmitted(made.chat.error):
        made.window.page.composer.edit.insertFromMimeData(data)
    assert made.window.page.composer.text == "1\t2"


@pytest.mark.parametrize("place", ["show_chat", "show_settings", "show_models"])
def test_a_model_dropped_anywhere_is_offered_and_stays_where_it_is(
    made: Desk, qtbot: QtBot, model: Path, place: str
) -> None:
    made.indoors.models.start()
    getattr(made.window, place)()
    assert drop(made, model)
    (dialog,) = offers(made)
    with qtbot.waitSignal(made.indoors.models.installed, timeout=WAIT_MS) as told:
        press(dialog, text.OFFER_USE)
    assert told.args
    assert told.args[0].linked
    assert told.args[0].path == model
    assert made.window.pages.currentWidget() is made.window.pages.models
    assert not made.window.page.composer.attachments


def test_an_offer_can_be_refused_and_nothing_is_read(made: Desk, qtbot: QtBot, model: Path) -> None:
    drop(made, model)
    (dialog,) = offers(made)
    with qtbot.assertNotEmitted(made.indoors.models.work_changed):
        press(dialog, text.CANCEL)
    assert not offers(made)
    assert made.window.pages.currentWidget() is made.window.page


def test_models_and_texts_go_their_own_ways(
    made: Desk, qtbot: QtBot, model: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Clause 14.2 applies.")
    with qtbot.waitSignal(made.chat.attaching.attached, timeout=WAIT_MS):
        drop(made, model, notes)
    assert [each.name for each in made.window.page.composer.attachments] == ["notes.txt"]
    assert len(offers(made)) == 1


def test_a_model_chosen_for_the_question_is_offered_too(made: Desk, model: Path) -> None:
    made.window.page.files_given.emit([str(model)])
    assert len(offers(made)) == 1
