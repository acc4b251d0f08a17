"""From what was used so far to a plan for a month: the start of the break-even calculation."""

from decimal import Decimal

from indoors.core.insights.summary import Summary
from indoors.core.money.electricity import cost_of
from indoors.core.money.roi import Machine, Plan

MONTH_DAYS = 30
WORKING_HOURS = Decimal(176)
"""Of a month: 22 days of 8 hours, in which people wait for answers."""
_WH = 3600
_EXACT = Decimal("0.000000001")
_SLOWEST, _FASTEST = 0.001, 1e7  # tokens per second


def plan_of(summary: Summary, days: int, standby_wh: float | None, per_kwh: Decimal | None) -> Plan:
    """Return a month at the rate of these days; what nobody knows is left out.

    ``per_kwh`` is the price of electricity; without it, or without energy, that part is 0.
    """
    month = Decimal(MONTH_DAYS) / max(1, days)
    answers = int((summary.answers * month).to_integral_value())
    money = summary.money
    price = money.price / money.priced if money.price is not None and money.priced else None
    joules = _joules_a_month(summary, answers, standby_wh, month)
    electricity = cost_of(joules, per_kwh) if per_kwh is not None else Decimal(0)
    return Plan(
        answers=answers,
        people=1,
        price_an_answer=None if price is None else price.quantize(_EXACT),
        electricity=electricity.quantize(_EXACT),
        machine=_machine(summary),
    )


def _joules_a_month(
    summary: Summary, answers: int, standby_wh: float | None, month: Decimal
) -> Decimal:
    """Return joules at the plug, of answers and of the waiting model."""
    energy = summary.energy
    known = energy.measured + energy.estimated
    each = Decimal(str(energy.plug_j)) / known if known else Decimal(0)
    lost = energy.plug_j / energy.joules if energy.joules else 1.0
    waiting = Decimal(str(max(0.0, standby_wh or 0.0) * _WH * lost)) * month
    return each * answers + waiting


def _machine(summary: Summary) -> Machine | None:
    """Return this computer as it was; ``None`` while its speeds are not known."""
    if not (summary.answers and _plausible(summary.speed) and _plausible(summary.reading)):
        return None
    written = Decimal(summary.generated_tokens) / summary.answers
    if not written:
        return None
    return Machine(
        reading=Decimal(str(summary.reading)).quantize(_EXACT),
        writing=Decimal(str(summary.speed)).quantize(_EXACT),
        read_tokens=(Decimal(summary.read_tokens) / summary.answers).quantize(_EXACT),
        written_tokens=written.quantize(_EXACT),
        hours_a_month=WORKING_HOURS,
    )


def _plausible(speed: float | None) -> bool:
    """Whether a speed can be that of a computer; a stored report may be damaged."""
    return speed is not None and _SLOWEST <= speed <= _FASTEST
