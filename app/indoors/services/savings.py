"""What answers saved or cost, by the prices in effect and what the user says of them.

Any thread may ask. Tables are read when they are first needed.
"""

from datetime import time
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from indoors.core.dates import local_time
from indoors.core.energy.answer import AnswerEnergy
from indoors.core.insights.plug import at_the_plug
from indoors.core.insights.record import Answered
from indoors.core.insights.summary import SavingOf
from indoors.core.money.book import PricedModel
from indoors.core.money.choice import MoneyChoice, tariff_in_use, terms_of
from indoors.core.money.cloud_energy import CloudTable, Elsewhere, elsewhere
from indoors.core.money.comparator import compared
from indoors.core.money.electricity import ElectricityTable, Tariff
from indoors.core.money.grid import GridFactor, GridTable
from indoors.core.money.saving import Answer, Saving, Terms, saving_of
from indoors.core.money.token_ratio import Script, script_of
from indoors.services.energy_tables import read_cloud_energy, read_electricity, read_grid
from indoors.services.price_book import PriceBooks, Prices

_NOON = time(12)
_MINUTES = 60
_EXACT = Decimal("0.000001")
"""Joules are kept to the microjoule, which no meter tells apart."""


class Savings:
    """``resources`` holds the tables that come with Indoors."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources
        self.books = PriceBooks(resources)

    @cached_property
    def electricity(self) -> ElectricityTable:
        return read_electricity(self._resources)

    @cached_property
    def grids(self) -> GridTable:
        return read_grid(self._resources)

    @cached_property
    def clouds(self) -> CloudTable:
        return read_cloud_energy(self._resources)

    # ---- what the user has chosen -----------------------------------------------------------

    def prices(self, choice: MoneyChoice) -> Prices:
        """Return the prices in effect."""
        return self.books.current(choice)

    def comparator(self, choice: MoneyChoice) -> PricedModel | None:
        """Return the model that answers are compared with; ``None`` if it is not in the book."""
        return self.prices(choice).book.model(choice.comparator)

    def tariff(self, choice: MoneyChoice) -> Tariff | None:
        """Return what electricity costs: as the user said, else as usual in the country."""
        return tariff_in_use(choice, self.electricity)

    def grid(self, choice: MoneyChoice) -> GridFactor | None:
        """Return what a kilowatt-hour emits in the user's country, if both are known."""
        return self.grids.factor(choice.country)

    def terms(self, choice: MoneyChoice, at_ms: int | None = None) -> Terms:
        """Return what money is counted in, at a moment; without one by day."""
        at = _NOON if at_ms is None else local_time(at_ms).time()
        return terms_of(choice, self.electricity, at.hour * _MINUTES + at.minute)

    # ---- savings ----------------------------------------------------------------------------

    def complete(
        self,
        row: Answered,
        choice: MoneyChoice,
        *,
        text: str,
        parameters: int | None,
        vocabulary: int | None = None,
    ) -> Answered:
        """Add what an answer saved.

        ``parameters`` and ``vocabulary``, in entries, are those of the model that wrote it.
        """
        row = replace(row, script=str(script_of(text)))
        answer = answer_of(row, vocabulary)
        if answer is None:
            return row
        terms = self.terms(choice, row.at_ms)
        prices = self.prices(choice)
        both = compared(prices.book, prices.sha256, choice.comparator, parameters, answer, terms)
        return replace(row, likely=both.chosen, hosted=both.same_class)

    def elsewhere(self, saving: Saving | None) -> Elsewhere | None:
        """Return what the comparator would have taken in energy, if anybody has modelled it."""
        if saving is None or saving.inputs is None:
            return None
        model = self.clouds.model(saving.comparator)
        return None if model is None else elsewhere(model, saving.inputs, self.grids)

    def against(self, choice: MoneyChoice) -> SavingOf:
        """Return what tells each answer's saving against the model chosen now.

        What was kept with the answer stays, as it was then; another comparator or currency,
        or electricity that nobody had told then, is computed with what holds now.
        """
        prices, model = self.prices(choice), self.comparator(choice)
        currency = self.terms(choice).currency

        def against(row: Answered) -> Saving | None:
            kept = row.likely
            if kept is not None and _still_holds(kept, row, choice.comparator, currency):
                return kept
            answer = answer_of(row)
            if model is None or answer is None:
                return None
            return saving_of(model, prices.sha256, answer, self.terms(choice, row.at_ms))

        return against


def answer_of(row: Answered, vocabulary: int | None = None) -> Answer | None:
    """Return an answer as money counts it; ``None`` if its tokens are not known.

    Without a ``vocabulary`` that which a saving was computed with before holds.
    """
    if row.prompt_tokens is None or row.generated_tokens is None:
        return None
    previous = row.previous_tokens or 0
    joules, half_width = _at_the_plug(row.energy)
    return Answer(
        input_tokens=row.prompt_tokens,
        output_tokens=row.generated_tokens,
        previous_input=previous if previous <= row.prompt_tokens else 0,
        seconds_since=row.seconds_since,
        script=Script(row.script) if row.script in set(Script) else Script.OTHER,
        vocabulary=vocabulary or _vocabulary_of(row),
        joules=joules,
        half_width_j=half_width,
    )


def _vocabulary_of(row: Answered) -> int | None:
    kept = (saving.inputs for saving in (row.likely, row.hosted) if saving is not None)
    return next((inputs.answer.vocabulary for inputs in kept if inputs is not None), None)


def _at_the_plug(energy: AnswerEnergy) -> tuple[Decimal | None, Decimal]:
    """Return joules where electricity is paid, and half their interval."""
    band = at_the_plug(energy)
    if band is None:
        return None, Decimal(0)
    return _exact(band.value), _exact(max(band.high - band.value, band.value - band.low))


def _still_holds(kept: Saving, row: Answered, comparator: str, currency: str) -> bool:
    """Whether nothing better is known now than when it was kept."""
    same = kept.comparator == comparator and kept.currency == currency
    return same and (kept.amount is not None or row.energy.joules is None)


def _exact(joules: float) -> Decimal:
    return Decimal(str(joules)).quantize(_EXACT)
