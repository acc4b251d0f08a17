"""Words of the details of one answer: each figure of its report."""

from collections.abc import Callable
from typing import Final

import msgspec

from indoors.core.chat import Message
from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.money.book import PricedModel
from indoors.core.money.cloud_energy import Difference, Elsewhere, Interval
from indoors.core.money.grid import Grams
from indoors.core.money.saving import Saving
from indoors.protocol.engine import Report
from indoors.ui.text import energy as energy_text
from indoors.ui.text import money
from indoors.ui.text.numbers import (
    DASH,
    co2,
    count,
    duration,
    power,
    size_bytes,
    speed,
    ttft,
)
from indoors.ui.text.numbers import energy as energy_figure

TITLE: Final = "Details of this answer"
SUBTITLE: Final = "How fast it was, what it took, and what it saved or cost."
MEASURED: Final = "Measured"
ESTIMATED: Final = "Estimated"
MODELLED: Final = "Modelled"
COPY: Final = "Copy"
COPY_JSON: Final = "Copy as JSON"
HOW: Final = "How is this known?"
_JOULE_DECIMALS: Final = 2
CLOSE: Final = "Close"
NO_REPORT: Final = "This answer has no figures, since it was not finished by the engine."

_STOPS: Final = {
    "end": "The model ended its answer",
    "stop_text": "A stop text was reached",
    "length": "The longest answer was reached",
    "context_full": "The context was full",
    "cancelled": "Stopped by you",
}
_SHORT_MS: Final = 10_000


def facts(report: Report) -> list[tuple[str, str]]:
    """Return what was set or happened, as (name, value)."""
    return [
        ("Model", report.model),
        ("Ended because", _STOPS[report.stop_reason]),
        ("Context", f"{count(report.context)} tokens"),
        ("Seed", str(report.seed)),
    ]


def figures(report: Report) -> list[tuple[str, str]]:
    """Return every measured figure as (name, value), in reading order."""
    return [
        ("Speed", speed(report.tokens_per_second, live=True)),
        ("Time to first token", ttft(report.ttft_ms)),
        ("Prompt tokens", count(report.prompt_tokens)),
        ("of which reused", count(report.reused_tokens)),
        ("Tokens written", count(report.generated_tokens)),
        ("Loading the model", _span(report.load_ms, otherwise="Was loaded already")),
        ("Reading the prompt", _span(report.prefill_ms)),
        ("Writing", _span(report.decode_ms)),
        ("Most memory in use", size_bytes(report.peak_memory)),
        ("Mean log probability", _decimal(report.mean_logprob)),
        ("Lowest log probability", _decimal(report.min_logprob)),
        ("Mean entropy", _decimal(report.mean_entropy, unit=" nats")),
    ]


def energy_rows(energy: AnswerEnergy | None, tokens: int) -> list[tuple[str, str]]:
    """Return what an answer took, split at the first token."""
    if energy is None or energy.joules is None:
        return [("Energy", DASH)]
    rows = [
        ("Energy", f"{energy_text.figure(energy)} {energy_text.within(energy)}".strip()),
        ("Reading took", _joules(energy.prefill_j)),
        ("Writing took", _joules(energy.decode_j)),
    ]
    if tokens and energy.decode_j is not None:
        rows.append(("A token took", _joules(energy.decode_j / tokens)))
    if energy.idle_w is not None:
        rows.append(("Taken off for idling", power(energy.idle_w)))
    return rows


def energy_kind(energy: AnswerEnergy | None) -> str:
    """Return what kind of figures these are."""
    return energy_text.GRADES[energy.grade if energy is not None else Grade.NONE]


def co2_row(grams: Grams) -> tuple[str, str]:
    """Return the emissions with their range."""
    low, high = co2(float(grams.low)), co2(float(grams.high))
    return "CO₂", f"{co2(float(grams.middle))}, {low} to {high}"


def money_rows(saving: Saving | None, name: str) -> list[tuple[str, str]]:
    """Return a comparison: the price there, and what was saved with its range."""
    if saving is None:
        return []
    there = money.amount(saving.price, saving.currency)
    uncached = money.amount(saving.price_uncached, saving.currency)
    rows = [(f"{name} would have cost", there)]
    if saving.factor is not None:
        rows.append(("which is", money.size(saving.factor)))
    if saving.price_uncached != saving.price:
        rows.append(("with nothing cached", uncached))
    if saving.amount is not None:
        rows.append(("So staying here", f"{money.saved(saving)} ({money.band(saving)})"))
    return rows


def cloud_rows(there: Elsewhere | None, name: str) -> list[tuple[str, str]]:
    """Return what a cloud would have taken, and what can be said of both."""
    if there is None:
        return []
    rows = [(f"{name} would have taken", _range(there.energy, energy_figure))]
    if there.grams is not None:
        rows.append(("CO₂ there", _range(there.grams, co2)))
    if there.against_here is not Difference.UNKNOWN:
        rows.append(("So in energy", money.difference(there.against_here)))
    return rows


def _range(found: Interval | Grams, written: Callable[[float | None], str]) -> str:
    middle, low, high = (written(float(each)) for each in (found.middle, found.low, found.high))
    return f"{middle}, {low} to {high}"


def hosted_name(model: PricedModel) -> str:
    """Return a model with where it runs, as far as that tells it from others."""
    return f"{model.name} at {model.provider}" if model.is_open else model.name


def method(energy: AnswerEnergy | None, saving: Saving | None) -> str:
    """Return how the figures came about, and why they are no better."""
    if energy is None or energy.joules is None:
        said = energy_text.why(energy.lowered_by if energy is not None else ())
        said = said or "Nothing measured the energy of this answer."
    else:
        said = (
            f"{energy_text.provenance(energy.grade, energy.sources)}: what the meters counted "
            "from the question to the last token, less what the idle computer takes in that "
            f"time. {energy_text.why(energy.lowered_by)}"
        ).strip()
    if saving is None:
        return said
    priced = "The price is that of the same tokens, by the price list with the hash"
    cloud = f"The energy of a cloud is {money.MODELLED} {money.LOCATION_BASED}"
    return f"{said} {priced} {saving.price_book[:_HASH]}. {money.CACHED} {cloud}"


def as_json(message: Message) -> str:
    """Return all figures of an answer, with what they were computed from; no word of it."""
    figures = {
        "report": message.report,
        "energy": message.energy,
        "saving": message.saving,
        "same_class": message.hosted,
    }
    return msgspec.json.format(msgspec.json.encode(figures), indent=2).decode()


def _joules(value: float | None) -> str:
    return DASH if value is None else f"{value:,.{_JOULE_DECIMALS}f} J"


_HASH: Final = 12


def as_text(report: Report) -> str:
    """Return the figures for the clipboard."""
    return "\n".join(f"{name}: {value}" for name, value in [*facts(report), *figures(report)])


def _span(milliseconds: float | None, otherwise: str = DASH) -> str:
    if milliseconds is None:
        return otherwise
    if milliseconds < _SHORT_MS:
        return ttft(milliseconds)
    return duration(milliseconds / 1000)


def _decimal(value: float | None, unit: str = "") -> str:
    return DASH if value is None else f"{value:.3f}{unit}"
