"""The Insights screen: three charts, what it comes to, and where the answers came from."""

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from indoors.bridge.insights import InsightsBridge
from indoors.bridge.money import MoneyBridge
from indoors.core.insights.projection import plan_of
from indoors.core.insights.summary import Taken
from indoors.ui.area import Area
from indoors.ui.file_dialogs import choose_save
from indoors.ui.forms import FormScroll
from indoors.ui.insights.break_even_card import BreakEvenCard
from indoors.ui.insights.cards import EnergyCard, MoneyCard, TtftCard
from indoors.ui.insights.groups_card import GroupsCard
from indoors.ui.insights.toolbar import InsightsToolbar
from indoors.ui.notices import NoticeArea
from indoors.ui.text import insights as text
from indoors.ui.text import live_totals as totals_text
from indoors.ui.text import money as money_text
from indoors.ui.widgets import EmptyState

STACKED, NARROW, COLUMNS = 760, 940, 1120
_SIX = 6


class InsightsPage(QStackedWidget):
    """Shows what the bridge adds up. ``fit`` is told the window's width."""

    start_chatting = Signal()

    def __init__(
        self, insights: InsightsBridge, money: MoneyBridge, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._insights, self._basis = insights, money
        self.setAccessibleName(text.TITLE)
        self.toolbar = InsightsToolbar()
        self.notices = NoticeArea()
        self.energy, self.money, self.ttft = EnergyCard(), MoneyCard(), TtftCard()
        self.groups = GroupsCard()
        self.break_even = BreakEvenCard()
        self._cards = QGridLayout()
        self.empty = EmptyState(
            "chart-line-up", text.EMPTY_TITLE, text.EMPTY_BODY, text.EMPTY_ACTION
        )
        self._full = self._full_page()
        self.addWidget(self._full)
        self.addWidget(_around(self.empty))
        self.empty.triggered.connect(self.start_chatting)
        self.toolbar.range.chosen.connect(insights.set_range)
        self.toolbar.compared.clicked.connect(self._change_basis)
        self.toolbar.export_requested.connect(self._export)
        self.break_even.seat_price_given.connect(money.set_seat_price)
        insights.changed.connect(self.refresh)
        insights.error.connect(self.notices.show_error)
        self.fit(NARROW)

    def _full_page(self) -> QWidget:
        page, content = Area("bg.window"), QWidget()
        self._cards.setSpacing(12)
        column = QVBoxLayout(content)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.notices)
        column.addWidget(self.toolbar)
        column.addLayout(self._cards, 1)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(FormScroll(content))
        return page

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._insights.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._insights.set_seen(False)

    def fit(self, width: int) -> None:
        """Arrange for a window of this width."""
        stacked = width < STACKED
        self.toolbar.fit(narrow=width < NARROW)
        cards = (self.energy, self.money, self.ttft)
        for column, card in enumerate(cards):
            place = (column, 0, 1, _SIX) if stacked else (0, column * 2, 1, 2)
            self._cards.removeWidget(card)
            self._cards.addWidget(card, *place)
        for below in (self.break_even, self.groups):
            self._cards.removeWidget(below)
        one_below = width < COLUMNS
        self._cards.addWidget(self.break_even, 3, 0, 1, _SIX if one_below else 3)
        place = (4, 0, 1, _SIX) if one_below else (3, 3, 1, 3)
        self._cards.addWidget(self.groups, *place)
        for column in range(_SIX):
            self._cards.setColumnStretch(column, 1)
        for row in range(_SIX):
            self._cards.setRowStretch(row, int(row == 3))

    def refresh(self) -> None:
        """Show what the bridge knows."""
        view = self._insights.view
        if view is None:
            return
        self.setCurrentIndex(0 if view.recorded else 1)
        self.toolbar.subtitle.set_text(text.subtitle(view.span, view.summary))
        basis = self._basis
        sign = money_text.symbol(basis.currency)
        model = basis.comparator
        self.toolbar.show_basis(
            money_text.NO_COMPARATOR if model is None else money_text.model_name(model)
        )
        taken = Taken(energy=view.summary.energy, money=view.summary.money)
        self.energy.show_view(view, basis.co2(view.summary.energy), basis.grid)
        self.money.show_view(view, sign, totals_text.no_saving(taken, basis))
        self.ttft.show_view(view)
        self.groups.show_view(view, sign)
        days = (view.span.last - view.span.first).days + 1
        plan = plan_of(view.summary, days, view.standby_wh, basis.per_kwh)
        plan = replace(plan, seat_price=basis.choice.seat_price)
        self.break_even.show_plan(plan, basis.currency, basis.book)

    def _export(self, kind: str) -> None:
        if kind == "pdf":
            self._report()
            return
        choose_save(
            self.window(),
            text.EXPORT_TITLE,
            f"{text.EXPORT_NAME}.{kind}",
            lambda path: self._insights.export(path, kind),
        )

    def _report(self) -> None:
        from indoors.ui.insights.report import ReportDialog

        ReportDialog(self.window(), self._insights, self._basis).open()

    def _change_basis(self) -> None:
        from indoors.ui.money_dialog import MoneyDialog

        MoneyDialog(self.window(), self._basis).open()


def _around(empty: QWidget) -> QWidget:
    page = Area("bg.window")
    column = QVBoxLayout(page)
    column.setContentsMargins(32, 20, 32, 20)
    column.addWidget(empty)
    return page
