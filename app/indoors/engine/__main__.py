"""``python -m indoors.engine``: reads orders on stdin, writes events on stdout, ends on EOF.

What has to be in place before native code is loaded is done here, so this file imports
the rest only after it: OpenMP and OpenBLAS read the environment when they are loaded, and
they print to descriptor 1, which belongs to the protocol.
"""

import contextlib
import faulthandler
import os
import signal
import sys

STDOUT, STDERR = 1, 2

NATIVE_ENVIRONMENT = {
    "GOMP_SPINCOUNT": "1000",  # a short spin: full speed when alone, and bearable beside others
    "OPENBLAS_NUM_THREADS": "1",  # numpy only sums logits here; its threads would fight llama's
}


def _keep_stdout_for_the_protocol() -> int:
    """Return a private copy of descriptor 1 and point 1 at stderr, for native prints."""
    kept = os.dup(STDOUT)
    os.dup2(STDERR, STDOUT)
    return kept


def main() -> int:
    """Run the program until its orders end."""
    faulthandler.enable(all_threads=False)
    with contextlib.suppress(ValueError):
        # Ctrl+C in a terminal reaches the whole group; when to end is the parent's decision.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name, value in NATIVE_ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    protocol_out = _keep_stdout_for_the_protocol()

    from indoors.engine.abort import AbortFlag
    from indoors.engine.inbox import Inbox

    abort = AbortFlag()
    inbox = Inbox(sys.stdin.buffer, abort)
    inbox.start()  # before the slow imports: a parent that is gone must be noticed at once

    from indoors.engine.channel import Channel
    from indoors.engine.program import Program

    Program(inbox, Channel(protocol_out), abort).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
