"""The ring around the control that has keyboard focus.

A control cannot paint outside itself, so the ring is Qt's own focus frame: a transparent
widget that Qt keeps over its control while that moves, scrolls or hides.
"""

from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QWidget,
)

from indoors.ui.theme.current import current_theme

RING_WIDTH = 2
RING_OFFSET = 2
_RADIUS = "indoorsRingRadius"
_TARGET = "indoorsRingTarget"
_DEFAULT_RADIUS = 6


def set_ring(widget: QWidget, *, radius: int | None = None, around: QWidget | None = None) -> None:
    """Say how the ring goes around ``widget``.

    Args:
        widget: what takes the focus.
        radius: of the control's corners; half the height for pills.
        around: the frame to ring instead, for a field inside a larger box.
    """
    if radius is not None:
        widget.setProperty(_RADIUS, radius)
    if around is not None:
        widget.setProperty(_TARGET, around)


def has_keyboard_focus(widget: QWidget) -> bool:
    """Whether ``widget`` is focused and the focus came by key; delegates ask for their row."""
    window = widget.window()
    by_key = window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return widget.hasFocus() and by_key


def paint_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """Paint the ring just inside ``rect``, for rows and cells."""
    half = RING_WIDTH / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(current_theme().color("focus.ring"), RING_WIDTH))
    inner = rect.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(inner, max(0.0, radius - half), max(0.0, radius - half))
    painter.restore()


class FocusRing(QObject):
    """Moves the ring to whatever gets keyboard focus."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._style = _FrameStyle()
        self._style.setParent(self)
        self._frame: _Frame | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        target = _target(now)
        if target is None:
            if self._frame is not None and shiboken6.isValid(self._frame):
                self._frame.setWidget(None)  # type: ignore[arg-type]
            return
        if self._frame is None or not shiboken6.isValid(self._frame):
            # Closing a window takes the ring in it along.
            self._frame = _Frame(self._style, target.window())
        self._frame.setWidget(target)


def _target(focused: QWidget | None) -> QWidget | None:
    if focused is None or not has_keyboard_focus(focused):
        return None
    around = focused.property(_TARGET)
    if isinstance(around, QWidget):
        return around
    if isinstance(focused, QAbstractItemView):
        return None  # its delegate rings the current row
    if isinstance(focused, QAbstractScrollArea) and focused.frameWidth() == 0:
        return None  # fills a pane; a ring would be cut off
    return None if focused.isWindow() else focused


class _Frame(QFocusFrame):
    def __init__(self, style: QStyle, parent: QWidget) -> None:
        super().__init__(parent)
        self.setStyle(style)

    def paintEvent(self, _event: QPaintEvent) -> None:
        widget = self.widget()
        stored = widget.property(_RADIUS)
        radius = _DEFAULT_RADIUS if stored is None else int(stored)
        radius = min(radius, widget.height() // 2)
        painter = QPainter(self)
        paint_ring(painter, QRectF(self.rect()), radius + RING_OFFSET + RING_WIDTH)
        painter.end()


class _FrameStyle(QProxyStyle):
    """Tells Qt's focus frame how far outside to go, and to stay on top."""

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric in (
            QStyle.PixelMetric.PM_FocusFrameHMargin,
            QStyle.PixelMetric.PM_FocusFrameVMargin,
        ):
            return RING_OFFSET + RING_WIDTH
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: Any = None,  # noqa: N803
    ) -> int:
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        return super().styleHint(hint, option, widget, returnData)
