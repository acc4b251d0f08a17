"""The headline and what stands below it, decided from what is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from indoors.core.hardware import Computer
from indoors.core.recommend import READING_SPEED
from indoors.core.recommend import Card as Suggestion
from indoors.core.speed import Source
from indoors.ui.text import welcome as text
from indoors.ui.welcome.card_state import Connection, FootState

_SOME_SIZE = 2e9
"""Parameters from which on a model is of use for more than trying things out."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The four lines around the cards."""

    title: str
    body: str
    section: str
    section_body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """``feet`` has the state of each suggestion; ``others`` says the starter is there."""

    computer: Computer | None
    seconds: float | None
    suggestions: Sequence[Suggestion]
    feet: Sequence[FootState]
    connection: Connection
    has_starter: bool


def summary(seen: Situation) -> Summary:
    """Return the words for what is going on."""
    if seen.computer is None:
        return Summary(text.CHECKING, text.CHECKING_BODY, text.SUGGESTIONS, "")
    if not seen.suggestions:
        return _nothing(seen)
    under_way, ready = _names(seen)
    title, body = _well(seen), text.checked(seen.seconds)
    if under_way:
        usable = ready or (text.THE_STARTER if seen.has_starter else None)
        title, body = text.getting_ready(under_way), text.meanwhile(usable)
    elif ready:
        title, body = text.is_ready(ready), text.READY_BODY
    if under_way or ready:
        return Summary(title, body, text.MODELS, text.CHECKED_FILES)
    blocked = seen.connection.is_sealed or not seen.connection.is_online
    return Summary(title, body, text.SUGGESTIONS if blocked else text.PICK, _basis(seen))


def _names(seen: Situation) -> tuple[str | None, str | None]:
    """Return the first model that is under way, and the first that is ready."""
    both = list(zip(seen.suggestions, seen.feet, strict=True))
    under_way = (s.candidate.entry.name for s, state in both if state.is_under_way)
    ready = (s.candidate.entry.name for s, state in both if state is FootState.VERIFIED)
    return next(under_way, None), next(ready, None)


def _nothing(seen: Situation) -> Summary:
    if seen.computer is None or seen.computer.memory is None:
        return Summary(text.NO_SUGGESTION, text.NO_SUGGESTION_BODY, "", "")
    body = text.NO_FIT_BODY if seen.has_starter else text.NO_FIT_IMPORT_BODY
    return Summary(text.NO_FIT, body, "", "")


def _well(seen: Situation) -> str:
    """Praise only a model of some size that answers faster than people read, at the least."""
    best = next((s.candidate for s in seen.suggestions if s.is_recommended), None)
    if best is None or (best.entry.parameters or 0) < _SOME_SIZE:
        return text.RUNS
    return text.RUNS_WELL if best.speed.low >= READING_SPEED else text.RUNS


def _basis(seen: Situation) -> str:
    if seen.connection.is_sealed:
        return text.SEALED_BODY
    if not seen.connection.is_online:
        return text.NEEDS_CONNECTION_BODY
    sources = {each.candidate.speed.source for each in seen.suggestions}
    return text.basis(
        is_measured=seen.computer is not None and seen.computer.memory_speed is not None,
        is_calibrated=bool(sources & {Source.CALIBRATED, Source.MEASURED}),
    )
