"""Rows of forms: a title with its explanation, and the control that belongs to it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from indoors.ui.widgets import Label

CONTROL_WIDTH = 132


class FormRow(QWidget):
    """Words at the left, the control at the right, or below it if ``below``."""

    def __init__(self, title: str, body: str, control: QWidget, *, below: bool = False) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(title, weight=500))
        if body:
            words.addWidget(Label(body, role="small", ink="text.tertiary", wrap=True))
        name = f"{title}. {body}" if body else title
        control.setAccessibleName(title)
        control.setAccessibleDescription(name)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        if below:
            outer.addLayout(words)
            outer.addWidget(control)
            return
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(words, 1)
        row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addLayout(row)


class WholeNumber(QSpinBox):
    """A field for whole numbers that leaves the wheel to the page around it."""

    def __init__(self, lowest: int, highest: int) -> None:
        super().__init__()
        self.setRange(lowest, highest)
        self.setGroupSeparatorShown(True)
        self.setFixedWidth(CONTROL_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Decimal(QDoubleSpinBox):
    """The same for decimals."""

    def __init__(self, lowest: float, highest: float, step: float, decimals: int) -> None:
        super().__init__()
        self.setDecimals(decimals)
        self.setRange(lowest, highest)
        self.setSingleStep(step)
        self.setFixedWidth(CONTROL_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FormScroll(QScrollArea):
    """Scrolls up and down only, and asks for as much height as its content has."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        content = self._content
        height = content.heightForWidth(self.width()) if content.hasHeightForWidth() else -1
        return QSize(content.sizeHint().width(), max(height, content.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 80)
