"""A plain text field that grows with its text, for questions."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextLayout
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from indoors.ui.chat.blocks.text_view import wrap_mode
from indoors.ui.theme import font

_BARE: Final = "QPlainTextEdit { background: transparent; border: 0; padding: 0; }"
"""The box around it is drawn by its owner."""
_LONGEST_LINE: Final = 400
"""Characters that are more than a line."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDITING_KEYS: Final = frozenset(
    {
        Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Y, Qt.Key.Key_Z,
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
        Qt.Key.Key_End, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Insert,
        Qt.Key.Key_Return, Qt.Key.Key_Enter,
    }
)  # fmt: skip
"""Keys that mean editing together with Ctrl; the rest are the window's (Qt takes Ctrl K too)."""


class GrowingEdit(QPlainTextEdit):
    """Enter submits, Shift Enter starts a line, Esc cancels. Only plain text comes in."""

    submitted = Signal()
    cancelled = Signal()
    height_changed = Signal()
    files_given = Signal(list)  # paths pasted or dropped
    picture_given = Signal()  # pasted or dropped, without a file

    def __init__(self, name: str, most_lines: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._most_lines = most_lines
        self._lines = 1
        self.setAccessibleName(name)
        self.setStyleSheet(_BARE)
        self.setFont(font("read"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(wrap_mode(""))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._count_lines)

    def set_text(self, text: str) -> None:
        """Show this text, with the cursor at its end."""
        self.setWordWrapMode(wrap_mode(text))
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def height_at(self, width: int) -> int:
        """Return the height the text wants at this width, in pixels."""
        self._lines = min(self._most_lines, self._lines_at(width))
        return self._lines * self.fontMetrics().lineSpacing() + 1

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing is written. Looks at the first lines only, so it is quick."""
        block = self.document().begin()
        while block.isValid():
            if block.text().strip():
                return False
            block = block.next()
        return True

    def _count_lines(self) -> None:
        before = self._lines
        if self.height_at(self.width()) and self._lines != before:
            self.height_changed.emit()

    def _lines_at(self, width: int) -> int:
        """Count lines, as far as they matter; Qt counts only what was painted before."""
        count = 0
        block = self.document().begin()
        while block.isValid() and count <= self._most_lines:
            count += self._lines_of(block.text()[: self._most_lines * _LONGEST_LINE], width)
            block = block.next()
        policy = Qt.ScrollBarPolicy
        more = count > self._most_lines
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if more else policy.ScrollBarAlwaysOff
        )
        return max(1, count)

    def _lines_of(self, text: str, width: int) -> int:
        layout = QTextLayout(text, self.font())
        layout.setTextOption(self.document().defaultTextOption())
        layout.beginLayout()
        count = 0
        while count <= self._most_lines and (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            count += 1
        layout.endLayout()
        return max(1, count)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height_at(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().lineSpacing())

    # ---- keys ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif event.modifiers() & (
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier
        ):
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        elif not event.isAutoRepeat():
            self.submitted.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if ctrl and event.key() not in _EDITING_KEYS:
                event.ignore()
                return False
        return bool(super().event(event))

    # ---- what comes in ------------------------------------------------------------------

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasImage() or bool(local_files(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = local_files(source)
        if files:
            self.files_given.emit(files)
        elif source.hasText():
            text = source.text()
            if wrap_mode(text) != self.wordWrapMode():
                self.setWordWrapMode(wrap_mode(self.toPlainText() + text))
            self.textCursor().insertText(text)
            self.ensureCursorVisible()
        elif source.hasImage():
            self.picture_given.emit()


def local_files(source: QMimeData) -> list[str]:
    """Return the paths of the files in what was dropped or pasted."""
    if not source.hasUrls():
        return []
    return [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
