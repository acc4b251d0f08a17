"""A search field: icon, placeholder, a key hint while empty and a cross once filled."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from indoors.ui.text import widgets as words
from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.icon_button import IconButton
from indoors.ui.widgets.key_hint import KeyHint

_ICON = 16
_ICON_LEFT = 10
_TEXT_LEFT = 23
_CLEAR = 24
_EDGE = 4


class SearchField(QLineEdit):
    """``textChanged`` as ever. Esc empties it first, then goes on to its parent.

    Args:
        quiet: the lighter border, allowed because the icon marks the field.
    """

    def __init__(
        self,
        placeholder: str,
        *,
        keys: str | None = None,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("quiet", quiet)
        self.setFont(font("body"))
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFixedHeight(current_theme().height("input.height"))
        self._hint = None if keys is None else KeyHint(keys, self)
        self._clear = IconButton("x", words.CLEAR_SEARCH, side=_CLEAR, icon_size=12, parent=self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Esc does it for the keyboard
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.clicked.connect(self.clear)
        self.textChanged.connect(self._arrange)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        at = QPoint(_ICON_LEFT, (self.height() - _ICON) // 2)
        token = "text.tertiary" if self.isEnabled() else "text.disabled"
        current_icons().paint(painter, "magnifying-glass", at, _ICON, current_theme().color(token))
        painter.end()

    def _arrange(self) -> None:
        filled = bool(self.text())
        self._clear.setVisible(filled)
        middle = self.height() // 2
        self._clear.move(self.width() - _CLEAR - _EDGE, middle - _CLEAR // 2)
        right = _CLEAR if filled else 0
        if self._hint is not None:
            size = self._hint.sizeHint()
            self._hint.resize(size)
            self._hint.move(self.width() - size.width() - 11, middle - size.height() // 2)
            self._hint.setVisible(not filled)
            right = _CLEAR if filled else size.width() + _EDGE
        self.setTextMargins(_TEXT_LEFT, 0, right, 0)
