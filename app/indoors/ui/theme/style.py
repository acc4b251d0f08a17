"""What the style sheet cannot say: ticks, delays, and that the focus ring is elsewhere."""

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QLabel,
    QLineEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QWidget,
)

from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.focus_tip import TOOLTIP_DELAY_MS

_CHECK_RADIUS = 4
_SPIN_PADDING = 9
_Primitive = QStyle.PrimitiveElement
_CHECKS = (_Primitive.PE_IndicatorCheckBox, _Primitive.PE_IndicatorItemViewItemCheck)


class IndoorsStyle(QProxyStyle):
    """Fusion underneath; the application's style sheet draws on top of it."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def polish(self, target: Any) -> None:
        """Qt calls this once per widget, and with the application and its palette too."""
        super().polish(target)
        if isinstance(target, QAbstractSpinBox):
            # A style sheet's left padding does not reach the text in there.
            for edit in target.findChildren(QLineEdit):
                edit.setTextMargins(_SPIN_PADDING, 0, 0, 0)
        elif isinstance(target, QLabel) and target.inherits("QTipLabel"):
            target.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)  # round corners

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: Any = None,  # noqa: N803
    ) -> int:
        if hint == QStyle.StyleHint.SH_ToolTip_WakeUpDelay:
            return TOOLTIP_DELAY_MS
        if hint == QStyle.StyleHint.SH_ComboBox_Popup:
            return 0  # a list below the field, which the style sheet can draw
        return super().styleHint(hint, option, widget, returnData)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == _Primitive.PE_FrameFocusRect:
            return  # the focus ring says it, outside the control
        if element in _CHECKS:
            paint_check(painter, _option_rect(option), _option_state(option))
        elif element == _Primitive.PE_IndicatorRadioButton:
            _paint_radio(painter, _option_rect(option), _option_state(option))
        else:
            super().drawPrimitive(element, option, painter, widget)


def _option_rect(option: QStyleOption) -> QRect:
    rect: QRect = option.rect
    return rect


def _option_state(option: QStyleOption) -> QStyle.StateFlag:
    state: QStyle.StateFlag = option.state
    return state


def paint_check(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    """A 16 px check box in the middle of ``rect``."""
    theme = current_theme()
    side = theme.size("checkbox")
    box = QRect(0, 0, side, side)
    box.moveCenter(rect.center())
    enabled = bool(state & QStyle.StateFlag.State_Enabled)
    filled = bool(state & (QStyle.StateFlag.State_On | QStyle.StateFlag.State_NoChange))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("indoor.base" if enabled else "border.default"))
        painter.drawRoundedRect(box, _CHECK_RADIUS, _CHECK_RADIUS)
        mark = theme.color("text.onAccent" if enabled else "text.disabled")
        if state & QStyle.StateFlag.State_NoChange:
            painter.fillRect(QRectF(box.x() + 4, box.center().y(), side - 8, 2), mark)
        else:
            current_icons().paint(painter, "check", box.topLeft() + QPoint(2, 2), 12, mark)
    else:
        width = theme.hairline
        inner = QRectF(box).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(theme.color("border.control" if enabled else "border.default"), width))
        painter.setBrush(theme.color("bg.surface" if enabled else "bg.subtle"))
        painter.drawRoundedRect(inner, _CHECK_RADIUS - 0.5, _CHECK_RADIUS - 0.5)
    painter.restore()


def _paint_radio(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    theme = current_theme()
    radius = theme.size("checkbox") / 2
    center = QRectF(rect).center()
    enabled = bool(state & QStyle.StateFlag.State_Enabled)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if state & QStyle.StateFlag.State_On:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("indoor.base" if enabled else "border.default"))
        painter.drawEllipse(center, radius, radius)
        painter.setBrush(theme.color("text.onAccent"))
        painter.drawEllipse(center, 3, 3)
    else:
        painter.setPen(QPen(theme.color("border.control" if enabled else "border.default"), 1))
        painter.setBrush(theme.color("bg.surface"))
        painter.drawEllipse(QPointF(center), radius - 0.5, radius - 0.5)
    painter.restore()
