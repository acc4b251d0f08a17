"""The button that shows which model answers, and how much memory it takes."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.text import widgets as words
from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.focus_ring import set_ring
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.control import Control
from indoors.ui.widgets.gauge import gauge_ink
from indoors.ui.widgets.painting import draw_box, draw_text, elide, mix, text_width
from indoors.ui.widgets.progress_bar import paint_bar

_PADDING = 11
_DOT = 8
_GAP = 9
_RULE_GAP = 10
_RULE_HEIGHT = 16
_GAUGE = 64
_CARET = 12
_CARET_GAP = 8
_NAME_WIDEST = 220


@dataclass(frozen=True, slots=True)
class PickerState:
    """What the picker shows. ``used`` and ``total`` are bytes, None if not known.

    ``note`` says why a model is not loaded, where that has a reason.
    """

    name: str | None = None
    quantization: str | None = None
    loaded: bool = False
    used: int | None = None
    total: int | None = None
    out_of_memory: bool = False
    note: str = ""


class ModelPicker(Control):
    """``clicked`` asks for the menu of models. Compact shows the name only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._state = PickerState()
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_ring(self, radius=current_theme().radius("control"))
        self.set_state(PickerState())

    @property
    def state(self) -> PickerState:
        return self._state

    def set_state(self, state: PickerState) -> None:
        self._state = state
        self.setAccessibleName(_aloud(state))
        self.setToolTip("\n".join(part for part in (state.name, state.note) if part))
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = 2 * _PADDING + _DOT + _GAP + self._name_width() + _CARET_GAP + _CARET
        if not self._compact:
            width += self._quantization_width() + self._memory_width()
        return QSize(width, current_theme().height("picker.height"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        hover = 1.0 if self.isDown() else self.hover_level
        fill = mix(theme.color("bg.surface"), theme.color("bg.hover"), hover)
        border = theme.color("border.strong")
        draw_box(painter, self.rect(), theme.radius("control"), fill, border, theme.hairline)
        self._draw_dot(painter)
        x = self._draw_name(painter, _PADDING + _DOT + _GAP)
        if not self._compact and self._memory_width():
            self._draw_memory(painter, x)
        at = QPoint(self.width() - _PADDING - _CARET, (self.height() - _CARET) // 2)
        icons = current_icons()
        icons.paint(painter, "caret-down", at, _CARET, theme.color("text.secondary"))
        painter.end()

    def _draw_dot(self, painter: QPainter) -> None:
        theme = current_theme()
        center = QPointF(_PADDING + _DOT / 2, self.height() / 2)
        if self._state.loaded:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("indoor.base"))
            painter.drawEllipse(center, _DOT / 2, _DOT / 2)
        else:
            painter.setPen(QPen(theme.color("text.tertiary"), 1.3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, _DOT / 2 - 0.65, _DOT / 2 - 0.65)

    def _draw_name(self, painter: QPainter, x: int) -> int:
        """Name and quantisation; returns where they end."""
        theme = current_theme()
        painter.setFont(font("body", 600))
        full = self._state.name or words.NO_MODEL
        name = elide(painter.font(), full, Qt.TextElideMode.ElideRight, _NAME_WIDEST)
        width = self._name_width()
        draw_text(painter, self._at(x, width), name, theme.color("text.primary"))
        x += width
        if self._state.quantization and not self._compact:
            painter.setFont(font("body"))
            rest = self._at(x + _GAP, self._quantization_width())
            draw_text(painter, rest, self._state.quantization, theme.color("text.tertiary"))
        return x + (0 if self._compact else self._quantization_width())

    def _draw_memory(self, painter: QPainter, x: int) -> None:
        theme = current_theme()
        state = self._state
        x += _RULE_GAP
        top = (self.height() - _RULE_HEIGHT) // 2
        painter.fillRect(QRect(x, top, 1, _RULE_HEIGHT), theme.color("border.default"))
        x += 1 + _RULE_GAP
        fraction = (state.used or 0) / state.total if state.total else 0.0
        height = theme.size("gauge.height")
        bar = QRectF(x, (self.height() - height) / 2, _GAUGE, height)
        ink = "danger.base" if state.out_of_memory else gauge_ink(fraction)
        paint_bar(painter, bar, 1.0 if state.out_of_memory else fraction, ink)
        x += _GAUGE + _GAP
        painter.setFont(font("body", tabular=True))
        color = theme.color("danger.text" if state.out_of_memory else "text.secondary")
        draw_text(painter, self._at(x, self.width() - x), self._memory_text(), color)

    def _at(self, x: int, width: int) -> QRect:
        return QRect(x, 0, width, self.height())

    def _name_width(self) -> int:
        name = self._state.name or words.NO_MODEL
        return min(_NAME_WIDEST, text_width(font("body", 600), name))

    def _quantization_width(self) -> int:
        text = self._state.quantization
        return _GAP + text_width(font("body"), text) if text else 0

    def _memory_text(self) -> str:
        state = self._state
        if state.out_of_memory:
            return words.OUT_OF_MEMORY
        if state.used is None or state.total is None:
            return ""
        return words.memory_of(state.used, state.total)

    def _memory_width(self) -> int:
        text = self._memory_text()
        if not text:
            return 0
        return 2 * _RULE_GAP + 1 + _GAUGE + _GAP + text_width(font("body", tabular=True), text)


def _aloud(state: PickerState) -> str:
    if state.name is None:
        return words.NO_MODEL
    memory = None
    if state.out_of_memory:
        memory = words.OUT_OF_MEMORY
    elif state.used is not None and state.total is not None:
        memory = words.memory_of_aloud("memory", state.used, state.total)
    loaded = words.LOADED if state.loaded else state.note or words.NOT_LOADED
    return words.model_aloud(state.name, state.quantization, loaded, memory)
