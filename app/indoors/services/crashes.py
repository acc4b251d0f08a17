"""What nobody foresaw: the stack of a native crash, and errors that nobody caught."""

import contextlib
import faulthandler
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.logs import open_log

log = logging.getLogger(__name__)


@contextlib.contextmanager
def crash_file(logs: Path) -> Iterator[None]:
    """Keep a log, and the stack of a native crash; do without where nothing can be written."""
    try:
        open_log(logs)
        file = (logs / "crash.txt").open("w", encoding="utf-8")
    except OSError:  # the window that comes next says what is wrong with the folder
        yield
        return
    with file:
        faulthandler.enable(file)
        try:
            yield
        finally:
            faulthandler.disable()


def report_bugs(tell: Callable[[AppError], None]) -> None:
    """Log what nobody caught, on any thread, and let the window say that it happened."""

    def note(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            log.critical("not caught", exc_info=(kind, error, trace))
        tell(AppError(Fault.BUG, detail=kind.__name__))

    sys.excepthook = note
    threading.excepthook = lambda args: note(args.exc_type, args.exc_value, args.exc_traceback)
