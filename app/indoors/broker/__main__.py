"""``python -m indoors.broker``: reads orders on stdin, writes events on stdout, ends on EOF.

The hub's library decides when it is imported whom it will talk to. So everything that it
reads from its surroundings is set here, before that import: it reports to nobody, looks
for no token on the disk, asks for no update, and its native transfer helper, which would
connect past the gate, cannot be loaded at all.
"""

import faulthandler
import os
import sys

from indoors.sandbox import BROKER, begin

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
    # Nothing that we call keeps a cache; should anything try, it must not be ~/.cache.
    os.environ["HF_HOME"] = os.path.join(os.devnull, "no-hub-cache")  # noqa: PTH118
    for helper in NATIVE_HELPERS:
        sys.modules[helper] = None  # type: ignore[assignment]  # an import of it fails


def main() -> int:
    """Run the program until its orders end."""
    begun = begin(BROKER)
    faulthandler.enable(all_threads=False)
    mute_the_library()

    from indoors.broker.inbox import Inbox

    inbox = Inbox(sys.stdin.buffer)
    inbox.start()  # before the slow imports: a parent that is gone must be noticed at once

    from indoors.broker.program import Program
    from indoors.protocol.broker import WIRE, BrokerChannel

    Program(inbox, BrokerChannel(begun.out, WIRE), begun.enforcement).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
