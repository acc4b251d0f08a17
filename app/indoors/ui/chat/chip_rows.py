"""Chips in centred rows that break where the width ends."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 8


class ChipRows(QWidget):
    """As high as the rows it needs."""

    def __init__(self, chips: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips = list(chips)
        for chip in self._chips:
            chip.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        return sum(_height(row) + _GAP for row in rows) - _GAP if rows else 0

    def sizeHint(self) -> QSize:
        width = sum(chip.sizeHint().width() + _GAP for chip in self._chips)
        return QSize(width, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        widest = max((chip.sizeHint().width() for chip in self._chips), default=0)
        return QSize(widest, self.heightForWidth(max(self.width(), widest)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top = 0
        for row in self._rows(self.width()):
            left = (self.width() - _width(row)) // 2
            for chip in row:
                size = chip.sizeHint()
                chip.setGeometry(QRect(left, top, size.width(), size.height()))
                left += size.width() + _GAP
            top += _height(row) + _GAP
        self.updateGeometry()

    def _rows(self, width: int) -> list[list[QWidget]]:
        rows: list[list[QWidget]] = []
        for chip in self._chips:
            if rows and _width([*rows[-1], chip]) <= width:
                rows[-1].append(chip)
            else:
                rows.append([chip])
        return rows


def _width(row: Sequence[QWidget]) -> int:
    return sum(chip.sizeHint().width() + _GAP for chip in row) - _GAP


def _height(row: Sequence[QWidget]) -> int:
    return max(chip.sizeHint().height() for chip in row)
