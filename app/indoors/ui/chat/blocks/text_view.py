"""A read-only text of fixed height: the base of every block in the transcript."""

import math
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from indoors.ui.theme import current_theme

CARET_WIDTH = 2
LONG_LINE = 10_000
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_INTERACTION = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
)


class TextView(QTextBrowser):
    """Shows a document as high as it is. Never scrolls, never follows a link, never loads.

    ``fit`` lays the document out for a width and returns the height it then has; the owner
    sets the geometry. ``grown`` comes when the height changed for another reason.
    """

    grown = Signal()
    selection_began = Signal(object)  # self

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setTextInteractionFlags(_INTERACTION)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.viewport().setAutoFillBackground(False)
        self._height = 0
        self._fitting = False
        self._caret = False
        self._shown: QTextDocument | None = None
        self.selectionChanged.connect(self._tell_selection)

    # ---- size ---------------------------------------------------------------------------

    def show_document(self, document: QTextDocument) -> None:
        """Put in another document, keeping what was selected if it is still there."""
        cursor = self.textCursor()
        anchor, position = cursor.anchor(), cursor.position()
        old, self._shown = self._shown, document
        self._fitting = True
        document.setParent(self)
        self.setDocument(document)
        self._fitting = False
        document.documentLayout().documentSizeChanged.connect(self._size_changed)
        if old is not None:
            old.deleteLater()
        if anchor != position:
            self._select(anchor, position)

    def append_plain(self, text: str) -> None:
        """Put text behind the last character, in its look; only what moves is painted again."""
        if not text:
            return
        document = self.document()
        cursor = QTextCursor(document)
        cursor.setPosition(document.characterCount() - 1)
        top = math.floor(self._last_line().top())
        layout = document.documentLayout()
        layout.blockSignals(True)  # it would have the whole paragraph painted
        cursor.beginEditBlock()  # or the cursor looks for its place on the screen
        cursor.insertText(text)
        cursor.endEditBlock()
        layout.blockSignals(False)
        area = self.viewport()
        area.update(0, top, area.width(), area.height() - top)

    def _last_line(self) -> QRectF:
        """Return where the last line's words are."""
        layout = self.document().lastBlock().layout()
        lines = layout.lineCount()
        if not lines:
            return QRectF()
        return layout.lineAt(lines - 1).naturalTextRect().translated(layout.position())

    def _select(self, anchor: int, position: int) -> None:
        last = self.document().characterCount() - 1
        cursor = self.textCursor()
        cursor.setPosition(min(anchor, last))
        cursor.setPosition(min(position, last), cursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def fit(self, width: int) -> int:
        """Lay the text out for this width; return its height."""
        self._fitting = True
        if self.lineWrapColumnOrWidth() != width:
            self.setLineWrapColumnOrWidth(width)
        self._height = math.ceil(self.document().size().height())
        self._fitting = False
        return self._height

    def _size_changed(self) -> None:
        if self._fitting:
            return
        height = math.ceil(self.document().size().height())
        if height != self._height:
            self._height = height
            self.grown.emit()

    def sizeHint(self) -> QSize:
        return QSize(self.lineWrapColumnOrWidth(), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    # ---- nothing moves or loads in here ---------------------------------------------------

    def loadResource(self, kind: int, url: QUrl | str) -> Any:  # noqa: ARG002 - Qt's signature
        """Give nothing, whatever is asked for: no file and no address is ever read."""
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways where that is meant; up and down is the transcript's."""
        turned, bar = event.angleDelta(), self.horizontalScrollBar()
        if bar.maximum() and abs(turned.x()) > abs(turned.y()):
            bar.setValue(bar.value() - (event.pixelDelta().x() or turned.x() // 2))
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.ignore()  # the message has the menu

    # ---- keys and selection ---------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and select; every other key belongs to the transcript."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.textCursor().hasSelection():
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif event.key() in _SIDEWAYS and self.horizontalScrollBar().maximum():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + _SIDEWAYS[Qt.Key(event.key())] * bar.pageStep() // 4)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.installEventFilter(self)  # only now: it costs a little for every event

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the window its shortcuts: a text field would keep Ctrl K for itself."""
        if watched is self and event.type() == QEvent.Type.ShortcutOverride:
            event.ignore()
            return True
        return False

    # ---- caret ----------------------------------------------------------------------------

    def show_caret(self, shown: bool) -> None:
        """Mark the end of the text: more is coming."""
        if shown != self._caret:
            self._caret = shown
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._caret:
            return
        line = self._last_line()
        height = self.fontMetrics().ascent() + CARET_WIDTH
        top = round(line.top() + (line.height() - height) / 2)
        left = min(round(line.right()) + CARET_WIDTH, self.viewport().width() - CARET_WIDTH)
        painter = QPainter(self.viewport())
        painter.fillRect(left, top, CARET_WIDTH, height, current_theme().color("indoor.base"))
        painter.end()

    def _tell_selection(self) -> None:
        if self.textCursor().hasSelection():
            self.selection_began.emit(self)

    def clear_selection(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def selected_text(self) -> str:
        mime = self.createMimeDataFromSelection() if self.textCursor().hasSelection() else None
        return mime.text() if mime is not None else ""

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copy plain text: colours and fonts of this window do not belong elsewhere."""
        mime = QMimeData()
        mime.setText(self.textCursor().selection().toPlainText())
        return mime


def wrap_mode(text: str) -> QTextOption.WrapMode:
    """Return how to break lines of a text: at words, if that does not take for ever.

    Qt looks for words again in each line, so a single line of 300,000 characters without a
    space takes half a minute.
    """
    if max(map(len, text.split("\n"))) > LONG_LINE:
        return QTextOption.WrapMode.WrapAnywhere
    return QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere


def bare_document() -> QTextDocument:
    """Return an empty document without margins or undo."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    frame = QTextFrameFormat()
    frame.setMargin(0)
    document.rootFrame().setFrameFormat(frame)
    return document
