"""A program started for a self-test: confined exactly as ever, then told to try to get out."""

import errno
import json
import os
import queue
import sys
import threading
from typing import NoReturn

from indoors.protocol.isolation import Enforcement, Start
from indoors.sandbox.attacks import ATTEMPTS, Attempt, Targets
from indoors.sandbox.confine import REFUSED, DescriptorError
from indoors.sandbox.linux import Linux
from indoors.sandbox.profiles import Profile

OLD_THREAD = "old_thread"
"""The same connection, tried by a thread that ran before the filter was there."""


class OldThread:
    """A thread that starts early and does one thing when told to."""

    def __init__(self) -> None:
        self._told: queue.SimpleQueue[tuple[Attempt, Targets]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[OSError | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, daemon=True).start()

    def try_(self, targets: Targets) -> None:
        self._told.put((ATTEMPTS["tcp4"], targets))
        if problem := self._done.get():
            raise problem

    def _run(self) -> None:
        attempt, targets = self._told.get()
        try:
            attempt(targets)
        except OSError as error:
            self._done.put(error)
        else:
            self._done.put(None)


class _WithOldThread(Linux):
    """Starts the thread where it is hardest for the filter: one step before it."""

    thread: OldThread

    def _filter(self) -> bool:
        self.thread = OldThread()
        return super()._filter()


def run_self_test(profile: Profile | None, start: Start) -> NoReturn:
    """Confine this process (None: do not, to see that the attempts work), try, tell, and end.

    Standard input has the targets as one JSON line; standard output gets the outcomes.
    """
    targets = Targets(**json.loads(sys.stdin.readline()))
    enforcement: Enforcement | None = None
    if profile is None:
        thread = OldThread()
    else:
        linux = _WithOldThread(profile, start.grants)
        try:
            enforcement = linux.confine()
        except DescriptorError as error:
            sys.stderr.write(f"{error}\n")
            os._exit(REFUSED)
        thread = linux.thread
    attempts = {OLD_THREAD: thread.try_, **ATTEMPTS}
    outcomes = {
        name: outcome(attempt, targets._replace(word=f"{targets.word}:{name}"))
        for name, attempt in attempts.items()
    }
    sys.stdout.write(
        json.dumps({"enforcement": enforcement and enforcement._asdict(), "outcomes": outcomes})
        + "\n"
    )
    sys.stdout.flush()
    os._exit(0)


def outcome(attempt: Attempt, targets: Targets) -> str:
    """Return the name of the error that kept it from working, or nothing if it worked."""
    try:
        attempt(targets)
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, "TIMEOUT")
    except Exception as error:  # noqa: BLE001 - kept from working, whatever way
        return type(error).__name__
    return ""


if __name__ == "__main__":
    from indoors.sandbox.begin import take_start

    run_self_test(None, take_start())
