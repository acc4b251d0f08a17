"""Tooltips for the keyboard: what the mouse gets by resting, the focus gets too."""

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from indoors.ui.theme.focus_ring import has_keyboard_focus

TOOLTIP_DELAY_MS = 500
_BELOW = 6


class FocusTip(QObject):
    """Shows the tooltip of whatever keeps the keyboard focus for half a second."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=TOOLTIP_DELAY_MS)
        self._timer.timeout.connect(self.show)
        app.focusChanged.connect(self._follow)

    def show(self) -> None:
        """Show it now, if the focus came by key and there is something to say."""
        widget = QApplication.focusWidget()
        if widget is not None and widget.toolTip() and has_keyboard_focus(widget):
            corner = widget.mapToGlobal(QPoint(0, widget.height() + _BELOW))
            QToolTip.showText(corner, widget.toolTip(), widget)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._timer.stop()
        if now is not None and now.toolTip() and has_keyboard_focus(now):
            self._timer.start()
