"""What a card's foot shows, decided without any widget."""

from dataclasses import dataclass
from enum import StrEnum

from indoors.core.errors import AppError
from indoors.services.download_status import DownloadPhase, DownloadStatus


class FootState(StrEnum):
    IDLE = "idle"  # can be downloaded
    OFFLINE = "offline"  # no network is connected
    SEALED = "sealed"  # downloads are switched off: nothing is offered
    QUEUED = "queued"
    CONNECTING = "connecting"
    CHECKING = "checking"
    RUNNING = "running"
    WAITING = "waiting"  # the connection broke; goes on by itself
    PAUSED = "paused"
    FAILED = "failed"
    VERIFIED = "verified"

    @property
    def is_under_way(self) -> bool:
        return self in _UNDER_WAY


_PHASES = {
    DownloadPhase.QUEUED: FootState.QUEUED,
    DownloadPhase.CONNECTING: FootState.CONNECTING,
    DownloadPhase.CHECKING: FootState.CHECKING,
    DownloadPhase.RUNNING: FootState.RUNNING,
    DownloadPhase.WAITING: FootState.WAITING,
    DownloadPhase.PAUSED: FootState.PAUSED,
    DownloadPhase.FAILED: FootState.FAILED,
    DownloadPhase.DONE: FootState.VERIFIED,
}
_UNDER_WAY = frozenset(
    {
        FootState.QUEUED,
        FootState.CONNECTING,
        FootState.CHECKING,
        FootState.RUNNING,
        FootState.WAITING,
    }
)


@dataclass(frozen=True, slots=True)
class Foot:
    """Everything the foot shows. Bytes, bytes per second, seconds; None: not known."""

    state: FootState
    done: int = 0
    total: int | None = None
    speed: float | None = None
    seconds_left: float | None = None
    sha256: str = ""
    error: AppError | None = None
    is_sealed: bool = False

    @property
    def fraction(self) -> float | None:
        return self.done / self.total if self.total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Whether a download can be asked for."""

    is_online: bool = True
    is_sealed: bool = False


def foot_of(
    status: DownloadStatus | None, sha256: str, connection: Connection, *, installed: bool
) -> Foot:
    """Return what to show for a file with this hash."""
    if installed:
        return Foot(FootState.VERIFIED, sha256=sha256)
    if status is None:
        return Foot(_without_download(connection))
    return Foot(
        _PHASES[status.phase],
        done=status.done,
        total=status.total,
        speed=status.speed,
        seconds_left=status.seconds_left,
        sha256=sha256,
        error=status.error,
        is_sealed=connection.is_sealed,
    )


def _without_download(connection: Connection) -> FootState:
    if connection.is_sealed:
        return FootState.SEALED
    return FootState.IDLE if connection.is_online else FootState.OFFLINE


class TimeLeft:
    """Smooths the time left, which jumps with every hiccup; says nothing in the first seconds."""

    def __init__(self, quiet_s: float = 3.0, follow: float = 0.2) -> None:
        """``follow``: how much of a new estimate is taken over at once, 0 to 1."""
        self._quiet_s = quiet_s
        self._follow = follow
        self._began: float | None = None
        self._last: tuple[float, float] | None = None  # when, seconds left

    def update(self, seconds: float | None, now: float) -> float | None:
        """Take a new estimate at ``now`` (seconds of any clock); return what to show."""
        if seconds is None:
            self.reset()
            return None
        if self._began is None:
            self._began = now
        if self._last is not None:
            then, shown = self._last
            expected = max(0.0, shown - (now - then))
            seconds = expected + self._follow * (seconds - expected)
        self._last = (now, seconds)
        return seconds if now - self._began >= self._quiet_s else None

    def reset(self) -> None:
        """Begin again after a break."""
        self._began = self._last = None
