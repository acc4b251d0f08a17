"""Linux: whether the processor's energy may be read, and whether that can be granted or undone."""

import os
import shutil
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from indoors.services.meters.rapl import rapl_access
from indoors.services.probe.files import ROOT

RULE = "etc/tmpfiles.d/indoors-rapl.conf"
"""The launcher has it written; see launcher/meter_access.py."""
_TOOLS = ("pkexec", "systemd-tmpfiles")


class MeterAccess(StrEnum):
    ABSENT = "absent"  # no counters, or another system: nothing to ask
    OPEN = "open"  # readable without our doing
    GRANTED = "granted"  # by the rule that we had written
    PENDING = "pending"  # the rule is there, but this process may not read yet
    ASKABLE = "askable"
    NO_TOOLS = "no_tools"  # nothing here can ask the administrator
    NOT_ALONE = "not_alone"  # the user's group has others in it


def meter_access(
    root: Path = ROOT,
    *,
    find: Callable[[str], str | None] = shutil.which,
    alone: Callable[[], bool] | None = None,
) -> MeterAccess:
    """Return how things are now."""
    if sys.platform != "linux" or (said := rapl_access(root)) == "absent":
        return MeterAccess.ABSENT
    has_rule = (root / RULE).exists()
    if said == "readable":
        return MeterAccess.GRANTED if has_rule else MeterAccess.OPEN
    if has_rule:
        return MeterAccess.PENDING
    if not all(find(tool) for tool in _TOOLS):
        return MeterAccess.NO_TOOLS
    return MeterAccess.ASKABLE if (alone or has_own_group)() else MeterAccess.NOT_ALONE


def has_own_group() -> bool:
    """Whether the user's first group is the user's alone: its name is the user's."""
    try:
        import grp
        import pwd

        group = grp.getgrgid(os.getgid())
        name = pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return False
    return group.gr_name == name and set(group.gr_mem) <= {name}
