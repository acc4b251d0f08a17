"""What is kept of an answer for ever: numbers, and no word of it."""

from typing import Literal

from msgspec import Struct, structs

from indoors.core.energy.answer import AnswerEnergy
from indoors.core.money.saving import Saving
from indoors.protocol.engine import Report

Place = Literal["local", "cloud"]


class Answered(Struct, frozen=True, kw_only=True):
    """One answer, or what was written on to it later (``continued``); ``None`` is not known.

    ``message_id`` is ``None`` once its conversation is removed for good.
    """

    at_ms: int  # when it was asked for, UTC
    message_id: str | None = None
    model: str = ""
    place: Place = "local"
    task: str = "chat"
    continued: bool = False
    prompt_tokens: int | None = None
    reused_tokens: int | None = None  # of the prompt, still in memory here
    previous_tokens: int | None = None  # prompt of the turn before: a cloud may have kept it
    seconds_since: int | None = None  # since that turn was asked for
    script: str | None = None  # of the answer's letters; other tokenizers count by it
    generated_tokens: int | None = None
    ttft_ms: float | None = None
    tokens_per_second: float | None = None
    prefill_ms: float | None = None
    decode_ms: float | None = None
    energy: AnswerEnergy = AnswerEnergy()
    likely: Saving | None = None  # against the model that the user would have asked instead
    hosted: Saving | None = None  # against a model of the same class, hosted

    def after(self, before: "Answered | None") -> "Answered":
        """Return this answer with what the one above it had sent."""
        if before is None or before.prompt_tokens is None:
            return self
        return structs.replace(
            self,
            previous_tokens=before.prompt_tokens,
            seconds_since=max(0, self.at_ms - before.at_ms) // 1000,
        )


def answered(
    report: Report,
    *,
    at_ms: int,
    message_id: str,
    model: str | None = None,
    energy: AnswerEnergy | None = None,
) -> Answered:
    """Return what a report tells of its answer, with its energy if that is known."""
    return Answered(
        at_ms=at_ms,
        message_id=message_id,
        model=model or report.model,
        prompt_tokens=report.prompt_tokens,
        reused_tokens=report.reused_tokens,
        generated_tokens=report.generated_tokens,
        ttft_ms=report.ttft_ms,
        tokens_per_second=report.tokens_per_second,
        prefill_ms=report.prefill_ms,
        decode_ms=report.decode_ms,
        energy=energy or AnswerEnergy(),
    )


class EnergyDay(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Joules of one day that belong to no answer. ``day`` is local, as ISO 8601."""

    day: str
    standby_j: float | None = None  # the model was loaded and waited; None: it is in the base
    base_j: float = 0.0  # the computer was on anyway
    seconds: float = 0.0  # that were metered
    sources: tuple[str, ...] = ()

    def plus(self, other: "EnergyDay") -> "EnergyDay":
        """Return both together, as one day."""
        return EnergyDay(
            day=self.day,
            standby_j=_sum(self.standby_j, other.standby_j),
            base_j=self.base_j + other.base_j,
            seconds=self.seconds + other.seconds,
            sources=tuple(sorted({*self.sources, *other.sources})),
        )


def _sum(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return one if other is None else other
    return one + other
