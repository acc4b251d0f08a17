"""A window's process that opens a link and a folder as the window does: by Qt."""

import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from indoors.sandbox import WINDOW, confined, take_start


def main() -> None:
    start = take_start()
    confined(WINDOW, start)
    from PySide6.QtCore import QObject, QUrl
    from PySide6.QtGui import QDesktopServices, QGuiApplication

    from indoors.services.launcher_link import LauncherLink
    from indoors.ui.outside import Outside

    app = QGuiApplication([])
    parent = QObject()
    assert start.link is not None
    with LauncherLink(start.link) as link:
        outside = Outside(link.open_outside, parent)
        QDesktopServices.openUrl(QUrl("https://example.org/a b?c=%2F"))
        QDesktopServices.openUrl(QUrl.fromLocalFile("/tmp"))
        QDesktopServices.openUrl(QUrl.fromLocalFile("/etc/passwd"))
        time.sleep(0.5)
        outside.close()
    del app
    sys.exit(0)


if __name__ == "__main__":
    main()
