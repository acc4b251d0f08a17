"""What answers are compared with and what electricity costs, as the window sees it."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from indoors.bridge.settings import SettingsBridge
from indoors.core.errors import AppError
from indoors.core.insights.summary import EnergySum, SavingOf
from indoors.core.money.book import PriceBook, PricedModel, Rates
from indoors.core.money.choice import MoneyChoice
from indoors.core.money.electricity import Tariff
from indoors.core.money.grid import Grams, GridFactor, emitted
from indoors.services.savings import Savings

OWN_PRICE = "own"


class MoneyBridge(QObject):
    """Reads small files once; nothing here waits for a network or a database."""

    changed = Signal()

    def __init__(
        self, settings: SettingsBridge, savings: Savings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.savings = savings
        self._before = replace(self.choice, seat_price=None)
        settings.changed.connect(self._take_setting)

    @property
    def choice(self) -> MoneyChoice:
        return self._settings.current.money

    @property
    def book(self) -> PriceBook:
        """The prices in effect."""
        return self.savings.prices(self.choice).book

    @property
    def comparator(self) -> PricedModel | None:
        return self.savings.comparator(self.choice)

    @property
    def tariff(self) -> Tariff | None:
        return self.savings.tariff(self.choice)

    @property
    def per_kwh(self) -> Decimal | None:
        """A kilowatt-hour in the user's currency, by the usual rate."""
        return self.savings.terms(self.choice).per_kwh

    @property
    def currency(self) -> str:
        """What amounts are shown in."""
        return self.savings.terms(self.choice).currency

    @property
    def grid(self) -> GridFactor | None:
        return self.savings.grid(self.choice)

    @property
    def saving_of(self) -> SavingOf:
        """Tells each answer's saving against the model chosen now. For any thread."""
        return self.savings.against(self.choice)

    def countries(self) -> Sequence[str]:
        """Return the countries that a price or a grid is known of, as ISO codes."""
        tariffs = {each.country for each in self.savings.electricity.tariffs if each.country}
        return sorted(tariffs | {each.country for each in self.savings.grids.factors})

    def currencies(self) -> Sequence[str]:
        """Return the currencies whose worth in dollars is known."""
        return sorted({"USD", *(each.currency for each in self.savings.electricity.exchange)})

    @property
    def own_price(self) -> PricedModel | None:
        """The price that the user entered, if there is one."""
        return next((each for each in self.choice.prices if each.id == OWN_PRICE), None)

    def co2(self, energy: EnergySum) -> Grams | None:
        """Return what so much energy emits here, at the plug; ``None`` if it is not known."""
        if energy.joules is None or self.grid is None:
            return None
        half = max(energy.plug_high_j - energy.plug_j, energy.plug_j - energy.plug_low_j)
        return emitted(Decimal(str(energy.plug_j)), Decimal(str(half)), self.grid)

    # ---- intents ----------------------------------------------------------------------------

    def set_comparator(self, model_id: str) -> None:
        self._settings.update("money", comparator=model_id)

    def use_book(self, path: str) -> AppError | None:
        """Use the prices of a file, or with "" those of Indoors; return why not, if not."""
        book = ""
        if path:
            try:
                book = self.savings.books.read_file(Path(path)).data.decode()
            except AppError as error:
                return error
        self._settings.update("money", book=book)
        return None

    def set_seat_price(self, price: Decimal | None) -> None:
        """Keep what one person pays elsewhere a month."""
        self._settings.update("money", seat_price=price)

    def set_own_price(self, name: str, given: Decimal, taken: Decimal) -> None:
        """Compare with a price of the user's own, in the book's currency a million tokens."""
        own = PricedModel(
            id=OWN_PRICE,
            name=name,
            provider=OWN_PRICE,
            rates=Rates(input=given, output=taken),
            is_own=True,
        )
        others = tuple(each for each in self.choice.prices if each.id != OWN_PRICE)
        self._settings.update("money", comparator=OWN_PRICE, prices=(*others, own))

    def set_electricity(self, country: str, currency: str, per_kwh: Decimal | None) -> None:
        """Take what the user said; without a price the country's usual one holds."""
        tariff = None
        if per_kwh is not None:
            tariff = Tariff(per_kwh=per_kwh, currency=currency, country=country or None, asked=True)
        self._settings.update("money", country=country, currency=currency, tariff=tariff)

    def _take_setting(self, section: str) -> None:
        if section != "money":
            return
        before, self._before = self._before, replace(self.choice, seat_price=None)
        if before != self._before:  # what a seat costs changes no figure of an answer
            self.changed.emit()
