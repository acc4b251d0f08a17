"""Where the user says what to compare with, what electricity costs, and whose grid it is."""

from datetime import UTC, datetime
from decimal import Decimal as Exact

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.money import OWN_PRICE, MoneyBridge
from indoors.ui.file_dialogs import choose_price_book
from indoors.ui.forms import CONTROL_WIDTH, Decimal, FormRow, FormScroll
from indoors.ui.text import money as money_text
from indoors.ui.text import money_dialog as text
from indoors.ui.text.countries import TWO_LETTERS
from indoors.ui.text.errors import describe
from indoors.ui.widgets import Button, Label, ScrimDialog

_WIDTH = 520
_WIDE = 236
_DIGITS = 4
_MOST_KWH, _MOST_MILLION = 1000.0, 100_000.0


class MoneyDialog(ScrimDialog):
    """Changes are taken by Apply, all at once."""

    def __init__(self, window: QWidget, money: MoneyBridge) -> None:
        super().__init__(window, text.TITLE, subtitle=text.SUBTITLE, width=_WIDTH)
        self._money = money
        self._own_tariff = money.choice.tariff is not None
        self.comparator = Picker()
        self.read, self.written = _amount(_MOST_MILLION, 2), _amount(_MOST_MILLION, 2)
        self.country, self.currency = Picker(), Picker()
        self.price = _amount(_MOST_KWH, _DIGITS)
        self.price.setMinimum(-1.0)  # stands for "not entered"; 0 is a price
        self.price.setSpecialValueText(text.UNKNOWN)
        self.usual = Button(text.USUAL, kind="accent", size="small")
        self.other = Button(text.IMPORT, kind="accent", size="small")
        self.back = Button(text.BACK, kind="accent", size="small")
        self._rates, self._notes, self._prices = _note(), _note(), _note()
        self._problem = Label("", role="small", ink="danger.text", wrap=True)
        self._problem.hide()
        self._fill()
        self._lay_out()
        self.comparator.currentIndexChanged.connect(self._show_rates)
        self.country.currentIndexChanged.connect(self._take_country)
        self.price.valueChanged.connect(self._take_price)
        self.usual.clicked.connect(self._take_usual)
        self.other.clicked.connect(lambda: choose_price_book(self._window, self.take_book))
        self.back.clicked.connect(lambda: self.take_book(""))
        self.add_button(text.CANCEL, answer="reject")
        self.add_button(text.APPLY, kind="primary", answer="accept", default=True)
        self.accepted.connect(self._apply)
        self._show_rates()
        self._show_notes()

    def _fill(self) -> None:
        money = self._money
        self._fill_models()
        self.country.addItem(text.NO_COUNTRY, "")
        names = sorted((_country(code), code) for code in money.countries())
        for name, code in names:
            self.country.addItem(name, code)
        self.country.choose(money.choice.country)
        for code in money.currencies():
            self.currency.addItem(code, code)
        self.currency.choose(money.currency)
        own = money.own_price
        if own is not None:
            self.read.setValue(float(own.rates.input))
            self.written.setValue(float(own.rates.output))
        self._show_price(money.per_kwh)

    def _fill_models(self) -> None:
        """List the models of the prices in effect."""
        money, today = self._money, datetime.now(UTC).astimezone().date()
        self.comparator.blockSignals(True)
        self.comparator.clear()
        for model in money.book.models:
            if model.id != OWN_PRICE:
                self.comparator.addItem(money_text.model_name(model), model.id)
        self.comparator.addItem(text.OWN, OWN_PRICE)
        self.comparator.choose(money.choice.comparator)
        self.comparator.blockSignals(False)
        self._prices.set_text(f"{money_text.prices_as_of(money.book, today)}.")
        self._prices.set_ink("caution.text" if money.book.is_old(today) else "text.tertiary")
        self.back.setVisible(bool(money.choice.book))

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(12)
        self._own_rows = (
            FormRow(text.READ, "", self.read),
            FormRow(text.WRITTEN, "", self.written),
        )
        column.addWidget(FormRow(text.COMPARATOR, text.COMPARATOR_BODY, self.comparator))
        column.addWidget(self._rates)
        for row in self._own_rows:
            column.addWidget(row)
        books = QHBoxLayout()
        books.setSpacing(4)
        books.addWidget(self._prices, 1)
        books.addWidget(self.back)
        books.addWidget(self.other)
        column.addLayout(books)
        column.addWidget(self._problem)
        column.addWidget(FormRow(text.COUNTRY, text.COUNTRY_BODY, self.country))
        column.addWidget(FormRow(text.CURRENCY, "", self.currency))
        column.addWidget(FormRow(text.PRICE, text.PRICE_BODY, self.price))
        column.addWidget(self._notes)
        column.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignLeft)
        self._scroll = FormScroll(content)
        self.body.addWidget(self._scroll, 1)

    def open(self) -> None:
        """Show it as high as its content: that is known once the width is."""
        super().open()
        QTimer.singleShot(0, self, self._fit_height)

    def _fit_height(self) -> None:
        self._scroll.updateGeometry()
        self._arrange()

    def take_book(self, path: str) -> None:
        """Use other prices from now on, or with "" those of Indoors; a bad file changes nothing."""
        error = self._money.use_book(path)
        words = describe(error) if error is not None else None
        self._problem.set_text(f"{words.title} {words.safe} {words.todo}" if words else "")
        self._problem.setVisible(words is not None)
        self._fill_models()
        self._show_rates()
        self._fit_height()

    # ---- what is typed ----------------------------------------------------------------------

    def _show_rates(self, _index: int = 0) -> None:
        own = self.comparator.chosen == OWN_PRICE
        for row in self._own_rows:
            row.setVisible(own)
        model = self._money.book.model(self.comparator.chosen)
        self._rates.setVisible(model is not None and not own)
        if model is not None:
            currency = self._money.book.currency
            rates = text.rates(model.rates.input, model.rates.output, currency)
            disputed = money_text.disputed(model, currency)
            self._rates.set_text(f"{rates} {disputed}".strip())

    def _take_country(self, _index: int = 0) -> None:
        """Another country has another currency and another usual price."""
        tariff = self._money.savings.electricity.tariff(self.country.chosen)
        if tariff is not None:
            self.currency.choose(tariff.currency)
        self._take_usual()

    def _take_usual(self) -> None:
        tariff = self._money.savings.electricity.tariff(self.country.chosen)
        self._show_price(None if tariff is None else tariff.per_kwh)
        if tariff is not None:
            self.currency.choose(tariff.currency)
        self._own_tariff = False
        self._show_notes()

    def _take_price(self, _value: float) -> None:
        self._own_tariff = self.price.value() >= 0
        self._show_notes()

    def _show_price(self, per_kwh: Exact | None) -> None:
        self.price.blockSignals(True)
        self.price.setValue(-1.0 if per_kwh is None else float(per_kwh))
        self.price.blockSignals(False)

    def _show_notes(self) -> None:
        code = self.country.chosen
        tariff = self._money.savings.electricity.tariff(code)
        grid = self._money.savings.grids.factor(code)
        said = f"{text.usual(tariff, code)} {text.grid(grid, code)}".strip()
        self._notes.set_text(said)
        self._notes.setVisible(bool(said))
        self.usual.setVisible(self._own_tariff and tariff is not None)

    def _apply(self) -> None:
        price = Exact(str(round(self.price.value(), _DIGITS))) if self._own_tariff else None
        self._money.set_electricity(self.country.chosen, self.currency.chosen, price)
        if self.comparator.chosen == OWN_PRICE:
            given, taken = (Exact(str(round(f.value(), 2))) for f in (self.read, self.written))
            self._money.set_own_price(text.OWN_NAME, given, taken)
        else:
            self._money.set_comparator(self.comparator.chosen)


class Picker(QComboBox):
    """One of many; the wheel is left to the page around it."""

    def __init__(self, width: int = _WIDE) -> None:
        super().__init__()
        self.setFixedWidth(width)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def chosen(self) -> str:
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Show the entry of this key, if there is one."""
        index = self.findData(key)
        if index >= 0:
            self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _amount(most: float, decimals: int) -> Decimal:
    made = Decimal(0.0, most, 0.01, decimals)
    made.setFixedWidth(CONTROL_WIDTH)
    return made


def _note() -> Label:
    return Label("", role="small", ink="text.tertiary", wrap=True)


def _country(code: str) -> str:
    territory = QLocale.codeToTerritory(TWO_LETTERS.get(code, ""))
    return QLocale.territoryToString(territory) if territory.value else code
