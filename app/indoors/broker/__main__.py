"""``python -m indoors.broker``: reads orders on stdin, writes events on stdout, ends on EOF.

The hub's library decides when it is imported whom it will talk to. So everything that it
reads from its surroundings is set here, before that import: it reports to nobody, looks
for no token on the disk, asks for no update, and its native transfer helper, which would
connect past the gate, cannot be loaded at all.
"""

import contextlib
import faulthandler
import os
import signal
import sys
import tempfile

STDOUT, STDERR = 1, 2

LIBRARY_ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_EXPERIMENTAL_WARNING": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_SYMLINKS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_VERBOSITY": "critical",  # its messages name signed addresses
    "HF_XET_TELEMETRY_ENABLED": "0",
}
NATIVE_HELPERS = ("hf_xet", "hf_transfer")


def mute_the_library() -> None:
    """Set what the hub's library reads at import; nothing of the user's reaches it."""
    for name in [name for name in os.environ if name.startswith(("HF_", "HUGGING"))]:
        del os.environ[name]
    os.environ.update(LIBRARY_ENVIRONMENT)
    # It never writes there, as nothing that we call keeps a cache; but it must not be ~/.cache.
    os.environ["HF_HOME"] = os.path.join(tempfile.gettempdir(), "indoors-has-no-hub-cache")  # noqa: PTH118
    for helper in NATIVE_HELPERS:
        sys.modules[helper] = None  # type: ignore[assignment]  # an import of it fails


def _keep_stdout_for_the_protocol() -> int:
    """Return a private copy of descriptor 1 and point 1 at stderr, for stray prints."""
    kept = os.dup(STDOUT)
    os.dup2(STDERR, STDOUT)
    return kept


def main() -> int:
    """Run the program until its orders end."""
    faulthandler.enable(all_threads=False)
    with contextlib.suppress(ValueError):
        # Ctrl+C in a terminal reaches the whole group; when to end is the parent's decision.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    mute_the_library()
    protocol_out = _keep_stdout_for_the_protocol()

    from indoors.broker.inbox import Inbox

    inbox = Inbox(sys.stdin.buffer)
    inbox.start()  # before the slow imports: a parent that is gone must be noticed at once

    from indoors.broker.channel import Channel
    from indoors.broker.program import Program

    Program(inbox, Channel(protocol_out)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
