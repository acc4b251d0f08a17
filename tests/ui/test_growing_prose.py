"""Prose that grows at its end looks as if it had been drawn at once, and paints little."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from indoors.core.markdown_blocks import Prose
from indoors.core.markdown_growth import plain_growth
from indoors.ui.chat.blocks.prose_view import ProseView
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.theme import ThemeSource

WIDTH = 300
PIECES = st.sampled_from(
    [
        "word", "Größe", "字", " ", "  ", "\n", "\n\n", "- ", "1. ", "1", ".", ", ", "# ", "## ",
        "> ", "**", "*", "_", "`", "~~", "[", "](x)", ")", "!", "&amp", ";", "&", "<b>", "<", ">",
        "http://a.example", "www.a", "b.example", "a@b", "|", "---", "===", "-", "\\", "]:", "\t",
        "'", '"', "(", ":", "?", "x", "[x]", "    ", "#", "=", "+",
    ]
)  # fmt: skip


class Page(QWidget):
    """What prose stands on."""

    def __init__(self, source: ThemeSource) -> None:
        super().__init__()
        self.surroundings = Surroundings(source.current, self)
        self.resize(WIDTH, 600)


@pytest.fixture
def page(source: ThemeSource, qtbot: QtBot) -> Page:
    made = Page(source)
    qtbot.addWidget(made)
    return made


def shown(page: Page, *texts: str) -> ProseView:
    """Return a view that showed these texts one after the other."""
    view = ProseView(page.surroundings, page)
    for text in texts:
        view.show_block(Prose(source=text, markdown=text))
        view.fit(WIDTH)
    return view


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, min_size=1, max_size=14))
@example(pieces=["**", "word", "**", " ", "x"])
@example(pieces=["_", "x", "_", "x"])
@example(pieces=["word", " ", "www.a", "b.example"])
@example(pieces=["- ", "x", "word", " ", "word"])
@example(pieces=["[x]", "]:", " ", "word", " ", "x"])
@example(pieces=["word ", "  ", "x"])
@example(pieces=["    ", "word", " "])
@example(pieces=["~~", "~~", "word", "word"])
def test_growing_shows_what_drawing_anew_shows(page: Page, pieces: list[str]) -> None:
    texts = ["".join(pieces[: end + 1]) for end in range(len(pieces))]
    grown = shown(page, *texts)
    at_once = shown(page, texts[-1])
    assert grown.document().toHtml() == at_once.document().toHtml()
    assert grown.fit(WIDTH) == at_once.fit(WIDTH)
    for view in (grown, at_once):
        view.setParent(None)
        view.deleteLater()


def test_most_of_an_ordinary_answer_only_grows() -> None:
    text = (
        "The notice period is **four weeks**, to the 15th or the end of a month. It grows "
        "with the time of employment: after two years it is one month, and so on.\n\n"
        "- For the employer: see the table in section 622, which is binding.\n"
        "- For the employee: four weeks, unless the contract says otherwise.\n"
    )
    cuts = range(4, len(text), 4)
    grew = [plain_growth(text[: end - 4], text[:end]) is not None for end in cuts]
    assert sum(grew) / len(grew) > 0.7


class Painted(QObject):
    """Notes what of a widget is painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.areas: list[QRect] = []
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


def test_only_the_lines_that_change_are_painted(page: Page) -> None:
    text = "Every word of this stands still. " * 12
    view = shown(page, text)
    view.resize(WIDTH, view.fit(WIDTH) + 100)
    page.show()
    view.show()
    QApplication.processEvents()
    painted = Painted(view.viewport())
    before = view.document().size().height()
    view.show_block(Prose(source=text, markdown=text + "More and more and more and more words"))
    QApplication.processEvents()
    line = view.document().lastBlock().layout().lineAt(0).height()
    assert view.document().size().height() > before
    assert painted.areas
    assert all(area.top() >= before - line - 1 for area in painted.areas)
    assert all(area.bottom() >= view.document().size().height() - 1 for area in painted.areas)
