"""Paints the single cells of the models table."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from indoors.core.fit import Verdict
from indoors.services.download_status import DownloadPhase
from indoors.services.model_rows import ModelRow
from indoors.ui.text import model_rows as words
from indoors.ui.text import models as text
from indoors.ui.theme import current_icons, current_theme, font
from indoors.ui.widgets.fit_bar import TONES
from indoors.ui.widgets.painting import draw_box, draw_text, elide, text_width
from indoors.ui.widgets.progress_bar import paint_bar
from indoors.ui.widgets.range_mark import BAND, Mark, paint_range_mark

RIGHT_PADDING = 16
_BAR = 84
_BAR_HEIGHT = 4
_MARK = 150
_BADGE_PADDING = 7
_ICON = 12
_BUTTON_PADDING = 11
_GAP = 6
_DOT = 8
_PROGRESS = 96
_TONES = {
    Verdict.FITS: ("indoor", "check-circle-fill"),
    Verdict.TIGHT: ("caution", "warning-circle-fill"),
    Verdict.TOO_BIG: ("danger", "x-circle-fill"),
}
_RIGHT = Qt.AlignmentFlag.AlignRight
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Scale:
    """What the bars of all rows are measured by, so that they compare by eye."""

    memory: int = 0  # bytes free in all
    speed: float = 1.0  # tokens per second


def paint_model(painter: QPainter, rect: QRect, row: ModelRow) -> None:
    """Name and quantization; a star at the default."""
    top, below = _lines(rect)
    painter.setFont(font("body", 600))
    theme = current_theme()
    name = words.short_name(row.entry)
    star = 16 if row.is_default else 0
    shown = elide(painter.font(), name, _ELIDE, top.width() - star)
    draw_text(painter, top, shown, theme.color("text.primary"))
    if star:
        left = top.left() + text_width(painter.font(), shown) + _GAP
        at = QPoint(left, top.center().y() - _ICON // 2 + 1)
        current_icons().paint(painter, "star-fill", at, _ICON, theme.color("text.tertiary"))
    painter.setFont(font("small"))
    quiet = elide(painter.font(), row.file.label, _ELIDE, below.width())
    draw_text(painter, below, quiet, theme.color("text.tertiary"))


def paint_disk(painter: QPainter, rect: QRect, row: ModelRow) -> None:
    """Size of the file."""
    painter.setFont(font("body", tabular=True))
    draw_text(painter, rect, words.disk(row), current_theme().color("text.primary"))


def paint_memory(painter: QPainter, rect: QRect, row: ModelRow, scale: Scale) -> None:
    """Memory needed, and its share of what is free."""
    theme = current_theme()
    top, below = _lines(rect)
    painter.setFont(font("body", tabular=True))
    draw_text(painter, top, words.needed(row), theme.color("text.primary"))
    if row.needed is None or row.verdict is None:
        return
    middle = below.top() + 5
    bar = QRectF(rect.left(), middle, min(_BAR, rect.width()), _BAR_HEIGHT)
    share = row.needed / scale.memory if scale.memory else 1.0
    paint_bar(painter, bar, min(1.0, share), TONES[row.verdict.value])


def paint_fit(painter: QPainter, rect: QRect, row: ModelRow) -> None:
    """The verdict as a badge."""
    if row.verdict is None:
        painter.setFont(font("body"))
        draw_text(painter, rect, words.verdict(row), current_theme().color("text.tertiary"))
        return
    theme = current_theme()
    tone, icon = _TONES[row.verdict]
    said = words.verdict(row)
    painter.setFont(font("micro", 600))
    height = theme.height("badge.height")
    width = 2 * _BADGE_PADDING + _ICON + 4 + text_width(painter.font(), said)
    box = QRect(rect.left(), rect.center().y() - height // 2 + 1, width, height)
    border = theme.color(f"{tone}.border") if theme.high_contrast else None
    draw_box(painter, box, theme.radius("badge"), theme.color(f"{tone}.tint"), border)
    ink = theme.color(f"{tone}.text")
    at = QPoint(box.left() + _BADGE_PADDING, box.center().y() - _ICON // 2 + 1)
    current_icons().paint(painter, icon, at, _ICON, ink)
    draw_text(painter, box.adjusted(_BADGE_PADDING + _ICON + 4, 0, 0, 0), said, ink)


def paint_speed(painter: QPainter, rect: QRect, row: ModelRow, scale: Scale) -> None:
    """Range and measurement on one scale, and both in figures."""
    theme = current_theme()
    strong, rest = words.speed_parts(row)
    mark = _mark(row, scale)
    area = rect
    if mark is not None:
        top, area = _lines(rect)
        track = QRectF(rect.left(), top.center().y() - BAND / 2 + 1, min(_MARK, rect.width()), BAND)
        paint_range_mark(painter, track, mark)
    left = area.left()
    if strong:
        painter.setFont(font("small", 600, tabular=True))
        draw_text(painter, area, strong, theme.color("text.primary"))
        left += text_width(painter.font(), strong)
    painter.setFont(font("small", tabular=True))
    room = QRect(left, area.top(), area.right() - left, area.height())
    measured, dot, predicted = rest.partition("·")
    if dot:
        draw_text(painter, room, measured.rstrip(), theme.color("text.primary"))
        step = text_width(painter.font(), measured)
        room.setLeft(room.left() + step)
        rest = dot + predicted
    shown = elide(painter.font(), rest, _ELIDE, room.width())
    draw_text(painter, room, shown, theme.color("text.tertiary" if dot else "text.secondary"))


def paint_licence(painter: QPainter, rect: QRect, row: ModelRow) -> None:
    """The licence, and what a business must know of it."""
    theme = current_theme()
    said = row.entry.licence
    note = words.licence_note(said)
    area = rect
    if note:
        area, below = _lines(rect)
        painter.setFont(font("small"))
        ink = "caution.text" if said.commercial is not True else "text.tertiary"
        shown = elide(painter.font(), note, _ELIDE, below.width())
        draw_text(painter, below, shown, theme.color(ink))
    painter.setFont(font("small"))
    shown = elide(painter.font(), words.licence(said), _ELIDE, area.width())
    draw_text(painter, area, shown, theme.color("text.secondary"))


def paint_action(
    painter: QPainter, rect: QRect, row: ModelRow, *, hover: bool, enabled: bool
) -> None:
    """The button of the row, or what stands in its place."""
    theme = current_theme()
    said = words.action(row)
    if row.in_use:
        painter.setFont(font("body", 500))
        draw_text(painter, rect, said, theme.color("indoor.text"), _RIGHT)
        x = rect.right() - text_width(painter.font(), said) - _GAP - _DOT / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("indoor.base"))
        painter.drawEllipse(QPointF(x, rect.center().y() + 1), _DOT / 2, _DOT / 2)
    elif row.download is not None and row.on_disk is None:
        _paint_download(painter, rect, row, said)
    elif has_button(row):
        _paint_button(painter, button_rect(rect, row), said, hover=hover, enabled=enabled)
    else:
        painter.setFont(font("small", tabular=True))
        draw_text(painter, rect, said, theme.color("text.tertiary"), _RIGHT)


def has_button(row: ModelRow) -> bool:
    """Whether the row offers to use or to get the model."""
    return words.action(row) in (text.USE, text.GET)


def button_rect(cell: QRect, row: ModelRow) -> QRect:
    """Where the button is in its cell."""
    said = words.action(row)
    theme = current_theme()
    width = 2 * _BUTTON_PADDING + text_width(font("small", 500), said)
    if said == text.GET:
        width += theme.size("icon.small") + _GAP
    height = theme.height("button.small")
    return QRect(cell.right() - width + 1, cell.center().y() - height // 2 + 1, width, height)


def _paint_button(painter: QPainter, box: QRect, said: str, *, hover: bool, enabled: bool) -> None:
    theme = current_theme()
    fill = theme.color("bg.hover" if hover and enabled else "bg.surface")
    border = theme.color("border.strong" if enabled else "border.default")
    draw_box(painter, box, theme.radius("control"), fill, border, theme.hairline)
    painter.setFont(font("small", 500))
    ink = theme.color("text.primary" if enabled else "text.disabled")
    left = box.left() + _BUTTON_PADDING
    if said == text.GET:
        side = theme.size("icon.small")
        at = QPoint(left, box.center().y() - side // 2 + 1)
        current_icons().paint(painter, "download-simple", at, side, ink)
        left += side + _GAP
    draw_text(painter, QRect(left, box.top(), box.right() - left, box.height()), said, ink)


def _paint_download(painter: QPainter, rect: QRect, row: ModelRow, said: str) -> None:
    assert row.download is not None
    theme = current_theme()
    top, below = _lines(rect)
    failed = row.download.phase is DownloadPhase.FAILED
    painter.setFont(font("small", tabular=True))
    ink = theme.color("danger.text" if failed else "text.secondary")
    draw_text(painter, top, said, ink, _RIGHT)
    width = min(_PROGRESS, rect.width())
    height = theme.size("progress.height")
    bar = QRectF(rect.right() - width + 1, below.top() + 4, width, height)
    token = "danger.base" if failed else "indoor.base"
    paint_bar(painter, bar, words.fraction_done(row.download) or 0.0, token)


def _mark(row: ModelRow, scale: Scale) -> Mark | None:
    if row.verdict is Verdict.TOO_BIG or row.predicted is None or not row.can_chat:
        return None
    value = row.measured.value if row.measured else None
    guess = row.predicted
    return Mark(guess.low, guess.high, scale.speed, value, quiet=value is None)


def _lines(rect: QRect) -> tuple[QRect, QRect]:
    """Two lines in the vertical middle of the row."""
    theme = current_theme()
    first, second = theme.line("body") - 1, theme.line("small") - 1
    top = rect.top() + (rect.height() - first - second) // 2
    return (
        QRect(rect.left(), top, rect.width(), first),
        QRect(rect.left(), top + first, rect.width(), second),
    )
