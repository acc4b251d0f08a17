"""Paints the rows of the conversation list, and edits a title in its place."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from indoors.bridge.conversations import ConversationRole, Entry, Heading
from indoors.ui.chat.excerpt import paint_excerpt, plain
from indoors.ui.text import conversations as text
from indoors.ui.theme import current_icons, current_theme, font, paint_ring

Index = QModelIndex | QPersistentModelIndex

HEADING_HEIGHT = 30
_PADDING = 12
_TITLE_TOP = 6
_AROUND = 10
_MARK = 14
_GAP = 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ConversationDelegate(QStyledItemDelegate):
    """Two kinds of rows from tokens: headings, and conversations of two lines."""

    def __init__(self, rename: Callable[[str, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._rename = rename
        self.open_id = ""  # drawn as selected; the view's current row may be another one
        self.now_ms = 0

    # ---- painting -----------------------------------------------------------------------

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        if index.data(ConversationRole.KIND) == "group":
            return QSize(0, HEADING_HEIGHT + theme.text_step)
        return QSize(0, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ConversationRole.ROW)
        painter.save()
        if isinstance(row, Heading):
            self._paint_heading(painter, _rect(option), row)
        elif isinstance(row, Entry):
            self._paint_entry(painter, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, rect: QRect, row: Heading) -> None:
        painter.setFont(font("micro"))
        painter.setPen(current_theme().color("text.tertiary"))
        area = rect.adjusted(_PADDING, 6, -_PADDING, 0)
        painter.drawText(area, _LEFT, text.heading(row.group, row.count, self.now_ms))

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, row: Entry) -> None:
        theme = current_theme()
        rect, state = _rect(option), _state(option)
        selected = row.conversation.id == self.open_id
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hover:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("bg.selected" if selected else "bg.hover"))
            radius = 6
            painter.drawRoundedRect(rect, radius, radius)
        focused = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
        if state & focused == focused:
            paint_ring(painter, QRectF(rect), 6)
        title, below = _lines(rect)
        self._paint_title(painter, title, row, selected=selected)
        self._paint_below(painter, below, row)

    def _paint_title(self, painter: QPainter, rect: QRect, row: Entry, *, selected: bool) -> None:
        conversation = row.conversation
        marks = []
        if conversation.used_cloud:
            marks.append(("cloud-arrow-up", "outside.text"))
        if conversation.pinned:
            marks.append(("push-pin-fill", "text.tertiary"))
        painter.setFont(font("body", 600 if selected else 500))
        painter.setPen(current_theme().color("text.primary"))
        room = rect.width() - len(marks) * (_MARK + _GAP)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(conversation.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, _LEFT, shown)
        left = rect.left() + metrics.horizontalAdvance(shown) + _GAP
        top = rect.center().y() - _MARK // 2
        for name, token in marks:
            color = current_theme().color(token)
            current_icons().paint(painter, name, QPoint(left, top), _MARK, color)
            left += _MARK + _GAP

    def _paint_below(self, painter: QPainter, rect: QRect, row: Entry) -> None:
        if row.hit is not None and row.hit.message_id is not None:
            paint_excerpt(painter, rect, row.hit.excerpt)
            return
        painter.setFont(font("small", tabular=True))
        painter.setPen(current_theme().color("text.tertiary"))
        line = text.second_line(row.conversation, self.now_ms, day_is_said=_day_is_said(row))
        painter.drawText(
            rect,
            _LEFT,
            painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, rect.width()),
        )

    # ---- tooltip ------------------------------------------------------------------------

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        _option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        row = index.data(ConversationRole.ROW)
        if event.type() != QEvent.Type.ToolTip or not isinstance(row, Entry):
            return False
        QToolTip.showText(event.globalPos(), self.tooltip(row), view)
        return True

    def tooltip(self, row: Entry) -> str:
        """The whole title, and what the small line leaves out."""
        lines = [row.conversation.title]
        lines.append(text.second_line(row.conversation, self.now_ms, day_is_said=False))
        if row.hit is not None and row.hit.message_id is not None:
            lines.append(plain(row.hit.excerpt))
        return "\n".join(lines)

    # ---- renaming -----------------------------------------------------------------------

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(text.RENAME)
        editor.setFont(font("body", 500))
        editor.setMaxLength(200)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        if not isinstance(editor, QLineEdit):
            return
        title = " ".join(editor.text().split())
        if title and title != index.data(Qt.ItemDataRole.EditRole):
            self._rename(str(index.data(ConversationRole.ID)), title)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        rect = _rect(option)
        height = min(rect.height() - 8, editor.sizeHint().height())
        editor.setGeometry(
            rect.left() + 2, rect.top() + (rect.height() - height) // 2, rect.width() - 4, height
        )


def row_height() -> int:
    """Room for both lines, 48 at the usual text size."""
    theme = current_theme()
    return theme.line("body") + theme.line("small") + _AROUND


def _lines(rect: QRect) -> tuple[QRect, QRect]:
    theme = current_theme()
    inner = rect.adjusted(_PADDING, 0, -_PADDING, 0)
    title = QRect(inner.left(), rect.top() + _TITLE_TOP, inner.width(), theme.line("body"))
    below = QRect(inner.left(), title.bottom(), inner.width(), theme.line("small"))
    return title, below


def _day_is_said(row: Entry) -> bool:
    """Pinned and found rows stand under no day."""
    return row.hit is None and not row.conversation.pinned


def _rect(option: Any) -> QRect:
    rect: QRect = option.rect
    return rect


def _state(option: Any) -> QStyle.StateFlag:
    state: QStyle.StateFlag = option.state
    return state
