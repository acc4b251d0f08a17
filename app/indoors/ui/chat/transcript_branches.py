"""The switcher between versions of a message: ‹ 2 / 3 ›."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from indoors.ui.text import chat as words
from indoors.ui.theme import current_theme, font
from indoors.ui.widgets import IconButton
from indoors.ui.widgets.painting import draw_text, text_width

_SIDE = 24
_ICON = 12


class BranchSwitch(QWidget):
    """``stepped`` carries -1 or 1. Arrows without a version behind them are disabled."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setFont(font("small", tabular=True))
        self.older = self._arrow("caret-left", words.OLDER_VERSION, -1)
        self.newer = self._arrow("caret-right", words.NEWER_VERSION, 1)

    def _arrow(self, icon: str, name: str, step: int) -> IconButton:
        button = IconButton(icon, name, side=_SIDE, icon_size=_ICON, parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.stepped.emit(step))
        return button

    def show_branch(self, index: int, count: int) -> None:
        self._text = words.branch(index, count)
        self.setAccessibleName(words.branch_spoken(index, count))
        self.older.setEnabled(index > 0)
        self.newer.setEnabled(index < count - 1)
        self.resize(self.sizeHint())
        self.older.setGeometry(0, 0, _SIDE, _SIDE)
        self.newer.setGeometry(self.width() - _SIDE, 0, _SIDE, _SIDE)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(2 * _SIDE + text_width(self.font(), self._text) + 4, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        room = QRect(_SIDE, 0, self.width() - 2 * _SIDE, self.height())
        color = current_theme().color("text.tertiary")
        draw_text(painter, room, self._text, color, Qt.AlignmentFlag.AlignHCenter)
        painter.end()
