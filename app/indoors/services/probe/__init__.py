"""Finds out what this computer is: one file for each source of facts.

Every source answers with facts or with ``NotHere``. ``survey`` asks them all;
``check_computer`` asks the engine, too, and measures what no source tells.
"""

from indoors.services.probe.answer import NotHere
from indoors.services.probe.check import check_computer
from indoors.services.probe.disk_speed import measure_disk_speed
from indoors.services.probe.memory_speed import measure_memory_speed
from indoors.services.probe.survey import Survey, sources, survey

__all__ = [
    "NotHere",
    "Survey",
    "check_computer",
    "measure_disk_speed",
    "measure_memory_speed",
    "sources",
    "survey",
]
