"""Reads the tables that come with the program: electricity, grids, and the energy of clouds.

They are part of the program, so one that can't be read is AppError(BUG).
"""

from pathlib import Path
from typing import TypeVar

import msgspec

from indoors.core.errors import AppError
from indoors.core.money.cloud_energy import CloudTable
from indoors.core.money.electricity import ElectricityTable
from indoors.core.money.grid import GridTable
from indoors.protocol.faults import Fault

FORMAT = 1
_Table = TypeVar("_Table", ElectricityTable, GridTable, CloudTable)


def read_electricity(resources: Path) -> ElectricityTable:
    """Return prices of a kilowatt-hour by country, and exchange rates."""
    return _read(resources / "electricity.json", ElectricityTable)


def read_grid(resources: Path) -> GridTable:
    """Return grams of CO₂ for a kilowatt-hour by country."""
    return _read(resources / "grid.json", GridTable)


def read_cloud_energy(resources: Path) -> CloudTable:
    """Return what answers of cloud models are thought to take in energy."""
    return _read(resources / "cloud_energy.json", CloudTable)


def _read(path: Path, kind: type[_Table]) -> _Table:
    try:
        table = msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError) as error:
        raise AppError(Fault.BUG, detail=f"{path.name}: {error}") from error
    if table.format != FORMAT:
        raise AppError(Fault.BUG, detail=f"{path.name} has format {table.format}, not {FORMAT}")
    return table
