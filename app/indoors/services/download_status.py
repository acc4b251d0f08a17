"""A download as the user sees it."""

from dataclasses import dataclass
from enum import StrEnum

from indoors.core.errors import AppError
from indoors.services.download_records import DownloadRequest, Record
from indoors.services.model_sidecars import InstalledModel


class DownloadPhase(StrEnum):
    QUEUED = "queued"
    CONNECTING = "connecting"
    CHECKING = "checking"  # what an earlier run fetched
    RUNNING = "running"
    WAITING = "waiting"  # the connection broke; goes on by itself
    PAUSED = "paused"
    FAILED = "failed"  # goes on when the user says so
    DONE = "done"


@dataclass(frozen=True, slots=True)
class DownloadStatus:
    """A download as it is now. Bytes, bytes per second, seconds; None: not known."""

    id: str
    request: DownloadRequest
    phase: DownloadPhase
    done: int = 0
    total: int | None = None
    speed: float | None = None
    error: AppError | None = None  # why it waits, failed, or was paused by itself
    wait_s: float | None = None
    model: InstalledModel | None = None  # when it is DONE

    @property
    def seconds_left(self) -> float | None:
        if not self.speed or self.total is None:
            return None
        return (self.total - self.done) / self.speed


def remembered(record: Record, done: int) -> DownloadStatus:
    """Return the status that an earlier run's record stands for."""
    phases = {"run": DownloadPhase.QUEUED, "pause": DownloadPhase.PAUSED}
    return DownloadStatus(
        record.id,
        record.request,
        phases.get(record.wish, DownloadPhase.FAILED),
        done=done,
        total=record.size or record.request.size,
        error=AppError(record.fault, **record.facts) if record.fault else None,
    )
