"""Words of the details of one answer: each figure of its report."""

from typing import Final

from indoors.protocol.engine import Report
from indoors.ui.text.numbers import DASH, count, duration, size_bytes, speed, ttft

TITLE: Final = "Details of this answer"
SUBTITLE: Final = "All figures were measured by the engine on this computer."
MEASURED: Final = "Measured"
COPY: Final = "Copy"
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
