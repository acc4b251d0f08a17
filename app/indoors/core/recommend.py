"""Three models for this computer: fastest, balanced, best quality.

A pure function of the catalogue and of what is known about the computer. What it weighs:
memory by ``fit``, speed by ``speed``, quality by ``standing``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import cbrt, log2
from typing import Literal

from indoors.core.candidates import Candidate, Situation, candidates
from indoors.core.catalog import Entry
from indoors.core.errors import Fact
from indoors.core.fit import Verdict

READING_SPEED = 6.0
"""Tokens per second of somebody who reads along."""
DOCUMENT_CONTEXT = 16_384
"""Tokens: about thirty pages and the question about them."""
_USABLE_SPEED = 3.0  # slower, nobody waits for an answer
_STEP_DOWN = 1.3  # how much faster Balanced must be than Best quality
_STEP_FAST = 1.6  # and Fastest than Balanced
_YEARLY = 0.6
"""Doublings of size that a year of progress is worth: at equal size the newer model is better."""
_BEGIN = date(2024, 1, 1)


class Role(StrEnum):
    FASTEST = "fastest"
    BALANCED = "balanced"
    BEST = "best"


class Reason(StrEnum):
    """One sentence each in ``ui/text``; the comment names the facts that travel with it."""

    FASTER_THAN_BALANCED = "faster_than_balanced"  # times
    LARGEST_FASTER_THAN_READING = "largest_faster_than_reading"  # reading_speed
    GOOD_AND_FASTER = "good_and_faster"  # times: than the best model
    BEST_THAT_FITS = "best_that_fits"
    BEST_SHARED = "best_shared"  # lies in graphics and main memory
    BEST_BUT_SLOW = "best_but_slow"  # reading_speed
    ONLY_ONE = "only_one"


Purpose = Literal["chat", "documents", "code", "languages"]


@dataclass(frozen=True, slots=True)
class Card:
    role: Role
    candidate: Candidate
    reason: Reason
    facts: Mapping[str, Fact]
    is_recommended: bool


def recommend(
    entries: Iterable[Entry], situation: Situation, purpose: Purpose = "chat"
) -> tuple[Card, ...]:
    """Return the cards in the order they are shown; fewer than three if fewer make sense.

    None at all means that no catalogued model runs here.
    """
    if purpose == "documents":
        situation = replace(situation, context=max(situation.context, DOCUMENT_CONTEXT))
    eligible = [entry for entry in entries if _is_eligible(entry, situation, purpose)]
    ranked = sorted(
        candidates(eligible, situation),
        key=lambda each: standing(each.entry, purpose),
        reverse=True,
    )
    best = (
        _first(ranked, lambda each: each.speed.value >= READING_SPEED)
        or _first(ranked, lambda each: each.speed.value >= _USABLE_SPEED)
        or _first(ranked)
    )
    if best is None:
        return ()
    rest = [each for each in ranked if each is not best]
    balanced = _balanced(rest, best)
    if balanced is None:
        return (Card(Role.BALANCED, best, Reason.ONLY_ONE, {}, is_recommended=True),)
    fastest = _fastest([each for each in rest if each is not balanced], balanced)
    cards = [_balanced_card(balanced, best), _best_card(best)]
    if fastest is not None:
        times = fastest.speed.value / balanced.speed.value
        facts = {"times": round(times, 1)}
        cards.insert(
            0,
            Card(Role.FASTEST, fastest, Reason.FASTER_THAN_BALANCED, facts, is_recommended=False),
        )
    return tuple(cards)


def standing(entry: Entry, purpose: Purpose = "chat") -> float:
    """Rank by size and age, the only two that are known of nearly all models.

    Published scores are not used: they are not comparable between sources. A mixture of
    experts counts as a dense model between all its parameters and those in use, nearer to all.
    In doublings.
    """
    size = (entry.parameters or 0.0) * cbrt(entry.active_share)
    years = (_released(entry) - _BEGIN).days / 365.25
    bonus = 1.0 if purpose == "code" and "code" in entry.capabilities else 0.0
    return log2(max(size, 1e6) / 1e9) + _YEARLY * years + bonus


def _is_eligible(entry: Entry, situation: Situation, purpose: Purpose) -> bool:
    """Whether it may be suggested at all: for the purpose, and under a licence that is clear."""
    if not entry.is_chat or not entry.is_shortlisted or entry.licence.commercial is not True:
        return False
    if purpose != "code" and "code" in entry.capabilities:
        return False
    if purpose == "documents":
        return (entry.shape.context or 0) >= DOCUMENT_CONTEXT
    return purpose != "languages" or situation.speaks(entry)


def _always_thinks(entry: Entry) -> bool:
    """Models that only reason write long before they answer: never a quick choice."""
    return "reasoning" in entry.capabilities and "tools" not in entry.capabilities


def _balanced(rest: Sequence[Candidate], best: Candidate) -> Candidate | None:
    quick = [
        each
        for each in rest
        if each.speed.value >= _STEP_DOWN * best.speed.value and not _always_thinks(each.entry)
    ]
    fitting = [each for each in quick if each.fit.verdict is Verdict.FITS]
    reading = _first(fitting, lambda each: each.speed.low >= READING_SPEED)
    return reading or _first(fitting) or _first(quick)


def _fastest(rest: Sequence[Candidate], balanced: Candidate) -> Candidate | None:
    return _first(
        rest,
        lambda each: (
            each.speed.value >= _STEP_FAST * balanced.speed.value
            and each.fit.verdict is Verdict.FITS
            and not _always_thinks(each.entry)
        ),
    )


def _balanced_card(balanced: Candidate, best: Candidate) -> Card:
    reason, facts = Reason.LARGEST_FASTER_THAN_READING, {"reading_speed": READING_SPEED}
    if best.speed.low >= READING_SPEED or balanced.speed.low < READING_SPEED:
        times = balanced.speed.value / best.speed.value
        reason, facts = Reason.GOOD_AND_FASTER, {"times": round(times, 1)}
    return Card(Role.BALANCED, balanced, reason, facts, is_recommended=True)


def _best_card(best: Candidate) -> Card:
    facts: dict[str, Fact] = {}
    reason = Reason.BEST_THAT_FITS
    if best.speed.value < READING_SPEED:
        reason, facts = Reason.BEST_BUT_SLOW, {"reading_speed": READING_SPEED}
    elif 0 < best.fit.gpu_layers < best.fit.layers:
        reason = Reason.BEST_SHARED
    return Card(Role.BEST, best, reason, facts, is_recommended=False)


def _first(
    ranked: Sequence[Candidate], wanted: Callable[[Candidate], bool] = lambda _each: True
) -> Candidate | None:
    return next((each for each in ranked if wanted(each)), None)


def _released(entry: Entry) -> date:
    try:
        return date.fromisoformat(entry.released or "")
    except ValueError:
        return _BEGIN
