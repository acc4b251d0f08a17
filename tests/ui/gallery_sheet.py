"""A page on which widgets lie where the design has them."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from indoors.ui.theme import font, paint_ring
from indoors.ui.widgets import (
    Card,
    Label,
)

SIZE = QSize(1280, 800)


class Sheet(QWidget):
    """Places widgets at the coordinates of the design's picture."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SIZE)
        self.rings: list[tuple[QWidget, int]] = []

    def put(self, widget: QWidget, x: int, y: int, width: int = 0, height: int = 0) -> QWidget:
        widget.setParent(self)
        size = widget.sizeHint()
        if width and not height and widget.hasHeightForWidth():
            height = widget.heightForWidth(width)
        widget.setGeometry(x, y, width or size.width(), height or size.height())
        return widget

    def panel(self, title: str, x: int, y: int, width: int, height: int, **look: str) -> None:
        self.put(Card(**look), x, y, width, height)  # type: ignore[arg-type]
        label = Label(title, role="micro", ink="text.tertiary")
        label.setFont(font("micro", 400))
        self.put(label, x + 17, y + 13, width - 34)

    def ring(self, widget: QWidget, radius: int = 6) -> None:
        self.rings.append((widget, radius))


def grab(sheet: Sheet) -> QPixmap:
    """The sheet as shown, with the focus rings that only one control could have at a time."""
    sheet.show()
    QApplication.processEvents()
    picture = sheet.grab()
    painter = QPainter(picture)
    for widget, radius in sheet.rings:
        around = widget.geometry().adjusted(-4, -4, 4, 4)
        paint_ring(painter, around.toRectF(), radius + 4)
    painter.end()
    return picture
