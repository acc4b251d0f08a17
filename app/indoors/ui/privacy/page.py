"""The Privacy screen: what protects, what left, and two pages behind."""

from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from indoors.bridge.privacy import PrivacyBridge
from indoors.core.ledger import Row
from indoors.ui.area import Area
from indoors.ui.file_dialogs import choose_save
from indoors.ui.forms import FormScroll
from indoors.ui.notices import NoticeArea
from indoors.ui.privacy.dialogs import EntryDialog, ResultsDialog, ask_set_aside
from indoors.ui.privacy.encryption_card import EncryptionCard
from indoors.ui.privacy.isolation_card import IsolationCard
from indoors.ui.privacy.ledger_card import LedgerCard
from indoors.ui.privacy.sealed_card import SealedCard
from indoors.ui.privacy.sub_pages import CheckPage, ManagedPage, SubPage
from indoors.ui.text import ledger as words
from indoors.ui.text import privacy as text

Page = TypeVar("Page", bound=SubPage)

STACKED, COMPACT = 760, 940
TWO_ROWS = 1020
_CARDS = 240
_SHARES = (544, 300, 300)
_BESIDE = ((0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1))  # row, column, rows, columns
_TWO_ROWS = ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1))
_STACKED = ((0, 0, 1, 2), (1, 0, 1, 2), (2, 0, 1, 2))


class PrivacyPage(QStackedWidget):
    """Shows and asks. ``fit`` is told the window's width."""

    recovery_requested = Signal()

    def __init__(self, privacy: PrivacyBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._privacy = privacy
        self.setAccessibleName(text.TITLE)
        self.isolation = IsolationCard(privacy)
        self.sealed = SealedCard(privacy)
        self.encryption = EncryptionCard(privacy)
        self._all_cards = (self.isolation, self.sealed, self.encryption)
        self.ledger = LedgerCard(privacy)
        self.notices = NoticeArea()
        self.first = self._first_page()
        self.check: CheckPage | None = None
        self.managed: ManagedPage | None = None
        self.addWidget(self.first)
        self._connect()

    def _first_page(self) -> Area:
        page, content = Area("bg.window"), QWidget()
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        column = QVBoxLayout(content)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(14)
        column.addWidget(self.notices)
        column.addLayout(self._cards)
        column.addWidget(self.ledger, 1)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(FormScroll(content))
        return page

    def _connect(self) -> None:
        self.isolation.check_requested.connect(self.show_check)
        self.isolation.results_requested.connect(self._show_results)
        self.sealed.managed_requested.connect(self.show_managed)
        self.encryption.recovery_requested.connect(self.recovery_requested)
        self.ledger.export_requested.connect(self._choose_export)
        self.ledger.opened.connect(self._show_entry)
        self.ledger.set_aside_requested.connect(
            lambda: ask_set_aside(self.window(), self._privacy.set_aside)
        )
        self._privacy.error.connect(self.notices.show_error)

    def showEvent(self, event: QShowEvent) -> None:
        """The whole ledger is read again when somebody comes to look at it."""
        super().showEvent(event)
        self._privacy.check()

    # ---- pages ------------------------------------------------------------------------------

    def show_first(self) -> None:
        """Go back from a page behind."""
        self.setCurrentWidget(self.first)

    def show_check(self) -> None:
        """Show how to check us from outside."""
        self.check = self.check or self._added(CheckPage(self._privacy))
        self.setCurrentWidget(self.check)
        self.check.back.setFocus()

    def show_managed(self) -> None:
        """Show what an office has set."""
        self.managed = self.managed or self._added(ManagedPage(self._privacy))
        self.setCurrentWidget(self.managed)
        self.managed.back.setFocus()

    def _added(self, page: Page) -> Page:
        page.back_requested.connect(self.show_first)
        self.addWidget(page)
        return page

    def close_over(self) -> bool:
        """Escape leads back from a page behind; False if there is none."""
        if self.currentWidget() is self.first:
            return False
        self.show_first()
        return True

    def fit(self, width: int) -> None:
        """Arrange for a window of this width."""
        stacked = width < STACKED
        places = _STACKED if stacked else _TWO_ROWS if width < TWO_ROWS else _BESIDE
        for card, place in zip(self._all_cards, places, strict=True):
            self._cards.removeWidget(card)
            self._cards.addWidget(card, *place)
            card.setMinimumHeight(_CARDS if places is _BESIDE else 0)
        for column, share in enumerate(_SHARES if places is _BESIDE else (1, 1, 0)):
            self._cards.setColumnStretch(column, share)
        self.ledger.fit(width, compact=width < COMPACT, scrolls=stacked)

    # ---- what is asked ----------------------------------------------------------------------

    def _show_entry(self, row: Row) -> None:
        window = self.window()
        self._privacy.read(row, lambda records: EntryDialog(window, row, records).open())

    def _show_results(self) -> None:
        if self._privacy.proof is not None:
            ResultsDialog(self.window(), self._privacy.proof).open()

    def _choose_export(self, kind: str) -> None:
        choose_save(
            self.window(),
            words.EXPORT_TITLE,
            f"{words.EXPORT_NAME}{words.EXPORT_SUFFIXES[kind]}",
            lambda path: self._privacy.export(path, kind),
        )
