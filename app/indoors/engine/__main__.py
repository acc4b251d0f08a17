"""``python -m indoors.engine``: reads orders on stdin, writes events on stdout, ends on EOF.

What has to be in place before native code is loaded is done here, so this file imports the
rest only after it: the sandbox must stand before a library runs or starts a thread, and
OpenMP and OpenBLAS read the environment when they are loaded.
"""

import faulthandler
import os
import sys

from indoors.sandbox import ENGINE, begin

NATIVE_ENVIRONMENT = {
    "GOMP_SPINCOUNT": "1000",  # a short spin: full speed when alone, and bearable beside others
    "OPENBLAS_NUM_THREADS": "1",  # numpy only sums logits here; its threads would fight llama's
    "GGML_NO_BACKTRACE": "1",  # else a failed check starts a debugger, which prints what it sees
}


def main() -> int:
    """Run the program until its orders end."""
    begun = begin(ENGINE)
    faulthandler.enable(all_threads=False)
    for name, value in NATIVE_ENVIRONMENT.items():
        os.environ.setdefault(name, value)

    from indoors.engine.abort import AbortFlag
    from indoors.engine.inbox import Inbox

    abort = AbortFlag()
    inbox = Inbox(sys.stdin.buffer, abort)
    inbox.start()  # before the slow imports: a parent that is gone must be noticed at once

    from indoors.engine.program import Program
    from indoors.protocol.engine import WIRE, EngineChannel

    Program(inbox, EngineChannel(begun.out, WIRE), abort, begun.enforcement).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
