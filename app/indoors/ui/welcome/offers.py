"""Joins the cards to what they offer: downloads, and the models that come of them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from indoors.bridge.models import ModelsBridge
from indoors.services.download_status import DownloadStatus
from indoors.ui.welcome.card_row import CardRow
from indoors.ui.welcome.card_state import Connection, FootState, foot_of
from indoors.ui.welcome.downloads_seen import DownloadsSeen
from indoors.ui.welcome.model_card import ModelCard


class Offers(QObject):
    """Passes on what the user wants of a card, and shows on it what comes of that."""

    changed = Signal()  # what the cards' feet show
    start_requested = Signal(str)  # path of a verified model
    import_requested = Signal()
    action_requested = Signal(str, object)  # key of ui/text/errors, AppError

    def __init__(self, cards: CardRow, models: ModelsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards, self._models = cards, models
        self._seen = DownloadsSeen()
        self.connection = Connection()
        self.feet: list[FootState] = []  # of the filled cards, in their order
        self.is_asked = False  # a download was begun: the suggestions stay as they are now
        models.download_changed.connect(self._take)
        models.downloads.listed.connect(self._take_list)
        for card in cards.cards.values():
            self._connect(card)
        self._take_list()

    @property
    def has_verified(self) -> bool:
        return FootState.VERIFIED in self.feet

    @property
    def is_under_way(self) -> bool:
        return any(state.is_under_way for state in self.feet)

    def set_connection(self, connection: Connection) -> None:
        """Say whether downloads can be asked for."""
        self.connection = connection
        self.show()

    def suggest(self) -> None:
        """Fill the cards, unless one of them was chosen already."""
        self._seen.take_shelf(self._models.shelf.files)
        if not self.is_asked or not self._cards.filled:
            self._cards.show_suggestions(self._models.cards() or ())
        self.show()

    def show(self) -> None:
        """Bring every card's foot up to date."""
        self.feet = [self._show(card) for card in self._cards.filled]
        self.changed.emit()

    def _show(self, card: ModelCard) -> FootState:
        assert card.candidate is not None
        file = card.candidate.file
        foot = foot_of(
            self._seen.status(file),
            file.sha256 or "",
            self.connection,
            installed=self._seen.path(file) is not None,
        )
        card.foot.show_foot(foot)
        return foot.state

    # ---- news -------------------------------------------------------------------------------

    def _take(self, status: DownloadStatus) -> None:
        self.is_asked = True
        self._seen.take(status)
        self.show()

    def _take_list(self) -> None:
        """Take up what an earlier run left, and what other screens began or ended."""
        statuses = self._models.downloads.statuses()
        self.is_asked |= bool(statuses)
        self._seen.take_all(statuses)
        self.show()

    # ---- what the user wants ----------------------------------------------------------------

    def _connect(self, card: ModelCard) -> None:
        foot, models = card.foot, self._models
        foot.download_requested.connect(lambda: self._download(card))
        foot.pause_requested.connect(lambda: self._ask(card, models.pause))
        foot.resume_requested.connect(lambda: self._ask(card, models.resume))
        foot.cancel_requested.connect(lambda: self._cancel(card))
        foot.import_requested.connect(self.import_requested)
        foot.action_requested.connect(self.action_requested)
        foot.start_requested.connect(lambda: self._start(card))

    def _download(self, card: ModelCard) -> None:
        if card.candidate is not None:
            self._models.download(card.candidate.entry, card.candidate.file)

    def _ask(self, card: ModelCard, order: Callable[[str], None]) -> None:
        status = self._seen.status(card.candidate.file) if card.candidate else None
        if status is not None:
            order(status.id)

    def _cancel(self, card: ModelCard) -> None:
        cancelled = self._seen.cancel(card.candidate.file) if card.candidate else None
        if cancelled is not None:
            self._models.cancel(cancelled)
            self.show()

    def _start(self, card: ModelCard) -> None:
        path = self._seen.path(card.candidate.file) if card.candidate else None
        if path is not None:
            self.start_requested.emit(str(path))
