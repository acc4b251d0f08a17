"""The line under an answer: where it was written, by what and how fast."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from indoors.core.chat import Message, MessageState
from indoors.ui.chat.transcript_branches import BranchSwitch
from indoors.ui.text import chat as words
from indoors.ui.text import numbers
from indoors.ui.theme import current_icons, current_theme, font
from indoors.ui.widgets import IconButton
from indoors.ui.widgets.painting import draw_text, text_width

Part = tuple[str, str]
_SIDE = 24
_ICON = 14
_ICON_ROOM = 19
_GAP = 3
_DOT = " · "


def parts_that_fit(parts: list[Part], room: int, widths: dict[str, int], dot: int) -> list[Part]:
    """Leave out parts until the rest fits, in the order of ``words.DROP_ORDER``."""
    kept = list(parts)
    for name in words.DROP_ORDER:
        if sum(widths[text] for _, text in kept) + dot * (len(kept) - 1) <= room:
            break
        kept = [part for part in kept if part[0] != name]
    return kept


class MetricsLine(QWidget):
    """Click, Enter and Space open the details. Copy and more stand at its right."""

    details_requested = Signal()
    copy_requested = Signal()
    more_requested = Signal(QPoint)  # where to open the menu, global
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []
        self._message: Message | None = None
        self._places: list[tuple[QRect, str]] = []
        self._strong = font("small", 500)
        self.setFont(font("small", tabular=True))
        self.copy = IconButton("copy", words.COPY_ANSWER, side=_SIDE, icon_size=_ICON, parent=self)
        self.more = IconButton("dots-three", words.MORE, side=_SIDE, icon_size=_ICON, parent=self)
        self.branches: BranchSwitch | None = None
        self.copy.clicked.connect(self.copy_requested)
        self.more.clicked.connect(
            lambda: self.more_requested.emit(self.more.mapToGlobal(QPoint(0, _SIDE)))
        )
        for button in (self.copy, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(max(_SIDE, current_theme().line("small")))

    # ---- content ------------------------------------------------------------------------

    def show_message(self, message: Message) -> None:
        self._message = message
        writing = message.state is MessageState.WRITING
        nothing = writing or (message.state is MessageState.FAILED and not message.text)
        self._set_parts([] if nothing else words.metrics(message))
        self.setAccessibleName("" if nothing else words.metrics_spoken(message))
        self.copy.setVisible(not nothing)
        self.more.setVisible(not writing)
        self._show_branches(message)

    def show_speed(self, tokens_per_second: float | None) -> None:
        """Show only the speed, as long as the answer is being written."""
        known = tokens_per_second is not None
        self._set_parts([("speed", numbers.speed(tokens_per_second))] if known else [])

    def _set_parts(self, parts: list[Part]) -> None:
        if parts != self._parts:
            self._parts = parts
            self.update()

    def _show_branches(self, message: Message) -> None:
        if message.branches < 2:
            if self.branches is not None:
                self.branches.hide()
            return
        if self.branches is None:
            self.branches = BranchSwitch(self)
            self.branches.stepped.connect(self.stepped)
        self.branches.show_branch(message.branch, message.branches)
        self.branches.show()
        self._place()

    # ---- size and paint -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        top = (self.height() - _SIDE) // 2
        right = self.width() + 2
        for button in (self.more, self.copy):
            right -= _SIDE
            button.setGeometry(right, top, _SIDE, _SIDE)
        if self.branches is not None:
            self.branches.move(right - self.branches.width() - 4, top)

    @property
    def _room(self) -> int:
        shown = self.branches is not None and not self.branches.isHidden()
        first = self.branches if self.branches is not None and shown else self.copy
        return first.x() - 8 if not first.isHidden() else self.width()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        self._places = []
        left = 0
        dot = text_width(self.font(), _DOT)
        for name, text in self._fitting(dot):
            if left:
                painter.setFont(self.font())
                color = theme.color("text.tertiary")
                draw_text(painter, QRect(left, 0, dot, self.height()), _DOT, color)
                left += dot
            left = self._paint_part(painter, left, name, text)
        painter.end()

    def _fitting(self, dot: int) -> list[Part]:
        widths = {text: self._width(name, text) for name, text in self._parts}
        return parts_that_fit(self._parts, self._room, widths, dot)

    def _width(self, name: str, text: str) -> int:
        if name == "local":
            return _ICON_ROOM + text_width(self._strong, text)
        return text_width(self.font(), text)

    def _paint_part(self, painter: QPainter, left: int, name: str, text: str) -> int:
        theme = current_theme()
        width = self._width(name, text)
        self._places.append((QRect(left, 0, width, self.height()), name))
        room = QRect(left, 0, width, self.height())
        color = theme.color("text.tertiary")
        painter.setFont(self.font())
        if name == "local":
            color = theme.color("indoor.text")
            at = QPoint(left, (self.height() - _ICON) // 2)
            current_icons().paint(painter, "house-line", at, _ICON, color)
            painter.setFont(self._strong)
            room.setLeft(left + _ICON_ROOM)
        draw_text(painter, room, text, color)
        return left + width

    # ---- use ----------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        over = self._places and event.position().x() <= self._places[-1][0].right()
        if event.button() == Qt.MouseButton.LeftButton and over and self.accessibleName():
            self.details_requested.emit()
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.details_requested.emit()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            for place, name in self._places:
                if place.contains(event.pos()):
                    tip = words.metric_tip(name, self._message) if self._message else ""
                    QToolTip.showText(event.globalPos(), tip, self, place)
                    return True
        return bool(super().event(event))
