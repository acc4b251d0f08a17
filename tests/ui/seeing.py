"""What a widget looks like, and what a screen reader gets."""

from pathlib import Path

from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QWidget

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def picture(widget: QWidget) -> QImage:
    """The widget as drawn now, with everything pending done."""
    QApplication.processEvents()
    return widget.grab().toImage()


def said_name(widget: QWidget) -> str:
    """The name a screen reader reads out."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(QAccessible.Text.Name)
