"""The rail at the left: which screen is shown."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from indoors.ui.text import widgets as words
from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.focus_ring import set_ring
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.control import Control
from indoors.ui.widgets.mark import Mark
from indoors.ui.widgets.painting import draw_box, draw_text, mix, text_width

_NARROW = 48
_NARROW_ITEM = 40
_MARK = 30
_MARK_TOP = 12
_FIRST_ITEM = 60
_BETWEEN = 4
_BOTTOM = 10
_DOT = 6
_ICON_TOP = 7
_LABEL_TOP = 31
_LABEL_SIDES = 2
_CENTER = Qt.AlignmentFlag.AlignHCenter
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class NavRail(QWidget):
    """``chosen`` carries the key of the item the user picked; Up and Down move between them."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words.MAIN_NAVIGATION)
        self._items: dict[str, NavItem] = {}
        self._icons_only = False
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, _MARK_TOP, 0, _BOTTOM)
        self._column.setSpacing(_BETWEEN)
        self._column.addWidget(Mark(_MARK, self), 0, _CENTER)
        self._column.addSpacing(_FIRST_ITEM - _MARK_TOP - _MARK - _BETWEEN)
        self._column.addStretch(1)
        self._fit()

    def add(self, key: str, icon: str, label: str, *, at_bottom: bool = False) -> "NavItem":
        """Add an item; ``icon`` needs a filled twin named ``<icon>-fill``."""
        item = NavItem(icon, label, self)
        item.clicked.connect(lambda: self.chosen.emit(key))
        self._group.addButton(item)
        self._items[key] = item
        index = self._column.count() if at_bottom else self._stretch_index()
        self._column.insertWidget(index, item, 0, _CENTER)
        if len(self._items) == 1:
            item.setChecked(True)
        item.set_icon_only(self._icons_only)
        self._fit()
        return item

    def set_current(self, key: str) -> None:
        """Show ``key`` as chosen, without a signal."""
        self._items[key].setChecked(True)

    def set_working(self, key: str, working: bool) -> None:
        """A dot marks work going on in the background of that screen."""
        self._items[key].set_working(working)

    def set_icons_only(self, icons_only: bool) -> None:
        self._icons_only = icons_only
        for item in self._items.values():
            item.set_icon_only(icons_only)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        items = list(self._items.values())
        focused = self.focusWidget()
        if step is None or focused not in items:
            super().keyPressEvent(event)
            return
        following = items[(items.index(focused) + step) % len(items)]
        following.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.rail"))
        edge = QRect(self.width() - 1, 0, 1, self.height())
        painter.fillRect(edge, theme.color("border.default"))
        painter.end()

    def _fit(self) -> None:
        """As wide as designed, or as the longest label needs in larger text."""
        wide = current_theme().size("rail.width")
        margin = wide - current_theme().pair("rail.item")[0]
        widest = max((item.sizeHint().width() for item in self._items.values()), default=0)
        self.setFixedWidth(_NARROW if self._icons_only else max(wide, widest + margin))

    def _stretch_index(self) -> int:
        for index in range(self._column.count()):
            item = self._column.itemAt(index)
            spacer = item.spacerItem() if item is not None else None
            if spacer is not None and spacer.expandingDirections() & Qt.Orientation.Vertical:
                return index
        return self._column.count()


class NavItem(Control):
    """An icon above its label; the chosen one has the filled icon."""

    def __init__(self, icon: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._icon = icon
        self._working = False
        self._icon_only = False
        self.setCheckable(True)
        self.setFont(font("micro", 500))
        self.setAccessibleName(label)
        set_ring(self, radius=_radius())

    def set_working(self, working: bool) -> None:
        self._working = working
        self.setAccessibleName(words.working(self.text()) if working else self.text())
        self.update()

    def set_icon_only(self, icon_only: bool) -> None:
        self._icon_only = icon_only
        self.setToolTip(self.text() if icon_only else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._icon_only:
            return QSize(_NARROW_ITEM, _NARROW_ITEM)
        width, _ = current_theme().pair("rail.item")
        needed = text_width(self.font(), self.text()) + _LABEL_SIDES
        return QSize(max(width, needed), _LABEL_TOP + current_theme().line("micro") + 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            event.ignore()  # the rail moves the focus
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self.font())
        chosen = self.isChecked()
        rest = theme.color("bg.selected" if chosen else "bg.rail")
        hover = rest if chosen else theme.color("bg.pressed" if self.isDown() else "bg.hover")
        level = 1.0 if self.isDown() else self.hover_level
        draw_box(painter, self.rect(), _radius(), mix(rest, hover, level))
        ink = theme.color("indoor.text" if chosen else "text.secondary")
        self._draw_icon(painter, f"{self._icon}-fill" if chosen else self._icon)
        if not self._icon_only:
            line = QRectF(0, _LABEL_TOP, self.width(), theme.line("micro"))
            draw_text(painter, line, self.text(), ink, _CENTER)
        painter.end()

    def _draw_icon(self, painter: QPainter, name: str) -> None:
        theme = current_theme()
        side = theme.size("icon.rail")
        top = (self.height() - side) // 2 if self._icon_only else _ICON_TOP
        at = QPoint((self.width() - side) // 2, top)
        ink = theme.color("indoor.text" if self.isChecked() else "text.secondary")
        current_icons().paint(painter, name, at, side, ink)
        if self._working:
            dot = QRectF(at.x() + side - _DOT / 2, at.y() - _DOT / 2 + 1, _DOT, _DOT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("indoor.base"))
            painter.drawEllipse(dot)


def _radius() -> int:
    return current_theme().radius("card") - 2
