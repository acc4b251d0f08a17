"""Rows of the command palette: what they are, which ones fit, how they are painted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from indoors.core.matching import best
from indoors.ui.theme import current_icons, current_theme, font
from indoors.ui.widgets.painting import draw_box, draw_text, text_width

Index = QModelIndex | QPersistentModelIndex

ROWS: Final = 8


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """``hint`` is the shortcut, or where the thing is."""

    text: str
    icon: str
    hint: str
    run: Callable[[], None]


class PaletteModel(QAbstractListModel):
    """The entries that fit what was typed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: list[tuple[str, PaletteEntry]] = []
        self._shown: list[PaletteEntry] = []

    def offer(self, entries: Sequence[PaletteEntry]) -> None:
        self._all = [(entry.text, entry) for entry in entries]
        self.filter("")

    def filter(self, query: str) -> None:
        self.beginResetModel()
        self._shown = best(query, self._all, ROWS)
        self.endResetModel()

    def entry(self, row: int) -> PaletteEntry | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.text}, {entry.hint}" if entry.hint else entry.text
        return entry if role == Qt.ItemDataRole.UserRole else None


class PaletteDelegate(QStyledItemDelegate):
    """Icon, words, and the shortcut or place in a small frame."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, current_theme().height("row.palette"))

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        theme, rect = current_theme(), QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            draw_box(painter, rect, theme.radius("row"), theme.color("bg.selected"))
        ink = theme.color("indoor.text" if selected else "text.secondary")
        at = QPoint(rect.left() + 13, rect.center().y() - 6)
        current_icons().paint(painter, entry.icon, at, 14, ink)
        right = rect.right() - 11
        if entry.hint:
            right = _paint_hint(painter, rect, entry.hint) - 12
        painter.setFont(font("body"))
        room = QRect(rect.left() + 38, rect.top(), right - rect.left() - 38, rect.height())
        words = painter.fontMetrics().elidedText(
            entry.text, Qt.TextElideMode.ElideRight, room.width()
        )
        draw_text(painter, room, words, theme.color("text.primary"))
        painter.restore()


def _paint_hint(painter: QPainter, row: QRect, hint: str) -> int:
    """Paint the frame at the right end; returns its left edge."""
    theme = current_theme()
    face = font("micro", 500)
    width = text_width(face, hint) + 12
    height = theme.line("micro") + 2
    box = QRect(row.right() - 11 - width, row.center().y() - height // 2 + 1, width, height)
    painter.setFont(face)
    draw_box(
        painter,
        box,
        theme.radius("badge"),
        theme.color("bg.surface"),
        theme.color("border.default"),
        theme.hairline,
    )
    draw_text(painter, box, hint, theme.color("text.secondary"), Qt.AlignmentFlag.AlignHCenter)
    return box.left()
