"""Rows of the conversation list."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from indoors.bridge.conversations import ConversationRole, ConversationsModel, Heading
from indoors.core.chat import Conversation, SearchHit
from indoors.core.dates import Span

NOW = int(datetime(2026, 11, 18, 15, tzinfo=UTC).timestamp() * 1000)
DAY = 86_400_000
TODAY = Conversation(id="a", title="Notice periods", created_ms=0, updated_ms=NOW)
OLDER = Conversation(id="b", title="Board minutes", created_ms=0, updated_ms=NOW - DAY)
PINNED = Conversation(id="c", title="Style", created_ms=0, updated_ms=NOW - 90 * DAY, pinned=True)
ALL = [PINNED, TODAY, OLDER]


@pytest.fixture
def model(qtbot: QtBot) -> ConversationsModel:
    model = ConversationsModel(zone=UTC)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def shown(model: ConversationsModel) -> list[str]:
    rows = (model.row(place) for place in range(model.rowCount()))
    return [
        (row.group.span.value if row.group else f"found {row.count}")
        if isinstance(row, Heading)
        else row.conversation.id
        for row in rows
    ]


def test_headings_stand_above_their_conversations(model: ConversationsModel) -> None:
    model.reset_to(ALL, NOW)

    assert shown(model) == ["pinned", "c", "today", "a", "yesterday", "b"]
    assert model.row_of("b") == 5
    assert model.row_of("gone") == -1
    assert model.conversation(3) == TODAY
    assert model.conversation(2) is None
    assert model.conversation(99) is None


def test_hits_come_in_their_order(model: ConversationsModel) -> None:
    hits = [
        SearchHit(conversation_id="b", message_id="m", excerpt="\x02open\x03 actions"),
        SearchHit(conversation_id="a", message_id=None, excerpt="Notice"),
        SearchHit(conversation_id="deleted meanwhile", message_id=None, excerpt=""),
    ]

    model.reset_to(ALL, NOW, hits)

    assert model.searching
    assert shown(model) == ["found 2", "b", "a"]
    assert model.hit(1) == hits[0]
    assert model.total == 3


def test_nothing_found_is_an_empty_list(model: ConversationsModel) -> None:
    model.reset_to(ALL, NOW, [])

    assert model.searching
    assert model.rowCount() == 0


def test_a_new_title_changes_its_row_only(model: ConversationsModel, qtbot: QtBot) -> None:
    model.reset_to(ALL, NOW)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))

    with qtbot.waitSignal(model.dataChanged) as changed:
        model.reset_to([PINNED, replace(TODAY, title="Renamed"), OLDER], NOW)

    assert changed.args is not None
    assert changed.args[0].row() == changed.args[1].row() == 3
    assert model.index(3).data() == "Renamed"
    assert not resets


def test_a_new_order_resets(model: ConversationsModel, qtbot: QtBot) -> None:
    model.reset_to(ALL, NOW)

    with qtbot.waitSignal(model.modelReset):
        model.reset_to([PINNED, TODAY, replace(OLDER, updated_ms=NOW + 1)], NOW)

    assert shown(model) == ["pinned", "c", "today", "b", "a"]


def test_midnight_moves_today_to_yesterday(model: ConversationsModel) -> None:
    model.reset_to([TODAY], NOW)

    model.regroup(NOW + DAY)

    heading = model.row(0)
    assert isinstance(heading, Heading)
    assert heading.group is not None
    assert heading.group.span is Span.YESTERDAY


def test_headings_cannot_be_selected(model: ConversationsModel) -> None:
    model.reset_to(ALL, NOW)

    assert model.index(0).data(ConversationRole.KIND) == "group"
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsEditable
    assert model.rowCount(QModelIndex(model.index(1))) == 0
