"""Where toasts appear: bottom right of a window, at most two, the newest lowest."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation
from PySide6.QtWidgets import QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.widgets.toast import TOAST_MS, Notice, Toast

_MOST = 2
_EDGE = 16
_BETWEEN = 8
_RISE = 12


class ToastHost(QObject):
    """Holds the toasts of one window and keeps them in its corner."""

    def __init__(self, window: QWidget, *, stays_ms: int = TOAST_MS) -> None:
        super().__init__(window)
        self._window = window
        self._stays_ms = stays_ms
        self._toasts: list[Toast] = []
        window.installEventFilter(self)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """Oldest first."""
        return tuple(self._toasts)

    def show(self, notice: Notice) -> Toast:
        """Show a toast; the oldest makes room. Connect to its ``triggered``."""
        while len(self._toasts) >= _MOST:
            self._toasts[0].dismiss()
        toast = Toast(notice, self._window, stays_ms=self._stays_ms)
        toast.closed.connect(lambda: self._forget(toast))
        self._toasts.append(toast)
        self._arrange()
        toast.start()
        _rise(toast)
        return toast

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def _forget(self, toast: Toast) -> None:
        self._toasts.remove(toast)
        self._arrange()

    def _arrange(self) -> None:
        bottom = self._window.height() - _EDGE
        for toast in reversed(self._toasts):
            bottom -= toast.height()
            toast.move(max(0, self._window.width() - _EDGE - toast.width()), bottom)
            bottom -= _BETWEEN


def _rise(toast: Toast) -> None:
    duration = current_theme().motion("toast")
    if duration == 0:
        return
    movement = QPropertyAnimation(toast, b"pos", toast)
    movement.setDuration(duration)
    movement.setEasingCurve(QEasingCurve.Type.OutCubic)
    movement.setStartValue(toast.pos() + QPoint(0, _RISE))
    movement.setEndValue(toast.pos())
    movement.start()
