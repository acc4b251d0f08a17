"""Asks the system's administrator to let the user's own group read the processor's energy.

The window says only yes or no. What runs as administrator is the fixed text here, with the
number of the user's own group; where that group is not the user's alone, nothing runs.
"""

import os
import subprocess
import sys

RULE = "/etc/tmpfiles.d/indoors-rapl.conf"
"""Sets the rights again at each start of the computer; the kernel forgets them."""
COUNTERS = "/sys/class/powercap/intel-rapl:*/energy_uj"

GRANT = f"""set -e
umask 022
printf '%s\\n' '# Written by Indoors: one group may read the energy counters of the processor.' \
"z {COUNTERS} 0440 root $1 -" > {RULE}
exec systemd-tmpfiles --create {RULE}
"""
UNDO = f"""rm -f {RULE}
for counter in {COUNTERS}; do
    chown 0:0 "$counter"
    chmod 0400 "$counter"
done
"""


def change_meter_access(grant: bool) -> "subprocess.Popen[bytes] | None":
    """Have the user authenticate, then do it; None if it is not to be, or cannot."""
    group = _own_group()
    if sys.platform != "linux" or group is None:
        return None
    try:
        return subprocess.Popen(  # noqa: S603 - fixed texts, and a number
            ["pkexec", "/bin/sh", "-c", GRANT if grant else UNDO, "indoors", str(group)],  # noqa: S607 - the desktop's own
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None


def _own_group() -> int | None:
    """Return the number of the group that has the user's own name."""
    try:
        import grp
        import pwd

        group = grp.getgrgid(os.getgid())
        name = pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return None
    return group.gr_gid if group.gr_name == name and set(group.gr_mem) <= {name} else None
