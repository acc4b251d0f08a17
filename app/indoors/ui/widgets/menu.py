"""Menus with icons and quiet shortcuts."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.painting import draw_box, draw_text

_ICON = 16
_ICON_LEFT = 9
_TEXT_LEFT = 32
_RIGHT = 9
_RADIUS = 6
_FRAME_RADIUS = 8


class Menu(QMenu):
    """A QMenu that draws its rows as designed. Build it with ``add``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._icons: dict[QAction, str] = {}
        self.setAccessibleName(name)
        self.setFont(font("body"))
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setToolTipsVisible(True)

    def add(
        self, text: str, *, icon: str | None = None, keys: str | QKeySequence | None = None
    ) -> QAction:
        """Add a row. ``keys`` is shown only; connect ``triggered``."""
        action = QAction(text, self)
        if icon is not None:
            action.setIcon(current_icons().icon(icon))
            self._icons[action] = icon
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.addAction(action)
        return action

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        fill, border = theme.color("bg.surface"), theme.color("border.strong")
        draw_box(painter, self.rect(), _FRAME_RADIUS, fill, border, theme.hairline)
        for action in self.actions():
            if action.isVisible():
                self._draw_row(painter, action, self.actionGeometry(action))
        painter.end()

    def _draw_row(self, painter: QPainter, action: QAction, row: QRect) -> None:
        theme = current_theme()
        if action.isSeparator():
            line = QRect(row.x(), row.center().y(), row.width(), 1)
            painter.fillRect(line, theme.color("border.default"))
            return
        if action is self.activeAction() and action.isEnabled():
            draw_box(painter, row, _RADIUS, theme.color("bg.hover"))
        enabled = action.isEnabled()
        ink = theme.color("text.primary" if enabled else "text.disabled")
        quiet = theme.color("text.tertiary" if enabled else "text.disabled")
        self._draw_mark(painter, action, row)
        painter.setFont(font("body"))
        left = row.x() + (_TEXT_LEFT if self._has_marks() else _ICON_LEFT)
        text = QRect(left, row.y(), row.right() - left, row.height())
        draw_text(painter, text, action.text().replace("&", ""), ink)
        keys = readable_keys(action.shortcut())
        if keys:
            painter.setFont(font("micro", 400))
            room = row.adjusted(0, 0, -_RIGHT, 0)
            draw_text(painter, room, keys, quiet, Qt.AlignmentFlag.AlignRight)
        if action.menu() is not None:
            at = QPoint(row.right() - _RIGHT - 11, row.center().y() - 5)
            current_icons().paint(painter, "caret-right", at, 12, quiet)

    def _draw_mark(self, painter: QPainter, action: QAction, row: QRect) -> None:
        """The icon, or the tick of a checked row."""
        theme = current_theme()
        name = self._icons.get(action)
        token = "text.tertiary" if action.isEnabled() else "text.disabled"
        if action.isCheckable():
            name, token = ("check", "indoor.text") if action.isChecked() else (None, token)
        if name is not None:
            at = QPoint(row.x() + _ICON_LEFT, row.y() + (row.height() - _ICON) // 2)
            current_icons().paint(painter, name, at, _ICON, theme.color(token))

    def _has_marks(self) -> bool:
        return any(a in self._icons or a.isCheckable() for a in self.actions())


def readable_keys(keys: QKeySequence) -> str:
    """Keys as the design writes them, "Ctrl Shift C"; macOS keeps its own signs."""
    text = keys.toString(QKeySequence.SequenceFormat.NativeText)
    return text.replace("+", " ").replace("  ", " +") if len(text) > 1 else text
