"""Opens links and folders by the launcher: the window itself can start no program."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

_SCHEMES = ("https", "http", "mailto", "file")


class Outside(QObject):
    """Takes over what ``QDesktopServices.openUrl`` is asked for, anywhere in the window."""

    def __init__(self, show: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        for scheme in _SCHEMES:
            # The stub wants bytes; only a str is taken.
            QDesktopServices.setUrlHandler(scheme, self, "open_url")  # type: ignore[arg-type]

    @Slot(QUrl)
    def open_url(self, url: QUrl) -> None:
        """Hand over the link, or the folder's path."""
        fully = QUrl.ComponentFormattingOption.FullyEncoded
        self._show(url.toLocalFile() if url.isLocalFile() else url.toString(fully))

    def close(self) -> None:
        for scheme in _SCHEMES:
            QDesktopServices.unsetUrlHandler(scheme)
