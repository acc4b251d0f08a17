"""The command palette: one field that finds commands, conversations and models."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from indoors.ui.palette_rows import ROWS, PaletteDelegate, PaletteEntry, PaletteModel
from indoors.ui.text import window as text
from indoors.ui.theme import current_icons, current_theme, font, set_ring
from indoors.ui.widgets.painting import draw_box, draw_text

_HEAD = 46
_MARGIN = 6
_STEPS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -ROWS,
    Qt.Key.Key_PageDown: ROWS,
}


class Palette(QWidget):
    """Lies over the whole window, without a scrim; a click beside the box closes it."""

    def __init__(self, entries: Callable[[], Sequence[PaletteEntry]], parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._entries = entries
        self._model = PaletteModel(self)
        self._back: QWidget | None = None
        self._box = _Box(self)
        self.field = self._box.field
        self.view = self._box.view
        self.view.setModel(self._model)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.view.clicked.connect(lambda index: self._run(index.row()))
        parent.installEventFilter(self)
        self.hide()

    # ---- open, close ----------------------------------------------------------------------

    def open(self) -> None:
        self._back = self.window().focusWidget()
        self._model.offer(self._entries())
        self.field.clear()
        self.setGeometry(self._window.rect())
        self._filter("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Go away and give the focus back."""
        self.hide()
        back, self._back = self._back, None
        if back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self) -> None:
        if self.isVisible():
            self.close_palette()
        else:
            self.open()

    def _run(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None:
            self.close_palette()
            entry.run()

    def _filter(self, query: str) -> None:
        self._model.filter(query)
        if self._model.rowCount():
            self.view.setCurrentIndex(self._model.index(0))
        self._box.fit(self._model.rowCount())

    # ---- keys, mouse ----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._box.fit(self._model.rowCount())
        if watched is self.field and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.view.currentIndex().row())
        elif key in _STEPS:
            self._move(_STEPS[key])
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _move(self, step: int) -> None:
        count = self._model.rowCount()
        if not count:
            return
        row = self.view.currentIndex().row() + step
        row = row % count if abs(step) == 1 else max(0, min(count - 1, row))
        self.view.setCurrentIndex(self._model.index(row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._box.geometry().contains(event.position().toPoint()):
            self.close_palette()


class _Box(QWidget):
    """The visible part: field above, rows below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setAccessibleName(text.PALETTE)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(text.PALETTE_HINT)
        self.field.setPlaceholderText(text.PALETTE_HINT)
        self.field.setFont(font("read"))
        self.field.setFrame(False)
        self.field.setProperty("bare", True)
        self.field.setStyleSheet("QLineEdit { background: transparent; border: 0; padding: 0; }")
        aside = QWidget(parent)
        aside.setGeometry(-99, -99, 1, 1)
        set_ring(self.field, around=aside)  # no ring: the caret shows where the focus is
        self.view = QListView(self)
        self.view.setAccessibleName(text.PALETTE)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setItemDelegate(PaletteDelegate(self))
        self._rows = 0

    def fit(self, rows: int) -> None:
        """Take the room that so many rows need, within the window."""
        self._rows = rows
        theme, window = current_theme(), self._around.rect()
        row_height = theme.height("row.palette")
        width = min(theme.size("palette.width"), window.width() - 32)
        top = min(theme.size("palette.top"), max(16, window.height() // 8))
        below = max(1, rows) * row_height + 2 * _MARGIN
        height = min(_HEAD + below, window.height() - top - 16)
        self.setGeometry((window.width() - width) // 2, top, width, height)
        self.field.setGeometry(44, 1, width - 60, _HEAD - 2)
        self.view.setGeometry(
            _MARGIN, _HEAD + _MARGIN, width - 2 * _MARGIN, height - _HEAD - 2 * _MARGIN
        )
        self.view.setVisible(rows > 0)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        draw_box(
            painter,
            self.rect(),
            12,
            theme.color("bg.surface"),
            theme.color("border.strong"),
            theme.hairline,
        )
        at = QPoint(17, (_HEAD - 16) // 2)
        current_icons().paint(painter, "magnifying-glass", at, 16, theme.color("text.secondary"))
        line = theme.hairline
        painter.fillRect(line, _HEAD, self.width() - 2 * line, 1, theme.color("border.default"))
        if not self._rows:
            painter.setFont(font("body"))
            rest = QRect(19, _HEAD, self.width() - 38, self.height() - _HEAD)
            draw_text(painter, rest, text.PALETTE_NOTHING, theme.color("text.tertiary"))
        painter.end()
