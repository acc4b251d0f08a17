"""What an answer's report says about the speed of a model on this computer."""

from collections.abc import Iterable

from indoors.core.model_speeds import MeasuredSpeed
from indoors.core.speed import Workload, prefill_workload, writing_workload
from indoors.protocol.engine import Report
from indoors.services.model_rows import ModelRow

LEAST_TOKENS = 24
"""Fewer written tokens say more about the start than about the speed."""
LEAST_READ = 128
_FILLED = 0.25


def measured_speeds(row: ModelRow, report: Report, now_ms: int) -> Iterable[MeasuredSpeed]:
    """Return what can be learned from one answer: writing, reading, both or nothing."""
    if row.judged is None or row.on_disk is None:
        return
    if report.tokens_per_second and report.generated_tokens >= LEAST_TOKENS:
        yield _made(row, report.tokens_per_second, now_ms, reading=False)
    read = report.prompt_tokens - report.reused_tokens
    if read >= LEAST_READ and report.prefill_ms > 0:
        yield _made(row, read / report.prefill_ms * 1000, now_ms, reading=True)


def _made(row: ModelRow, speed: float, now_ms: int, *, reading: bool) -> MeasuredSpeed:
    assert row.judged is not None
    assert row.on_disk is not None
    work = _reading(row) if reading else _writing(row)
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


def _writing(row: ModelRow) -> Workload:
    """As ``core.candidates`` sees the work, so that both sides of the comparison agree."""
    assert row.judged is not None
    shape, need = row.judged.shape, row.judged.fit.requirement
    cache = (need.context or 0) + need.graphics_context
    return writing_workload(
        shape.read_bytes,
        shape.layer_count,
        architecture=row.entry.architecture,
        model_id=row.entry.id,
        active_share=row.entry.active_share,
        cache_bytes=int(_FILLED * cache),
    )


def _reading(row: ModelRow) -> Workload:
    assert row.judged is not None
    shape = row.judged.shape
    parameters = row.entry.parameters or 1.7 * shape.weights
    return prefill_workload(parameters, shape.layer_count, active_share=row.entry.active_share)
