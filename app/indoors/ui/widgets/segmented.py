"""Two to four views beside each other, one of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.theme.focus_ring import set_ring
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.control import Control
from indoors.ui.widgets.painting import draw_box, draw_text, mix, text_width

_PADDING = 13
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Segmented(QWidget):
    """``chosen`` carries the key of the view the user picked; arrow keys move.

    Args:
        name: what is being chosen, for screen readers.
        options: pairs of key and label.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._keys = [key for key, _ in options]
        for index, (_, label) in enumerate(options):
            segment = _Segment(label, first=index == 0, last=index == len(options) - 1)
            self._group.addButton(segment, index)
            row.addWidget(segment)
        row.addStretch(1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._keys[index]))

    @property
    def current(self) -> str:
        return self._keys[self._group.checkedId()]

    def set_current(self, key: str) -> None:
        """Show ``key`` as chosen, without a signal."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        index = (self._group.checkedId() + step) % len(self._keys)
        button = self._group.button(index)
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        button.click()


class _Segment(Control):
    def __init__(self, label: str, *, first: bool, last: bool) -> None:
        super().__init__(label)
        self._first = first
        self._last = last
        self.setCheckable(True)
        self.setFont(font("small", 500))
        self.setAccessibleName(label)
        set_ring(self, radius=current_theme().radius("control"))

    def sizeHint(self) -> QSize:
        # Sized for the heavier weight of the chosen one, so that nothing shifts.
        width = text_width(font("small", 600), self.text()) + 2 * _PADDING + 1
        return QSize(width, current_theme().height("input.small"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            event.ignore()  # the row moves
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        painter.setFont(font("small", 600 if chosen else 500))
        rest = theme.color("bg.selected" if chosen else "bg.surface")
        hover = theme.color("bg.selected" if chosen else "bg.hover")
        painter.save()
        painter.setClipRect(self.rect())
        self._draw_frame(painter, mix(rest, hover, self.hover_level))
        painter.restore()
        ink = theme.color("indoor.text" if chosen else "text.secondary")
        draw_text(painter, self.rect(), self.text(), ink, Qt.AlignmentFlag.AlignHCenter)
        painter.end()

    def _draw_frame(self, painter: QPainter, fill: object) -> None:
        """Round only at the row's ends; neighbours share the line between them."""
        theme = current_theme()
        radius = theme.radius("control")
        left = 0 if self._first else -2 * radius
        right = self.width() + (0 if self._last else 2 * radius)
        box = QRect(left, 0, right - left, self.height())
        draw_box(painter, box, radius, fill, theme.color("border.strong"), theme.hairline)  # type: ignore[arg-type]
        if not self._last:
            edge = QPainterPath()
            edge.addRect(QRectF(self.width() - theme.hairline, 0, theme.hairline, self.height()))
            painter.fillPath(edge, theme.color("border.strong"))
