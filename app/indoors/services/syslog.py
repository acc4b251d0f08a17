"""A message to the system's log, over its local socket."""

import logging
import logging.handlers
from pathlib import Path

from indoors.core.ledger.formats import PRIORITY


class _Syslog(logging.handlers.SysLogHandler):
    """A message as it is, and what goes wrong handed on instead of printed."""

    append_nul = False
    priority = 0

    def encodePriority(self, facility: object, priority: object) -> int:  # noqa: ARG002, N802
        """The message has brought its own."""
        return self.priority

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802
        """Called while the error is handled."""
        raise


def send(path: Path, said: str) -> None:
    """Send a message; one in RFC 5424's form brings its priority. Raises ``OSError``."""
    priority, rest = str(PRIORITY), said
    if said.startswith("<"):
        priority, _, rest = said[1:].partition(">")
    handler = _Syslog(str(path))
    handler.priority = int(priority)
    try:
        handler.emit(logging.LogRecord("indoors", logging.INFO, "", 0, "%s", (rest,), None))
    finally:
        handler.close()
