"""The first lines of the programs that talk over their standard input and output."""

import contextlib
import os
import signal
import sys

from indoors.protocol.isolation import VARIABLE, Enforcement, Start
from indoors.sandbox.confine import REFUSED, DescriptorError, confine
from indoors.sandbox.profiles import Profile

STDOUT, STDERR = 1, 2


class Begun:
    """``out``: the descriptor that belongs to the protocol."""

    def __init__(self, out: int, enforcement: Enforcement) -> None:
        self.out, self.enforcement = out, enforcement


def begin(profile: Profile) -> Begun:
    """Give up every right that the program does not need, before anything else is imported."""
    with contextlib.suppress(ValueError):
        # Ctrl+C in a terminal reaches the whole group; when to end is the parent's decision.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    enforcement = confined(profile, take_start())
    return Begun(_keep_stdout_for_the_protocol(), enforcement)


def confined(profile: Profile, start: Start) -> Enforcement:
    """Confine this process; ends it if it was handed what it must not have.

    Where the start was for a self-test, that is all it does: it never returns then.
    """
    if start.self_test:
        from indoors.sandbox.self_test import run_self_test

        run_self_test(profile, start)
    try:
        return confine(profile, start)
    except DescriptorError as error:
        sys.stderr.write(f"indoors: the {profile.program} program does not start: {error}\n")
        sys.stderr.flush()
        os._exit(REFUSED)


def take_start() -> Start:
    """Read what this process was told, once; nothing is granted by default."""
    try:
        start = Start.of(os.environ.pop(VARIABLE))
    except (KeyError, ValueError, TypeError):
        return Start()
    if start.parent:
        die_with(start.parent)
    return start


def die_with(parent: int) -> None:
    """End when the parent does, however it ends (Linux; elsewhere the end of input tells)."""
    if sys.platform != "linux":
        return
    from indoors.sandbox import kernel

    with contextlib.suppress(OSError):
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that
        os._exit(REFUSED)


def _keep_stdout_for_the_protocol() -> int:
    """Return a private copy of descriptor 1 and point 1 at stderr, for native prints."""
    kept = os.dup(STDOUT)
    os.dup2(STDERR, STDOUT)
    return kept
