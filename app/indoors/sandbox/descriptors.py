"""What a process inherits decides more than any filter: a connected socket is a connection."""

import os
import stat

from indoors.sandbox.confine import DescriptorError
from indoors.sandbox.kernel import socket_family

_AF_UNIX = 1
_OWN = "/proc/self/fd"


def check(allowed: tuple[int, ...] = (_AF_UNIX,)) -> int:
    """Return how many descriptors there are. Raises ``DescriptorError`` for a foreign socket."""
    count = 0
    for name in os.listdir(_OWN):  # noqa: PTH208 - runs before anything else is imported
        try:
            mode = os.fstat(int(name)).st_mode
        except OSError:  # the one that lists
            continue
        count += 1
        if stat.S_ISSOCK(mode) and socket_family(int(name)) not in allowed:
            raise DescriptorError(f"descriptor {name} is a socket of the network")
    return count
