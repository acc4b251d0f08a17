"""Does staying indoors pay off? Both answers, also the unwelcome one."""

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from indoors.core.money.book import PriceBook
from indoors.core.money.presets import PRESETS, ten_million_messages, thirty_billion
from indoors.core.money.roi import Outlook, Plan, outlook
from indoors.core.money.roi import Verdict as Found
from indoors.ui.area import Divider
from indoors.ui.insights.break_even_chart import BreakEvenChart, rows_of
from indoors.ui.insights.figures_table import FiguresTable
from indoors.ui.insights.plan_form import PlanForm
from indoors.ui.text import break_even as text
from indoors.ui.text import insights as insights_text
from indoors.ui.text import money as money_text
from indoors.ui.widgets import (
    Button,
    Card,
    Elided,
    IconButton,
    IconView,
    Label,
    Menu,
    ScrimDialog,
)

_GPT_4 = "openai/gpt-4"
_DOLLAR = "USD"
_LEAST = 420


class BreakEvenCard(Card):
    """``seat_price_given``: the user said what a seat costs."""

    seat_price_given = Signal(object)  # Decimal | None

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(text.TITLE)
        self._own = Plan(answers=0)
        self._currency = self._shown_currency = _DOLLAR
        self._book: PriceBook | None = None
        self._is_edited = self._has_shown = False
        self.form = PlanForm()
        self.chart = BreakEvenChart()
        self.table = FiguresTable(text.CHART, text.COLUMNS)
        self.stack = QStackedWidget()
        self.switch = IconButton("list", insights_text.SHOW_TABLE, side=24, icon_size=14)
        self.examples = Button(text.EXAMPLES, size="small")
        self._menu = Menu(text.EXAMPLES, self)
        self.verdicts = (Verdict(), Verdict(), Verdict())
        self._fill_menu()
        self._lay_out()
        self.examples.clicked.connect(self._open_menu)
        self.switch.clicked.connect(self._toggle)
        self.form.edited.connect(self._edited)
        self.setMinimumHeight(_LEAST)

    def _fill_menu(self) -> None:
        self._menu.add(text.YOURS).triggered.connect(self._show_own)
        for preset in PRESETS:
            action = self._menu.add(money_text.PRESETS[preset.id])
            action.triggered.connect(partial(self._show_example, preset.plan))
        self._menu.add(text.TEN_MILLION).triggered.connect(self._show_ten_million)
        self._menu.add(text.CLAIMS_TITLE).triggered.connect(self._claims)

    def _lay_out(self) -> None:
        for page in (self.chart, self.table):
            self.stack.addWidget(page)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(text.TITLE, role="heading"))
        head.addWidget(Elided(text.SUBTITLE, role="small", ink="text.tertiary"), 1)
        head.addWidget(self.examples)
        head.addWidget(self.switch)
        middle = QGridLayout()
        middle.setHorizontalSpacing(16)
        middle.setVerticalSpacing(2)
        middle.addWidget(self.form, 0, 0, 2, 1)
        middle.addWidget(Elided(text.CHART, role="micro", ink="text.secondary"), 0, 1)
        middle.addWidget(self.stack, 1, 1)
        middle.setColumnStretch(1, 1)
        middle.setRowStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(middle, 1)
        column.addWidget(Divider())
        for verdict in self.verdicts:
            column.addWidget(verdict)

    # ---- what is shown ------------------------------------------------------------------------

    def show_plan(self, plan: Plan, currency: str, book: PriceBook) -> None:
        """Show the user's own use, unless something else is looked at just now."""
        another = plan != self._own or currency != self._currency
        on_own = self._shown_currency == self._currency and not self._is_edited
        self._own, self._currency, self._book = plan, currency, book
        if another and (on_own or not self._has_shown):
            self._show_own()

    def _show_own(self, _checked: bool = False) -> None:
        self._show(self._own, self._currency)

    def _show_example(self, plan: Plan, _checked: bool = False) -> None:
        """Show an example, with the speed of this computer."""
        self._show(replace(plan, machine=self._own.machine), _DOLLAR)

    def _show_ten_million(self, _checked: bool = False) -> None:
        model = self._book.model(_GPT_4) if self._book is not None else None
        if model is not None:
            self._show_example(ten_million_messages(model))

    def _show(self, plan: Plan, currency: str) -> None:
        self._has_shown = True
        self._is_edited = plan is not self._own
        self._shown_currency = currency
        self.form.show_plan(plan, currency)
        self.refresh()

    def _edited(self) -> None:
        self._is_edited = True
        self.seat_price_given.emit(self.form.plan().seat_price)
        self.refresh()

    def refresh(self) -> None:
        """Compute again from what stands in the fields."""
        plan = self.form.plan()
        found = outlook(plan)
        if found.machines is not None and found.machines > 1 and plan.hardware:
            plan = replace(plan, hardware=plan.hardware * found.machines)
            found = outlook(plan)
        currency = self._shown_currency
        self.chart.show_plan(plan, found, currency)
        self.table.show_rows(rows_of(plan, found, currency))
        self._show_verdicts(plan, found, currency)

    def _show_verdicts(self, plan: Plan, found: Outlook, currency: str) -> None:
        seats, tokens, room = self.verdicts
        if found.against_seats is None:
            seats.show_words(text.NO_SEAT, "", good=False)
        else:
            against = money_text.seats(plan.people)
            said = money_text.verdict(found.against_seats, against, currency)
            seats.show_words(*said, good=_pays(found.against_seats))
        if found.against_tokens is None:
            tokens.show_words(text.NO_PRICE, "", good=False)
        else:
            said = money_text.verdict(found.against_tokens, money_text.BY_USE, currency)
            tokens.show_words(*said, good=_pays(found.against_tokens))
        more = [] if plan.electricity else [text.NO_ELECTRICITY]
        if currency != self._currency:
            more.append(text.DOLLARS)
        room.show_words("", " ".join([text.capacity(found), *more]), good=False)

    # ---- what is asked ------------------------------------------------------------------------

    def _claims(self, _checked: bool = False) -> None:
        if self._book is None:
            return
        dialog = ScrimDialog(
            self.window(), text.CLAIMS_TITLE, subtitle=text.CLAIMS_SUBTITLE, width=560
        )
        for said in text.claims(self._book, thirty_billion(self._book)):
            dialog.body.addWidget(Label(said, role="small", wrap=True))
        dialog.add_button(text.CLOSE, answer="reject", default=True)
        dialog.open()

    def _open_menu(self) -> None:
        self._menu.popup(self.examples.mapToGlobal(QPoint(0, self.examples.height() + 4)))

    def _toggle(self) -> None:
        as_table = self.stack.currentWidget() is self.chart
        shown: QWidget = self.table if as_table else self.chart
        self.stack.setCurrentWidget(shown)
        self.switch.set_icon("chart-line-up" if as_table else "list")
        name = insights_text.SHOW_CHART if as_table else insights_text.SHOW_TABLE
        self.switch.set_name(name)


def _pays(found: Found) -> bool:
    """Whether it is paid back while a computer lasts."""
    months = found.break_even_months
    return months is not None and months <= money_text.LASTS


class Verdict(QWidget):
    """A mark, what comes of it, and what that means."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = IconView("info", ink="text.tertiary")
        self.first = Label("", role="small", weight=600, wrap=True)
        self.second = Label("", role="small", ink="text.secondary", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.first)
        words.addWidget(self.second)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addLayout(words, 1)

    def show_words(self, first: str, second: str, *, good: bool) -> None:
        """Show a verdict; colour is never alone, the words say the same."""
        self._mark.set_icon(
            "check-circle-fill" if good else "info", "indoor.base" if good else "text.tertiary"
        )
        for label, said in ((self.first, first), (self.second, second)):
            label.set_text(said)
            label.setVisible(bool(said))
        self.setAccessibleName(f"{first} {second}".strip())
