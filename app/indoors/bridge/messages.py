"""The transcript as a Qt list model: the messages on the path that is shown."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from indoors.core.chat import Message
from indoors.core.insights.record import Answered

Index = QModelIndex | QPersistentModelIndex


class MessagesModel(QAbstractListModel):
    """One row per message, oldest first. ``Message`` values are never changed, only replaced.

    ``append_text`` reports through ``text_appended`` alone, not through ``dataChanged``: at
    30 flushes a second a view must not draw the whole message again.
    """

    text_appended = Signal(str, str)  # message id, delta

    MESSAGE = int(Qt.ItemDataRole.UserRole)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: list[Message] = []
        self._rows: dict[str, int] = {}

    # ---- reading ------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._messages)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._messages):
            return None
        message = self._messages[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return message.text
        return message if role == self.MESSAGE else None

    def message(self, row: int) -> Message:
        """Return a row's message. Raises ``IndexError`` if there is none."""
        if row < 0:
            raise IndexError(row)
        return self._messages[row]

    def row_of(self, message_id: str) -> int:
        """Return the row of a message, or -1."""
        return self._rows.get(message_id, -1)

    # ---- writing ------------------------------------------------------------------------

    def reset_to(self, messages: Sequence[Message]) -> None:
        """Show another path."""
        self.beginResetModel()
        self._messages = list(messages)
        self._rows = {message.id: row for row, message in enumerate(self._messages)}
        self.endResetModel()

    def append(self, message: Message) -> None:
        row = len(self._messages)
        self.beginInsertRows(QModelIndex(), row, row)
        self._messages.append(message)
        self._rows[message.id] = row
        self.endInsertRows()

    def replace(self, message: Message) -> None:
        """Put in a newer version of a message. Raises ``KeyError`` if it is not shown."""
        row = self._rows[message.id]
        self._messages[row] = message
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def show_taken(self, taken: Answered) -> None:
        """Show what an answer took and saved, if it is shown."""
        row = self.row_of(taken.message_id or "")
        if row >= 0:
            old = self._messages[row]
            self.replace(
                replace(old, energy=taken.energy, saving=taken.likely, hosted=taken.hosted)
            )

    def append_text(self, message_id: str, delta: str) -> None:
        """Let an answer grow. Raises ``KeyError`` if it is not shown."""
        row = self._rows[message_id]
        old = self._messages[row]
        self._messages[row] = replace(old, text=old.text + delta)
        self.text_appended.emit(message_id, delta)

    def truncate(self, row: int) -> None:
        """Take away this row and all after it."""
        last = len(self._messages) - 1
        if not 0 <= row <= last:
            return
        self.beginRemoveRows(QModelIndex(), row, last)
        for message in self._messages[row:]:
            del self._rows[message.id]
        del self._messages[row:]
        self.endRemoveRows()
