"""Worked examples to start a calculation from. Amounts in dollars; words are in ``ui/text``.

Some figures that go around are wrong, and these say by how much.
"""

from decimal import Decimal

from msgspec import Struct

from indoors.core.money.book import PriceBook, PricedModel
from indoors.core.money.comparator import same_class
from indoors.core.money.pricing import Tokens, cost
from indoors.core.money.roi import Machine, Plan

TEN_MILLION = 10_000_000
READ, WRITTEN = 600, 200
"""Tokens of one message in the examples: read and written."""
HUNDRED_MILLION = Decimal(100_000_000)
DAYS = Decimal(30)
_THIRTY_BILLION = 30_000_000_000
_CHAT_READS = 3
"""Tokens read for each that is written, where an example names tokens without saying which."""


def price_of_a_message(model: PricedModel) -> Decimal:
    """Return the price of one message of the examples, nothing of it cached."""
    return cost(model.rates, model.tiers, Tokens(input=READ, output=WRITTEN))


def ten_million_messages(model: PricedModel) -> Plan:
    """Ten million messages a month at a model's price, against a rented server at $800.

    The server is one graphics VM at about $1.10 an hour for 730 hours. It serves many at once;
    see ``DESKTOPS`` for how many computers with one answer at a time would be needed.
    """
    return Plan(
        answers=TEN_MILLION, price_an_answer=price_of_a_message(model), maintenance=Decimal(800)
    )


def _desktop(writing: int, reading: int) -> Machine:
    return Machine(
        reading=Decimal(reading),
        writing=Decimal(writing),
        read_tokens=Decimal(READ),
        written_tokens=Decimal(WRITTEN),
        hours_a_month=24 * DAYS,
    )


DESKTOPS = (_desktop(30, 300), _desktop(60, 1500), _desktop(120, 4000))
"""Computers that answer one message at a time, day and night: 30, 60 and 120 tokens a second."""


class Claim(Struct, frozen=True, kw_only=True):
    """100 million tokens a day for a month. ``claimed`` goes around, and is wrong."""

    size: str  # of the model
    per_thousand: Decimal
    claimed: Decimal | None = None

    @property
    def a_month(self) -> Decimal:
        return tokens_a_month(self.per_thousand)

    @property
    def off_by(self) -> Decimal | None:
        """How many times the claim is too high."""
        return None if self.claimed is None else self.claimed / self.a_month


def tokens_a_month(per_thousand: Decimal) -> Decimal:
    """Return what 100 million tokens a day cost in 30 days, at a price for 1,000."""
    return HUNDRED_MILLION * DAYS / 1000 * per_thousand


CLAIMS = (
    Claim(size="7B", per_thousand=Decimal("0.0002"), claimed=Decimal(6000)),
    Claim(size="70B", per_thousand=Decimal("0.004")),
    Claim(size="70B", per_thousand=Decimal("0.006")),
)


def thirty_billion(book: PriceBook) -> tuple[PricedModel, Claim] | None:
    """Return the same for 30B. No figure goes around for it, so it is the book's cheapest host."""
    found = same_class(book, _THIRTY_BILLION)
    if found is None or not found.is_near:
        return None
    rates = found.model.rates
    blended = (_CHAT_READS * rates.input + rates.output) / (_CHAT_READS + 1)
    return found.model, Claim(size="30B", per_thousand=blended / 1000)


class Preset(Struct, frozen=True, kw_only=True):
    """A plan to start from; ``id`` names its words."""

    id: str
    plan: Plan


_HOUR = Decimal(75)
PRESETS = (
    Preset(  # 6.3 months
        id="seats_existing",
        plan=Plan(
            answers=10_000,
            people=10,
            seat_price=Decimal(20),
            setup_hours=Decimal(16),
            hour_price=_HOUR,
            electricity=Decimal(10),
        ),
    ),
    Preset(  # 5.8 months
        id="busy_api",
        plan=Plan(
            answers=50_000,
            price_an_answer=Decimal("0.03"),  # $1,500 a month
            hardware=Decimal(5000),
            setup_hours=Decimal(40),
            hour_price=_HOUR,
            electricity=Decimal(60),
            maintenance=Decimal(60),
        ),
    ),
    Preset(  # 16.5 months
        id="seats_box",
        plan=Plan(
            answers=10_000,
            people=10,
            seat_price=Decimal(30),
            hardware=Decimal(2500),
            setup_hours=Decimal(24),
            hour_price=_HOUR,
            electricity=Decimal(40),
        ),
    ),
    Preset(  # 172 months
        id="quiet_api",
        plan=Plan(
            answers=10_000,
            price_an_answer=Decimal("0.005"),  # $50 a month
            hardware=Decimal(2500),
            setup_hours=Decimal(24),
            hour_price=_HOUR,
            electricity=Decimal(25),
        ),
    ),
    Preset(  # never
        id="hosted_8b",
        plan=Plan(
            answers=100_000,
            price_an_answer=Decimal("0.000046"),  # Llama 3.1 8B: $4.60 a month
            setup_hours=Decimal(16),
            hour_price=_HOUR,
            electricity=Decimal("5.40"),  # 0.18 Wh each at $0.30
        ),
    ),
)
