"""A code block: its language, Copy, and the code, which scrolls sideways."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from indoors.core.markdown_blocks import Block, Code
from indoors.ui.chat.blocks.block_frame import BORDER, BlockFrame
from indoors.ui.chat.blocks.copied import say_copied
from indoors.ui.chat.blocks.highlight import Highlighter
from indoors.ui.chat.blocks.prose_format import LIST_INDENT
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.text_view import TextView, bare_document
from indoors.ui.text import chat as words
from indoors.ui.theme import current_theme, font, mono
from indoors.ui.widgets import Button
from indoors.ui.widgets.painting import draw_text

_SIDE = 12
_TOP = 7
_HEADER_ROOM = 10
_TAB = 4
_LIGATURES = QFont.Tag("calt")
_FIXED = QTextBlockFormat.LineHeightTypes.FixedHeight.value


class CodeView(BlockFrame):
    """Grows with the code that is being written: only what is new is put in."""

    def __init__(self, surroundings: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._code = Code(source="", language="", text="", closed=False)
        self.header = current_theme().line("small") + _HEADER_ROOM
        self.setFont(font("small"))
        self.text = TextView(words.CODE, self)
        self.text.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.text.show_document(_empty_document())
        self.text.grown.connect(self.grown)
        self.copy = Button(words.COPY, kind="ghost", icon="copy", size="small", parent=self)
        self.copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.copy.clicked.connect(self.copy_all)
        self._highlighter = Highlighter(surroundings.code, self.text.document())
        surroundings.lexers.arrived.connect(self._lexer_arrived)
        self._rename()

    # ---- content ------------------------------------------------------------------------

    def show_block(self, block: Block) -> None:
        """Show this code. Raises ``TypeError`` for another kind of block."""
        if not isinstance(block, Code):
            raise TypeError(type(block).__name__)
        old, self._code = self._code, block
        if block.language != old.language or not block.text.startswith(old.text[: len(block.text)]):
            self._highlighter.forget()
        if block.text != old.text:
            self._change_text(old.text, block.text)
        if block.language != old.language:
            self._rename()
            self.update()
        self._color()

    def _change_text(self, old: str, new: str) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if old.startswith(new):
            units = _units(old[len(new) :])
            cursor.movePosition(
                QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor, units
            )
            cursor.removeSelectedText()
        else:
            if not new.startswith(old):
                cursor.select(QTextCursor.SelectionType.Document)
                old = ""
            cursor.insertText(new[len(old) :])
        cursor.endEditBlock()

    def _rename(self) -> None:
        self.setAccessibleName(words.code_in(self.language))
        self.copy.setAccessibleName(words.copy_code(self.language))

    @property
    def language(self) -> str:
        """The name of the language, for people."""
        return words.language(self._code.language)

    @property
    def plain(self) -> str:
        return self._code.text

    def copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self._code.text)
        say_copied(self.copy)

    # ---- colours ------------------------------------------------------------------------

    def _lexer_arrived(self, language: str) -> None:
        if language == self._code.language.lower():
            self._color()

    def _color(self) -> None:
        if not self._code.text:
            return  # the language may still be incomplete
        lexer = self._surroundings.lexers.get(self._code.language)
        if lexer is not None:
            self._highlighter.update(lexer, self._code.text, final=self._code.closed)

    def flush(self) -> None:
        """Colour everything now. For pictures and tests."""
        self._surroundings.lexers.wait()
        self._color()
        self._highlighter.flush()

    # ---- size and paint -----------------------------------------------------------------

    def fit(self, width: int) -> int:
        """Lay out for this width; return the height of the whole block."""
        inner = width - 2 * BORDER - _SIDE
        height = self.text.fit(inner)
        wide = self.text.document().idealWidth() > inner
        bar = self.text.horizontalScrollBar().sizeHint().height() if wide else _TOP
        return self.header + _TOP + height + bar + BORDER

    @property
    def indent(self) -> int:
        """How far right it stands, as part of a list item."""
        return LIST_INDENT * self._code.depth

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self.copy.sizeHint()
        self.copy.setGeometry(
            self.width() - size.width() - 3, (self.header - size.height()) // 2, *size.toTuple()
        )
        below = self.header + _TOP
        left = BORDER + _SIDE
        room = self.width() - left - BORDER
        self.text.setGeometry(left, below, room, self.height() - below - BORDER)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self.font())
        room = QRect(BORDER + _SIDE, 0, self.copy.x() - 2 * _SIDE, self.header)
        label = self.fontMetrics().elidedText(
            self.language, Qt.TextElideMode.ElideRight, room.width()
        )
        draw_text(painter, room, label, current_theme().color("text.secondary"))
        painter.end()


def _units(text: str) -> int:
    """Length as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2


def _empty_document() -> QTextDocument:
    document = bare_document()
    fixed = mono("body")
    fixed.setFeature(_LIGATURES, 0)  # code is shown character by character
    document.setDefaultFont(fixed)
    option = document.defaultTextOption()
    option.setTabStopDistance(_TAB * QFontMetricsF(fixed).horizontalAdvance(" "))
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    document.setDefaultTextOption(option)
    lines = QTextBlockFormat()
    lines.setLineHeight(current_theme().line("body"), _FIXED)
    QTextCursor(document).setBlockFormat(lines)
    return document
