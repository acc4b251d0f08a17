"""What a session took beside its answers, in portions for the day they belong to."""

from collections.abc import Callable
from datetime import date

from indoors.core.energy.accounts import SessionEnergy
from indoors.core.insights.record import EnergyDay


class EnergyDays:
    """``totals`` tells sums since the start of the session."""

    def __init__(self, totals: Callable[[], SessionEnergy | None]) -> None:
        self._totals = totals
        self._told: SessionEnergy | None = None

    def more(self, day: date) -> EnergyDay | None:
        """Return what came since the last call, for a day; ``None`` if nothing was metered.

        A portion may be below 0: what idling takes is known better the longer it is seen, so
        sums of earlier portions are put right. Their sum is what counts.
        """
        now, before = self._totals(), self._told
        if now is None or (before is not None and now.observed_s <= before.observed_s):
            return None
        self._told = now
        base, seconds = now.base_j, now.observed_s
        standby = now.standby_j
        if before is not None:
            base, seconds = base - before.base_j, seconds - before.observed_s
            if standby is not None:
                standby -= before.standby_j or 0.0
        return EnergyDay(day=day.isoformat(), standby_j=standby, base_j=base, seconds=seconds)
