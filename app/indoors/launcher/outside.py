"""The short list of what may be opened outside: a link in the browser, a folder in its viewer."""

import os
import subprocess
import sys

_OPENER = {"linux": "xdg-open", "darwin": "/usr/bin/open"}
_SCHEMES = ("https://", "http://", "mailto:")
_LONGEST = 2000


def may_open(target: str) -> bool:
    """Whether this is a link for people, or a folder that is there. No file is ever opened."""
    if not target.isprintable() or len(target) > _LONGEST:
        return False
    if target.lower().startswith(_SCHEMES):
        return True
    return os.path.isabs(target) and os.path.isdir(target)  # noqa: PTH112, PTH117 - imports nothing


def open_outside(target: str) -> "subprocess.Popen[bytes] | None":
    """Hand it to the desktop; None if that is not to be, or there is no desktop."""
    opener = _OPENER.get(sys.platform)
    if opener is None or not may_open(target):
        return None
    try:
        return subprocess.Popen(  # noqa: S603 - one argument, of the kinds above
            [opener, target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return None
