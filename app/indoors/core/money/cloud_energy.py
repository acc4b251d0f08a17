"""What an answer of a cloud would have taken in energy: modelled, not measured.

No cloud tells the energy of one answer. EcoLogits models it by the size that a model is thought
to have and leaves out idle machines and the reading of the question; where a vendor published a
figure it was two to four times lower. So this is an interval, about a factor of three either
way: from the vendor's figure or a third of the model's least, whichever is less, to the model's
most, and its middle is the geometric mean. CO₂ is location-based on both sides; market-based
figures would make the cloud win by accounting.
"""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from indoors.core.money.grid import Grams, GridFactor, GridTable
from indoors.core.money.saving import Inputs
from indoors.core.money.token_ratio import scaled

JOULES_PER_WH = Decimal(3600)
_THIRD = Decimal(3)


class CloudModel(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Watt-hours of one model, with the data centre's overhead.

    ``low`` and ``high`` are EcoLogits' least and most for one output token, on top of
    ``start_low`` and ``start_high`` for the first. ``vendor`` is the maker's own figure for a
    typical prompt, whose length it did not tell.
    """

    id: str  # as in the price book
    low: Decimal
    high: Decimal
    start_low: Decimal = Decimal(0)
    start_high: Decimal = Decimal(0)
    country: str  # where it is taken to run: ISO 3166, three letters
    vendor: Decimal | None = None
    vendor_source: str = ""

    def __post_init__(self) -> None:
        if not (0 < self.low <= self.high and self.high.is_finite()):
            raise ValueError(f"{self.id}: no interval of energy")


class CloudTable(Struct, frozen=True, kw_only=True):
    format: int
    as_of: str
    attribution: str
    models: tuple[CloudModel, ...]

    def model(self, model_id: str) -> CloudModel | None:
        """Return what is modelled for an id of the price book, or None."""
        return next((each for each in self.models if each.id == model_id), None)


class Interval(Struct, frozen=True, kw_only=True):
    """An amount with the ends of its range."""

    middle: Decimal
    low: Decimal
    high: Decimal


class Difference(StrEnum):
    """What can be said of two intervals."""

    INDOORS_LESS = "indoors_less"
    CLOUD_LESS = "cloud_less"
    UNCLEAR = "unclear"  # they overlap: no clear difference
    UNKNOWN = "unknown"  # one of them is not known


class Elsewhere(Struct, frozen=True, kw_only=True):
    """What an answer would have taken in a cloud. ``grams`` ``None``: no grid is known there."""

    energy: Interval  # watt-hours
    grams: Grams | None
    against_here: Difference  # of energy; at the plug here


def elsewhere(model: CloudModel, inputs: Inputs, grid: GridTable) -> Elsewhere | None:
    """Return what the tokens of a saving would have taken; ``None`` for an empty answer."""
    answer = inputs.answer
    written = scaled(answer.output_tokens, inputs.ratio.middle * inputs.terms.reasoning)
    energy, factor = watt_hours(model, written), grid.factor(model.country)
    if energy is None:
        return None
    return Elsewhere(
        energy=energy,
        grams=emitted_there(energy, factor) if factor else None,
        against_here=difference(measured_here(answer.joules, answer.half_width_j), energy),
    )


def watt_hours(model: CloudModel, output_tokens: int) -> Interval | None:
    """Return the energy of an answer with so many tokens; ``None`` for an empty one."""
    if output_tokens <= 0:
        return None
    low = (model.start_low + model.low * output_tokens) / _THIRD
    if model.vendor is not None:
        low = min(low, model.vendor)
    high = model.start_high + model.high * output_tokens
    return Interval(middle=(low * high).sqrt(), low=low, high=high)


def emitted_there(energy: Interval, factor: GridFactor) -> Grams:
    """Return what that energy emits in the country of the data centre."""
    return Grams(
        middle=energy.middle * factor.grams / 1000,
        low=energy.low * factor.low / 1000,
        high=energy.high * factor.high / 1000,
    )


def measured_here(joules: Decimal | None, half_width_j: Decimal) -> Interval | None:
    """Return the energy of an answer of this computer in watt-hours, or None."""
    if joules is None:
        return None
    return Interval(
        middle=joules / JOULES_PER_WH,
        low=max(Decimal(0), joules - half_width_j) / JOULES_PER_WH,
        high=(joules + half_width_j) / JOULES_PER_WH,
    )


def difference(here: Interval | Grams | None, there: Interval | Grams | None) -> Difference:
    """Compare two ranges of the same unit. Middles are never subtracted."""
    if here is None or there is None:
        return Difference.UNKNOWN
    if here.high < there.low:
        return Difference.INDOORS_LESS
    if there.high < here.low:
        return Difference.CLOUD_LESS
    return Difference.UNCLEAR
