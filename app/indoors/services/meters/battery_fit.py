"""Learns what this portable computer takes at which load, while its battery empties."""

import contextlib
import datetime
from collections import deque
from collections.abc import Callable
from pathlib import Path

import msgspec

from indoors.core.energy.calibration import DAYS_VALID, Calibration, fit
from indoors.core.energy.meter import MICRO
from indoors.core.energy.track import Step
from indoors.services.durable import write_durably

PIECE_S = 30.0
"""Batteries tell their power every few seconds, and late."""
_MOST_PIECES = 240


class BatteryFit:
    """Takes the battery's steps; writes a formula as soon as one fits, and once a month anew."""

    def __init__(
        self,
        kept: Path | None,
        load: Callable[[], float | None],
        today: Callable[[], datetime.date] = lambda: datetime.datetime.now(datetime.UTC).date(),
    ) -> None:
        """``load`` is the processor's since it was last asked, 0 to 1."""
        self._kept = kept
        self._load = load
        self._today = today
        self._pieces: deque[tuple[float, float]] = deque(maxlen=_MOST_PIECES)
        self._uj = 0
        self._seconds = 0.0
        self.calibration = _read(kept)

    @property
    def is_wanted(self) -> bool:
        """Whether there is no formula yet, or an old one."""
        if self.calibration is None:
            return True
        with contextlib.suppress(ValueError):
            made = datetime.date.fromisoformat(self.calibration.day)
            return not 0 <= (self._today() - made).days <= DAYS_VALID
        return True

    def take(self, step: Step | None) -> bool:
        """Take what left the battery between two readings, None: unknown; True: a new formula."""
        if step is None:
            if self._seconds:
                self._begin()
            return False
        if not self._seconds:
            self._begin()
        self._uj += step.uj
        self._seconds += step.seconds
        if self._seconds < PIECE_S:
            return False
        load, watts = self._load(), self._uj / MICRO / self._seconds
        self._uj, self._seconds = 0, 0.0
        if load is None:
            return False
        self._pieces.append((load, watts))
        return self._try()

    def _begin(self) -> None:
        self._load()  # what was before does not belong to this piece
        self._uj, self._seconds = 0, 0.0

    def _try(self) -> bool:
        made = fit(list(self._pieces), self._today().isoformat())
        if made is None:
            return False
        self.calibration = made
        self._pieces.clear()
        if self._kept is not None:
            with contextlib.suppress(OSError):  # it is learned again
                write_durably(self._kept, msgspec.json.encode(made))
        return True


def _read(kept: Path | None) -> Calibration | None:
    """Return what was kept; None if there is nothing, or nothing that makes sense."""
    if kept is None:
        return None
    try:
        found = msgspec.json.decode(kept.read_bytes(), type=Calibration)
    except (OSError, msgspec.DecodeError):
        return None
    return found if found.a > 0 and found.b > 0 else None
