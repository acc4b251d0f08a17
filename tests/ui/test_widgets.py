"""What every widget has in common."""

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import (
    Badge,
    Button,
    Chip,
    IconButton,
    Label,
    ModelPicker,
    SearchField,
    Shield,
)
from tests.ui.gallery_components import components
from tests.ui.gallery_parts import parts
from tests.ui.seeing import picture, said_name

DECORATION = {"IconView", "Mark", "Card", "Sheet"}
GIB = 1024**3


@pytest.mark.parametrize("make", [components, parts])
def test_every_widget_has_an_accessible_name(source: ThemeSource, qtbot: QtBot, make) -> None:  # type: ignore[no-untyped-def]
    sheet = make()
    qtbot.addWidget(sheet)
    ours = [w for w in sheet.findChildren(QWidget) if type(w).__module__.startswith("indoors.ui")]
    assert len(ours) > 30
    nameless = {type(w).__name__ for w in ours if not said_name(w)} - DECORATION
    assert nameless == set()


@pytest.mark.parametrize("make", [components, parts])
def test_every_widget_follows_the_theme(source: ThemeSource, qtbot: QtBot, make) -> None:  # type: ignore[no-untyped-def]
    sheet = make()
    qtbot.addWidget(sheet)
    sheet.show()
    ours = [w for w in sheet.findChildren(QWidget) if type(w).__module__.startswith("indoors.ui")]
    shown = [w for w in ours if w.isVisibleTo(sheet) and not w.size().isEmpty()]
    before = [picture(widget) for widget in shown]
    source.set_mode("dark")
    same = {
        type(widget).__name__
        for widget, light in zip(shown, before, strict=True)
        if picture(widget) == light
    }
    assert same == set()


@pytest.mark.parametrize("make", [components, parts])
def test_targets_are_large_enough(source: ThemeSource, qtbot: QtBot, make) -> None:  # type: ignore[no-untyped-def]
    sheet = make()
    qtbot.addWidget(sheet)
    kinds = (Button, Chip, IconButton, Shield, ModelPicker)
    small = [w for kind in kinds for w in sheet.findChildren(kind) if min(w.size().toTuple()) < 24]
    assert small == []


def test_controls_grow_with_the_text(source: ThemeSource, qtbot: QtBot) -> None:
    def tall() -> list[int]:
        made: list[QWidget] = [Button("Go"), Chip("A"), Badge("B"), Label("C"), SearchField("D")]
        for widget in made:
            qtbot.addWidget(widget)
        return [widget.sizeHint().height() for widget in made[:4]] + [made[4].height()]

    before = tall()
    source.set_text_step(4)
    assert all(after > height for after, height in zip(tall(), before, strict=True))


def hover(widget: QWidget) -> None:
    """Send what Qt sends when the mouse comes."""
    middle = QPointF(5, 5)
    QApplication.sendEvent(widget, QEnterEvent(middle, middle, middle))


def test_a_disabled_control_does_not_react_to_hover(source: ThemeSource, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    button = Button("Download", kind="primary")
    button.setEnabled(False)
    column.addWidget(button)
    column.addWidget(QLineEdit())
    page.show()
    before = picture(button)
    hover(button)
    assert picture(button) == before
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
