"""What is drawn for prose, code and tables."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument, QTextFormat, QTextListFormat, QWheelEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from indoors.core.markdown_blocks import Block
from indoors.core.transcript import Segmenter, split
from indoors.ui.chat.blocks.block_column import BlockColumn
from indoors.ui.chat.blocks.code_colors import TOKENS
from indoors.ui.chat.blocks.code_view import CodeView
from indoors.ui.chat.blocks.prose_view import ProseView
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.table_view import TableView
from indoors.ui.theme import Theme, ThemeSource
from tests.ui.chat_samples import ANSWERS, CODE

TABLE = "| Route | Cost |\n|---|---:|\n| a **b** | `c` |\n| 1. x | # y |\n"


@pytest.fixture
def host(source: ThemeSource, qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(700, 500)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def around(source: ThemeSource, host: QWidget) -> Surroundings:
    return Surroundings(source.current, host)


def prose(around: Surroundings, host: QWidget, markdown: str) -> ProseView:
    view = ProseView(around, host)
    view.show_block(split(markdown)[0])
    return view


def only(text: str) -> Block:
    (block,) = split(text)
    return block


def test_html_stays_text(around: Surroundings, host: QWidget) -> None:
    view = prose(around, host, "<b>bold</b> <img src='http://example.org/x.png'>\n\n<h1>x</h1>")
    assert view.toPlainText() == "<b>bold</b> <img src='http://example.org/x.png'>\n<h1>x</h1>"


@pytest.mark.parametrize(
    "target", ["https://example.org/x.png", "file:///etc/hostname", "/etc/hostname", "data:x", "x"]
)
def test_no_image_is_ever_loaded(around: Surroundings, host: QWidget, target: str) -> None:
    view = prose(around, host, f"See ![a cat]({target}) here")
    assert view.toPlainText() == "See [image: a cat, not loaded] here"
    assert view.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(target)) is None


def test_an_image_in_a_cell_is_not_loaded_either(around: Surroundings, host: QWidget) -> None:
    view = TableView(around, host)
    view.show_block(only("| a |\n|---|\n| ![cat](file:///x.png) |\n"))
    assert view.plain == "a\n[image: cat, not loaded]"


def test_numbering_goes_on_behind_a_code_block(around: Surroundings, host: QWidget) -> None:
    blocks = split("1. one\n   ```\n   x\n   ```\n2. two\n3. three\n")
    view = ProseView(around, host)
    view.show_block(blocks[-1])
    first = view.document().begin()
    listed = first.textList()
    assert listed.format().style() == QTextListFormat.Style.ListDecimal
    assert listed.itemText(first) == "2."


def test_headings_and_code_have_their_look(around: Surroundings, host: QWidget) -> None:
    view = prose(around, host, "# Title\n\nText with `code` and [link](https://example.org)")
    title = view.document().begin()
    assert (
        title.begin().fragment().charFormat().intProperty(QTextFormat.Property.FontPixelSize)
        == around.theme.tokens.scale["heading"].px
    )
    html = view.toHtml()
    assert around.theme.hex("bg.subtle").lower() in html.lower()
    assert around.theme.hex("indoor.text").lower() in html.lower()


def test_links_are_told_not_followed(around: Surroundings, host: QWidget) -> None:
    view = prose(around, host, "[link](https://example.org/a)")
    assert not view.openLinks()
    told: list[str] = []
    view.anchorClicked.connect(lambda url: told.append(url.toString()))
    height = view.fit(600)
    view.setGeometry(0, 0, 600, height)
    assert view.anchorAt(QPoint(8, height // 2)) == "https://example.org/a"


def test_height_is_the_documents(around: Surroundings, host: QWidget) -> None:
    view = prose(around, host, "word " * 200)
    wide, narrow = view.fit(600), view.fit(300)
    assert narrow > wide * 1.8
    assert view.document().size().height() <= narrow


def test_blocks_leave_the_wheel_to_the_transcript(around: Surroundings, host: QWidget) -> None:
    view = prose(around, host, "text")
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(event)
    assert not event.isAccepted()


def test_a_table_copies_as_tsv(around: Surroundings, host: QWidget) -> None:
    view = TableView(around, host)
    view.show_block(only(TABLE))
    view.copy_all()
    assert QGuiApplication.clipboard().text() == "Route\tCost\na b\tc\n1. x\t# y"
    view.text.selectAll()
    assert view.text.selected_text() == view.plain


def test_selected_cells_copy_as_tsv(around: Surroundings, host: QWidget) -> None:
    view = TableView(around, host)
    view.show_block(only(TABLE))
    table = next(iter(view.text.document().rootFrame().childFrames()))
    cursor = view.text.textCursor()
    cursor.setPosition(table.cellAt(1, 0).firstPosition())  # type: ignore[attr-defined]
    cursor.setPosition(table.cellAt(2, 0).lastPosition(), cursor.MoveMode.KeepAnchor)  # type: ignore[attr-defined]
    view.text.setTextCursor(cursor)
    assert view.text.selected_text() == "a b\n1. x"


def test_a_growing_table_ends_as_the_whole_one(around: Surroundings, host: QWidget) -> None:
    growing, whole = TableView(around, host), TableView(around, host)
    segmenter = Segmenter()
    for letter in TABLE:
        segmenter.append(letter)
        block = segmenter.blocks[-1]
        growing.show_block(block)
        growing.fit(500)
    whole.show_block(only(TABLE))
    assert growing.plain == whole.plain
    assert growing.fit(500) == whole.fit(500)


def test_a_wide_table_scrolls_sideways(around: Surroundings, host: QWidget) -> None:
    header = "|" + "a long column title |" * 12
    view = TableView(around, host)
    view.show_block(only(f"{header}\n{'|---' * 12}|\n"))
    height = view.fit(400)
    view.setGeometry(0, 0, 400, height)
    view.show()
    assert view.text.horizontalScrollBar().maximum() > 0


def test_code_is_put_in_as_it_comes(around: Surroundings, host: QWidget) -> None:
    text = "```python\ndef f():\n    return '😀'\n```\n"
    view = CodeView(around, host)
    segmenter = Segmenter()
    for letter in text:
        segmenter.append(letter)
        if type(segmenter.blocks[0]).__name__ == "Code":
            view.show_block(segmenter.blocks[0])
    assert view.text.toPlainText() == "def f():\n    return '😀'"
    assert view.plain == "def f():\n    return '😀'"


def test_code_is_coloured(around: Surroundings, host: QWidget) -> None:
    view = CodeView(around, host)
    view.show_block(only("```python\ns = '😀'; return 1\n```"))
    view.flush()
    formats = view.text.document().begin().layout().formats()
    colours = {f.start: f.format.foreground().color().name() for f in formats}
    theme = around.theme
    assert colours[4] == theme.color(TOKENS["string"]).name()
    assert colours[10] == theme.color(TOKENS["keyword"]).name()  # UTF-16: the emoji counts twice


def test_an_unknown_language_stays_plain(around: Surroundings, host: QWidget) -> None:
    view = CodeView(around, host)
    view.show_block(only("```nosuchlanguage\nx = 1\n```"))
    view.flush()
    assert view.language == "Nosuchlanguage"
    assert not view.text.document().begin().layout().formats()


def test_copy_takes_the_code_alone(around: Surroundings, host: QWidget, qtbot: QtBot) -> None:
    view = CodeView(around, host)
    view.show_block(only("```sh\nls -l\n```"))
    view.fit(500)
    view.copy.click()
    assert QGuiApplication.clipboard().text() == "ls -l"
    assert view.copy.text() == "Copied"
    qtbot.waitUntil(lambda: view.copy.text() == "Copy", timeout=4_000)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_code_colours_can_be_read(source: ThemeSource, name: str) -> None:
    theme = Theme.build(source.current.tokens, name)
    for token in TOKENS.values():
        assert contrast(theme, token, "bg.surface") >= 4.5, token


def contrast(theme: Theme, text: str, ground: str) -> float:
    def luminance(token: str) -> float:
        color = theme.color(token)
        parts = [color.redF(), color.greenF(), color.blueF()]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_streaming_draws_only_the_last_block_again(around: Surroundings, host: QWidget) -> None:
    column = BlockColumn(around, host)
    column.show_text("", complete=False)
    seen: dict[int, int] = {}
    for start in range(0, len(CODE), 7):
        column.append(CODE[start : start + 7])
        column.fit(600)
        documents = [id(text.document()) for text in column.texts()]
        for number, document in enumerate(documents[:-1]):
            if number < len(documents) - 2:
                assert seen.get(number, document) == document
        seen = dict(enumerate(documents[:-2]))
    assert len(column.texts()) >= 3


@pytest.mark.parametrize("text", ANSWERS)
def test_a_streamed_answer_shows_what_a_complete_one_does(
    around: Surroundings, host: QWidget, text: str
) -> None:
    streamed, whole = BlockColumn(around, host), BlockColumn(around, host)
    for start in range(0, len(text), 5):
        streamed.append(text[start : start + 5])
    streamed.show_text(text, complete=True)
    whole.show_text(text, complete=True)
    assert streamed.fit(600) == whole.fit(600)
    shown = ["\n".join(t.toPlainText() for t in column.texts()) for column in (streamed, whole)]
    assert shown[0] == shown[1]


def test_a_selection_survives_more_text(around: Surroundings, host: QWidget) -> None:
    column = BlockColumn(around, host)
    column.append("Hello there")
    text = column.texts()[0]
    text._select(0, 5)
    column.append(", friend")
    assert text.selected_text() == "Hello"
