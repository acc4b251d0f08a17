"""Words of the break-even calculation."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from indoors.core.money.book import PriceBook, PricedModel
from indoors.core.money.presets import CLAIMS, Claim, price_of_a_message
from indoors.core.money.roi import Outlook
from indoors.ui.text import money

TITLE: Final = "Break-even"
SUBTITLE: Final = "does staying indoors pay off?"
CHART: Final = "Total cost over 24 months"
EXAMPLES: Final = "Examples"
YOURS: Final = "Your own use"
TEN_MILLION: Final = "10 million messages a month at GPT-4's price"
CLAIMS_TITLE: Final = "Figures that go around"
CLAIMS_SUBTITLE: Final = "Computed again, with the prices they are based on."
CLOSE: Final = "Close"
DOLLARS: Final = "This example is in dollars."
NOT_ENTERED: Final = "–"
FIELDS: Final = {
    "people": ("People", "How many would need a seat."),
    "seat_price": ("Cloud seat, month", "What one person pays elsewhere a month."),
    "price_an_answer": (
        "Cloud, an answer",
        "List price of an answer like yours at the model you compare with.",
    ),
    "hardware": ("New hardware", "Paid once. 0 if you use the computer you already own."),
    "setup_hours": ("Set-up, hours", "Work until it runs, once."),
    "hour_price": ("An hour costs", "Of that work."),
    "maintenance": ("Maintenance, month", "Work and parts."),
    "answers": ("Answers, month", "From your own use; change it to look ahead."),
    "electricity": (
        "Electricity, month",
        "From the energy of your answers and of the waiting model, as far as it was measured.",
    ),
}
COLUMNS: Final = ("Months", "Indoors", "Seats", "Per token")
INDOORS: Final = "Indoors"
NO_SEAT: Final = "Enter what a cloud seat costs to compare with seats."
NO_PRICE: Final = "Enter what an answer costs elsewhere to compare with paying per token."
NO_ELECTRICITY: Final = "Electricity is not known, so it is not in the cost."


BY_USE: Final = "Cloud, per token"


def capacity(found: Outlook) -> str:
    """Return how much of a computer the answers take, and of which time."""
    said = money.capacity(found)
    if found.capacity is None:
        return said
    return f"{said} Counted with 176 working hours a month, one answer at a time."


def total(months: int, name: str, value: Decimal, currency: str) -> str:
    """Return a point of the chart in words."""
    return f"{name} after {months} months: {money.amount(value, currency)}"


def claims(book: PriceBook, thirty: tuple[PricedModel, Claim] | None) -> Sequence[str]:
    """Return the worked examples, right and wrong."""
    said = [money.claim(each) for each in CLAIMS]
    if thirty is not None:
        model, found = thirty
        said.insert(1, f"{money.claim(found)} That is {model.name} at {model.provider}.")
    for identity in ("openai/gpt-4", "openai/gpt-4o", "openai/gpt-5", "openai/gpt-5-nano"):
        model_there = book.model(identity)
        if model_there is not None:
            each = price_of_a_message(model_there)
            cost = money.amount(each * 10_000_000, "USD")
            said.append(
                f"10 million messages of 600 tokens read and 200 written at {model_there.name}: "
                f"{cost} a month."
            )
    return said
