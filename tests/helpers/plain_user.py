"""What a plain user may not, tried as one even where the tests run as root."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLAIN = 1001  # belongs to nobody


@contextmanager
def as_plain_user(folder: Path) -> Iterator[None]:
    """Give up root's rights for a while; ``folder`` can be reached meanwhile.

    The effective user alone changes, which is who files are opened as.
    """
    if os.name != "posix" or os.geteuid() != 0:
        yield
        return
    closed = {path: path.stat().st_mode for path in (folder, *folder.parents)}
    for path, mode in closed.items():
        path.chmod(mode | stat.S_IXOTH)
    os.seteuid(PLAIN)
    try:
        yield
    finally:
        os.seteuid(0)
        for path, mode in closed.items():
            path.chmod(mode)
