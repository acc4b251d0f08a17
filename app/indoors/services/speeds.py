"""What an answer's report says about the speed of a model on this computer."""

from collections.abc import Callable, Iterable

from indoors.core.fit import Verdict
from indoors.core.model_speeds import MeasuredSpeed
from indoors.core.speed import Workload, cache_read, prefill_workload, writing_workload
from indoors.protocol.engine import Report
from indoors.services.model_rows import ModelRow

LEAST_TOKENS = 24
"""Fewer written tokens say more about the start than about the speed."""
LEAST_READ = 128
LARGEST_TESTED = 3_000_000_000
"""Bytes; a larger model takes memory and time that nobody offered."""


def unmeasured(rows: Iterable[ModelRow], is_measured: Callable[[str], bool]) -> list[str]:
    """Return the paths of the models that a first test measures: the starter, then another.

    Of the others the smallest that fits, so that one small and one larger model are known;
    ``is_measured`` is asked with the ``speed_key`` of a model.
    """
    here = [
        (row.on_disk, row)
        for row in rows
        if row.on_disk is not None and row.can_chat and row.verdict is Verdict.FITS
    ]
    starters = [disk for disk, _ in here if disk.is_starter]
    others = sorted(
        (disk for disk, _ in here if not disk.is_starter and disk.size <= LARGEST_TESTED),
        key=lambda disk: disk.size,
    )
    if any(is_measured(disk.speed_key) for disk in others):
        others = []
    wanted = [*starters, *others[:1]]
    return [str(disk.path) for disk in wanted if not is_measured(disk.speed_key)]


def measured_speeds(row: ModelRow, report: Report, now_ms: int) -> Iterable[MeasuredSpeed]:
    """Return what can be learned from one answer: writing, reading, both or nothing."""
    if row.judged is None or row.on_disk is None:
        return
    if report.tokens_per_second and report.generated_tokens >= LEAST_TOKENS:
        work = _writing(row, report.prompt_tokens + report.generated_tokens / 2)
        yield _made(row, work, report.tokens_per_second, now_ms, reading=False)
    read = report.prompt_tokens - report.reused_tokens
    if read >= LEAST_READ and report.prefill_ms > 0:
        yield _made(row, _reading(row), read / report.prefill_ms * 1000, now_ms, reading=True)


def _made(
    row: ModelRow, work: Workload, speed: float, now_ms: int, *, reading: bool
) -> MeasuredSpeed:
    assert row.judged is not None
    assert row.on_disk is not None
    guess = row.judged.reading if reading else row.predicted
    return MeasuredSpeed(
        model=row.on_disk.speed_key,
        kind="reading" if reading else "writing",
        speed=speed,
        at_ms=now_ms,
        on_card=row.judged.fit.gpu_layers > 0,
        amount=work.amount,
        layers=work.layers,
        factor=work.factor,
        predicted=guess.value if guess else 0.0,
        low=guess.low if guess else 0.0,
        high=guess.high if guess else 0.0,
    )


def _writing(row: ModelRow, tokens: float) -> Workload:
    """As ``core.candidates`` sees the work, but with the tokens that really were in the cache."""
    assert row.judged is not None
    shape, fit = row.judged.shape, row.judged.fit
    need = fit.requirement
    cache = (need.context or 0) + need.graphics_context
    return writing_workload(
        shape.read_bytes,
        shape.layer_count,
        architecture=row.entry.architecture,
        model_id=row.entry.id,
        active_share=row.entry.active_share,
        cache_bytes=cache_read(cache, fit.setting.context, tokens),
    )


def _reading(row: ModelRow) -> Workload:
    assert row.judged is not None
    shape = row.judged.shape
    parameters = row.entry.parameters or 1.7 * shape.weights
    return prefill_workload(parameters, shape.layer_count, active_share=row.entry.active_share)
