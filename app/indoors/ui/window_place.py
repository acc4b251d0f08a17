"""Where the window and its panes are, remembered over restarts."""

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtWidgets import QMainWindow

from indoors.bridge.settings import SettingsBridge
from indoors.ui.panes import Panes

SAVE_AFTER_MS = 800


class WindowPlacement(QObject):
    """Restores sizes at the start, saves them a moment after the last change."""

    def __init__(self, window: QMainWindow, panes: Panes, settings: SettingsBridge) -> None:
        super().__init__(window)
        self._window = window
        self._panes = panes
        self._settings = settings
        self._rest = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._rest.timeout.connect(self.save)
        panes.changed.connect(self._rest.start)

    def restore(self) -> None:
        """Take the sizes of the last time, as far as this screen has room for them."""
        place = self._settings.current.window
        room = self._window.screen().availableSize()
        size = QSize(place.width, place.height).boundedTo(room)
        self._window.resize(size.expandedTo(self._window.minimumSize()))
        if place.maximized:
            self._window.showMaximized()
        self._panes.left.wanted = place.list_open
        self._panes.right.wanted = place.live_panel_open
        self._panes.set_widths(place.list_width, place.live_width)

    def save(self) -> None:
        """Save what differs from what is saved."""
        self._rest.stop()
        size = self._window.normalGeometry().size()
        usual = size if size.isValid() else self._window.size()
        self._settings.update(
            "window",
            width=max(320, usual.width()),
            height=max(240, usual.height()),
            maximized=self._window.isMaximized(),
            list_width=self._panes.left.width,
            live_width=self._panes.right.width,
            list_open=self._panes.left.wanted,
            live_panel_open=self._panes.right.wanted,
        )
