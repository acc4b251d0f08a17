"""What every reader of energy is."""

from typing import Protocol

from indoors.core.energy.meter import MeterFacts


class Meter(Protocol):
    """One sensor. It is read by one thread at a time."""

    @property
    def facts(self) -> MeterFacts:
        """Name, what it covers, counter or sample."""
        ...

    def read(self) -> int | None:
        """Return microjoules (counter, model) or microwatts (sample); None: no reading now."""
        ...

    def others(self, ours: frozenset[int]) -> bool:  # noqa: ARG002 - most can't tell
        """Whether a process that is not of ``ours`` computes on the same device."""
        return False

    def close(self) -> None:
        """Let go of the sensor."""
        return
