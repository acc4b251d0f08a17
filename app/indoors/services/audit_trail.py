"""A copy of each line for an office, as its policy says where and how.

A file grows by a line; a local syslog socket gets a message. Where the copy cannot be
written, what it tells of does not happen: an office that asks for a trail gets all of it.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from indoors import __version__
from indoors.core.errors import AppError
from indoors.core.ledger import Record
from indoors.core.ledger.formats import FORMATS
from indoors.core.policy import Rules
from indoors.protocol.faults import Fault
from indoors.services.policy import reason

_LEFT, _REFUSED = {"intent", "result"}, {"refused", "kept"}


class AuditTrail:
    """The ``Trail`` of a ledger; the policy is asked for each line."""

    def __init__(self, rules: Callable[[], Rules]) -> None:
        self._rules = rules

    def add(self, record: Record) -> None:
        """Write a copy if the office wants one. Raises AppError(LEDGER_UNWRITABLE)."""
        rules = self._rules()
        if rules.audit_path is None or not _wanted(record, rules.audit_level or "all"):
            return
        said = FORMATS[rules.audit_format or "jsonl"](record, __version__)
        path = Path(rules.audit_path)
        try:
            if path.exists() and stat.S_ISSOCK(path.stat().st_mode):
                _send(path, said)
            else:
                _append(path, said)
        except OSError as error:
            raise AppError(Fault.LEDGER_UNWRITABLE, path=str(path), detail=reason(error)) from error


def _wanted(record: Record, level: str) -> bool:
    if level == "left":
        return record.kind in _LEFT
    return level == "all" or record.kind in _REFUSED


def _append(path: Path, said: str) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"{said}\n")
        file.flush()
        os.fsync(file.fileno())


def _send(path: Path, said: str) -> None:
    """Send a message to a local syslog socket."""
    from indoors.services.syslog import send  # few offices have one, and it is slow to load

    send(path, said)
