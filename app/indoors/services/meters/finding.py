"""Which meters this computer has."""

from collections.abc import Iterable
from pathlib import Path

from indoors.services.meters.meter import Meter
from indoors.services.meters.nvml import open_card
from indoors.services.meters.rapl import rapl_meters
from indoors.services.probe.files import ROOT


class MeterSources:
    """Looks when asked. Opening may take a second: not on the window's thread."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root

    def always(self) -> list[Meter]:
        """Return what may be read without a model: it wakes nothing up."""
        return [*rapl_meters(self._root)]

    def cards(self, addresses: Iterable[str]) -> list[Meter]:
        """Return the meters of these cards, on which a model is."""
        found = (open_card(address, self._root) for address in sorted(addresses))
        return [meter for meter in found if meter is not None]
