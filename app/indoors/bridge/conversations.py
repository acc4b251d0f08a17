"""The conversation list as rows: headings, and conversations under them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from indoors.core.chat import Conversation, SearchHit
from indoors.core.dates import DateGroup, group_conversations

Index = QModelIndex | QPersistentModelIndex


class ConversationRole(IntEnum):
    KIND = Qt.ItemDataRole.UserRole + 1  # "group" or "conversation"
    ID = Qt.ItemDataRole.UserRole + 2
    ROW = Qt.ItemDataRole.UserRole + 3  # the Heading or Entry itself


@dataclass(frozen=True, slots=True)
class Heading:
    """Stands above ``count`` conversations; ``group`` None: they were found by a search."""

    group: DateGroup | None
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    conversation: Conversation
    hit: SearchHit | None = None


Row = Heading | Entry


class ConversationsModel(QAbstractListModel):
    """A projection of the store; it changes nothing by itself."""

    def __init__(self, parent: QObject | None = None, *, zone: tzinfo | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}
        self._conversations: list[Conversation] = []
        self._hits: list[SearchHit] | None = None
        self.now_ms = 0
        self.say: Callable[[Row], str] | None = None
        """Words for screen readers; they belong to the view, which sets this."""

    # ---- content ------------------------------------------------------------------------

    def reset_to(
        self,
        conversations: Sequence[Conversation],
        now_ms: int,
        hits: Sequence[SearchHit] | None = None,
    ) -> None:
        """Show these conversations by date, or only those with a hit, the best hit first.

        Where headings and order stay the same, only the changed rows are announced, so
        that the view keeps its place, its selection and an open editor.
        """
        turned = (hits is None) != (self._hits is None)
        self._conversations = list(conversations)
        self._hits = None if hits is None else list(hits)
        if turned:  # a list without rows must tell, too, why it has none
            self._apply([])
        self.regroup(now_ms)

    def regroup(self, now_ms: int) -> None:
        """Sort the same conversations again: a new day has begun."""
        day_changed = self.now_ms != now_ms
        self.now_ms = now_ms
        self._apply(self._by_hit() if self._hits is not None else self._by_date())
        if day_changed and self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _by_date(self) -> list[Row]:
        rows: list[Row] = []
        for group, under in group_conversations(self._conversations, self.now_ms, self._zone):
            rows.append(Heading(group, len(under)))
            rows.extend(Entry(conversation) for conversation in under)
        return rows

    def _by_hit(self) -> list[Row]:
        known = {conversation.id: conversation for conversation in self._conversations}
        found = [
            Entry(known[hit.conversation_id], hit)
            for hit in self._hits or ()
            if hit.conversation_id in known
        ]
        return [Heading(None, len(found)), *found] if found else []

    def _apply(self, rows: list[Row]) -> None:
        if not rows or [_shape(row) for row in rows] != [_shape(row) for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self._places = {
                row.conversation.id: place
                for place, row in enumerate(rows)
                if isinstance(row, Entry)
            }
            self.endResetModel()
            return
        changed = [place for place, row in enumerate(rows) if row != self._rows[place]]
        self._rows = rows
        for place in changed:
            self.dataChanged.emit(self.index(place), self.index(place))

    # ---- questions ----------------------------------------------------------------------

    @property
    def searching(self) -> bool:
        return self._hits is not None

    @property
    def total(self) -> int:
        """How many conversations there are, found or not."""
        return len(self._conversations)

    def conversations(self) -> Iterable[Conversation]:
        """All of them in the store's order, whatever the search shows."""
        return iter(self._conversations)

    def row(self, row: int) -> Row:
        return self._rows[row]

    def conversation(self, row: int) -> Conversation | None:
        """Return the conversation in a row, ``None`` for a heading or a row that is not there."""
        entry = self._rows[row] if 0 <= row < len(self._rows) else None
        return entry.conversation if isinstance(entry, Entry) else None

    def hit(self, row: int) -> SearchHit | None:
        entry = self._rows[row]
        return entry.hit if isinstance(entry, Entry) else None

    def row_of(self, conversation_id: str) -> int:
        """Return the row of a conversation, -1 if it is not shown."""
        return self._places.get(conversation_id, -1)

    # ---- as Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == ConversationRole.ROW:
            return row
        if role == ConversationRole.KIND:
            return "conversation" if isinstance(row, Entry) else "group"
        if role == Qt.ItemDataRole.AccessibleTextRole and self.say is not None:
            return self.say(row)
        if not isinstance(row, Entry):
            return None
        if role == ConversationRole.ID:
            return row.conversation.id
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.conversation.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not isinstance(self._rows[index.row()], Entry):
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemNeverHasChildren
        )


def _shape(row: Row) -> object:
    """What must stay the same for a row to keep its place."""
    return (row.conversation.id, row.hit is None) if isinstance(row, Entry) else row.group
