"""Two pieces at the ends of a line; where both do not fit, one below the other."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

_GAP = 8


class Ends(QWidget):
    """``left`` begins at the left, ``right`` ends at the right."""

    def __init__(self, left: QWidget, right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._right = left, right
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(left, 0, Qt.AlignmentFlag.AlignLeft)
        self._row.addStretch(1)
        at_end = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        self._row.addWidget(right, 0, at_end)

    def minimumSizeHint(self) -> QSize:
        left, right = self._left.minimumSizeHint(), self._right.minimumSizeHint()
        return QSize(max(left.width(), right.width()), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the words at one end changed
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        needed = self._left.sizeHint().width() + _GAP + self._right.sizeHint().width()
        fits = needed <= self.width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wanted = across if fits else down
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)
            self._row.setStretch(1, 1 if fits else 0)
            self.updateGeometry()
