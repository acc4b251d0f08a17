"""The three cards: side by side and equal, or one below the other where it is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from indoors.core.recommend import Card as Suggestion
from indoors.core.recommend import Role
from indoors.ui.text import welcome_cards as text
from indoors.ui.welcome.model_card import ModelCard
from indoors.ui.welcome.speed_scale import scale_end

_GAP = 16
_HEIGHT = 362
_SIDE_BY_SIDE = 780
"""Narrower, a card's lines would break."""


class CardRow(QWidget):
    """Cards in the order fastest, balanced, best quality; one shared scale of speed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = {role: ModelCard(role) for role in Role}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        for card in self.cards.values():
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._row.addWidget(card, 1)

    @property
    def filled(self) -> list[ModelCard]:
        """The cards that hold a suggestion, as they are shown."""
        return [card for card in self.cards.values() if card.suggestion is not None]

    @property
    def recommended(self) -> ModelCard | None:
        found = (c for c in self.filled if c.suggestion and c.suggestion.is_recommended)
        return next(found, None)

    def show_waiting(self) -> None:
        """Hold three places while the check runs."""
        for card in self.cards.values():
            card.show_waiting(text.CHOOSING)
            card.show()
        self._hold_place()

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Fill the cards; a role that nothing stands for is left out."""
        end = scale_end(each.candidate.speed for each in suggestions)
        by_role = {each.role: each for each in suggestions}
        for role, card in self.cards.items():
            found = by_role.get(role)
            card.setVisible(found is not None)
            if found is None:
                card.show_waiting("")
            else:
                card.show_suggestion(found, end)
        self._align()
        self._hold_place()

    def minimumSizeHint(self) -> QSize:
        """As narrow as one card: side by side is a choice, not a need."""
        hint = super().minimumSizeHint()
        narrowest = max(card.minimumSizeHint().width() for card in self.cards.values())
        return QSize(min(hint.width(), narrowest), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across = event.size().width() >= _SIDE_BY_SIDE
        wanted = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)
            self._set_policies(across=across)
        self._align()
        self._hold_place()

    def _hold_place(self) -> None:
        """Empty cards are about as high as full ones, so that nothing jumps when they fill."""
        across = self._row.direction() == QBoxLayout.Direction.LeftToRight
        for card in self.cards.values():
            holds = card.suggestion is None and across
            card.setMinimumHeight(_HEIGHT if holds else 0)

    def _set_policies(self, *, across: bool) -> None:
        """Side by side all are equally wide; stacked, each is as high as it needs."""
        width = QSizePolicy.Policy.Ignored if across else QSizePolicy.Policy.Preferred
        for card in self.cards.values():
            card.setSizePolicy(width, QSizePolicy.Policy.Preferred)
            self._row.setStretchFactor(card, 1 if across else 0)

    def _align(self) -> None:
        """Give the reasons equal heights, so that the figures below compare by eye."""
        filled = self.filled
        if not filled:
            return
        across = self._row.direction() == QBoxLayout.Direction.LeftToRight
        count = len(filled) if across else 1
        inner = (self.width() - _GAP * (count - 1)) // count - 2 * filled[0].padding
        heights = [card.reason.heightForWidth(max(1, inner)) for card in filled]
        for card, height in zip(filled, heights, strict=True):
            card.reason.setMinimumHeight(max(heights) if across else height)
