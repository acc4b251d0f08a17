import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from indoors.bridge.messages import MessagesModel
from indoors.core.chat import MessageState
from tests.ui.chat_samples import answer, conversation, question


@pytest.fixture
def model(qapp: object) -> MessagesModel:
    made = MessagesModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def test_rows_are_messages_in_order(model: MessagesModel) -> None:
    messages = conversation(6)
    model.reset_to(messages)
    assert model.rowCount() == 6
    assert model.message(3) == messages[3]
    assert model.row_of(messages[4].id) == 4
    assert model.row_of("unknown") == -1
    index = model.index(2)
    assert index.data(Qt.ItemDataRole.DisplayRole) == messages[2].text
    assert index.data(MessagesModel.MESSAGE) == messages[2]
    assert index.data(Qt.ItemDataRole.FontRole) is None
    assert model.data(QModelIndex()) is None


def test_growing_text_is_told_as_text_only(model: MessagesModel, qtbot: QtBot) -> None:
    model.reset_to([question(0), answer(0, "Yes", state=MessageState.WRITING)])
    changed: list[object] = []
    model.dataChanged.connect(lambda *_: changed.append(1))
    with qtbot.waitSignal(model.text_appended) as told:
        model.append_text("a0", ", and")
    assert told.args == ["a0", ", and"]
    assert model.message(1).text == "Yes, and"
    assert not changed


def test_replacing_tells_the_row(model: MessagesModel, qtbot: QtBot) -> None:
    model.reset_to([question(0), answer(0)])
    with qtbot.waitSignal(model.dataChanged) as told:
        model.replace(answer(0, "Other"))
    assert told.args is not None
    assert told.args[0].row() == 1
    assert model.message(1).text == "Other"


def test_appending_and_truncating(model: MessagesModel) -> None:
    model.reset_to([question(0)])
    model.append(answer(0))
    model.append(question(1))
    assert model.row_of("q1") == 2
    model.truncate(1)
    assert model.rowCount() == 1
    assert model.row_of("a0") == -1
    model.truncate(5)
    assert model.rowCount() == 1


def test_what_is_not_shown_cannot_be_changed(model: MessagesModel) -> None:
    with pytest.raises(KeyError):
        model.append_text("a0", "x")
    with pytest.raises(KeyError):
        model.replace(answer(0))
    with pytest.raises(IndexError):
        model.message(-1)
