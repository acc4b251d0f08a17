"""``python -m indoors.proof``: one order on stdin, findings on stdout.

Started by order of the user, and by nothing else. It listens on this computer's own addresses
for the seconds that it runs, and connects nowhere.
"""

import os
import sys

from indoors.proof.listeners import Listeners
from indoors.proof.program import Proof
from indoors.protocol.proof import WIRE, ProofChannel
from indoors.sandbox import take_start


def main() -> int:
    """Run one proof."""
    take_start()
    out = os.dup(1)
    os.dup2(2, 1)
    order = WIRE.order(sys.stdin.buffer.readline(WIRE.limit))
    with Listeners() as listeners:
        Proof(listeners, ProofChannel(out, WIRE)).run(order)
    return 0


if __name__ == "__main__":
    sys.exit(main())
