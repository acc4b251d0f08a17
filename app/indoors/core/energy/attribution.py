"""What is said of an answer's energy: the figure, its interval, its grade and the reasons."""

from collections.abc import Sequence

import msgspec

from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.energy.marginal import (
    LEAST_SHARE,
    Circumstances,
    Marginal,
    Window,
    is_short,
    measure,
)
from indoors.core.energy.meter import Domain
from indoors.core.energy.reasons import Lowered, grade
from indoors.core.energy.session_mean import SessionMean, Tokens


def attribute(
    windows: Sequence[Window],
    around: Circumstances,
    mean: SessionMean | None = None,
    tokens: Tokens | None = None,
) -> AnswerEnergy:
    """Return the energy of one answer from what the chosen meters counted.

    ``mean`` takes the answer in, and speaks for it if it is too short to speak for itself.
    """
    good = [w for w in windows if w.lost is None]
    reasons = _of_meters(windows, good, around) | _of_others(around)
    measured = None if grade(reasons) is Grade.NONE else measure(good, around)
    short, many = is_short(good, around.seconds), 0
    if mean is not None and tokens is not None and grade(reasons) is not Grade.NONE:
        if measured is not None:
            mean.add(measured, tokens)
        instead = mean.of(tokens, is_in=measured is not None) if short else None
        if instead is not None:
            measured, many = instead, mean.answers
    if short:
        reasons.add(Lowered.SHORT)
    if grade(reasons) is not Grade.NONE:
        reasons |= _of_figure(measured)
    return _answer(good, around, reasons, measured, many)


def at_most(energy: AnswerEnergy, joules: float) -> AnswerEnergy:
    """Return it with no more than the counters have counted in all and not given away yet."""
    if energy.joules is None or energy.joules <= joules:
        return energy
    part = joules / energy.joules
    return msgspec.structs.replace(
        energy,
        prefill_j=(energy.prefill_j or 0.0) * part,
        decode_j=(energy.decode_j or 0.0) * part,
    )


def _of_meters(
    windows: Sequence[Window], good: Sequence[Window], around: Circumstances
) -> set[Lowered]:
    reasons = {*around.lowered_by, *(w.lost for w in windows if w.lost is not None)}
    if any(w.lost is not None and w.meter.domain is Domain.GPU for w in windows):
        reasons.add(Lowered.CARD_NOT_METERED)
    if not good and grade(reasons) is not Grade.NONE:
        reasons.add(Lowered.NO_METER)
    if any(w.idle is None for w in good):
        reasons.add(Lowered.IDLE_UNKNOWN)
    return reasons.union(*(w.idle.lowered_by for w in good if w.idle is not None))


def _of_others(around: Circumstances) -> set[Lowered]:
    reasons = {Lowered.CARD_SHARED} if around.card_shared else set()
    if around.share is None:
        reasons.add(Lowered.SHARE_UNKNOWN)
    elif around.share < LEAST_SHARE:
        reasons.add(Lowered.SHARED)
    return reasons


def _of_figure(measured: Marginal | None) -> set[Lowered]:
    if measured is None:
        return {Lowered.TOO_SHORT}
    if measured.joules <= 0:
        return {Lowered.NOTHING_ABOVE_IDLE}
    return {Lowered.UNSURE} if measured.half_width >= measured.joules else set()


def _answer(
    windows: Sequence[Window],
    around: Circumstances,
    reasons: set[Lowered],
    measured: Marginal | None,
    many: int,
) -> AnswerEnergy:
    said = grade(reasons)
    sources = tuple(w.meter.name for w in windows)
    ordered = tuple(reason for reason in Lowered if reason in reasons)
    if measured is None or said is Grade.NONE:
        return AnswerEnergy(seconds=around.seconds, sources=sources, lowered_by=ordered)
    prefill = min(max(0.0, measured.prefill), measured.joules)
    return AnswerEnergy(
        grade=said,
        prefill_j=prefill,
        decode_j=measured.joules - prefill,
        half_width_j=measured.half_width,
        seconds=around.seconds,
        idle_w=sum(w.idle.watts for w in windows if w.idle is not None),
        sources=sources,
        lowered_by=ordered,
        averaged_over=many,
    )
