"""A window's process that asks for the energy counters, in every wrong way and in the right one."""

import sys
import time

from indoors.sandbox import WINDOW, confined, take_start
from indoors.services.launcher_link import LauncherLink


def main() -> None:
    start = take_start()
    confined(WINDOW, start)
    assert start.link is not None
    with LauncherLink(start.link) as link:
        for wrong in (b"1", b'"yes"', b"null", b'true,"group":"users"'):
            link._socket.sendall(b'{"kind":"ChangeMeterAccess","grant":' + wrong + b"}\n")
        link.change_meter_access(grant=True)
        link.change_meter_access(grant=True)  # while the first still asks
        time.sleep(2.5)
        link.change_meter_access(grant=False)
        time.sleep(1.0)
    sys.exit(0)


if __name__ == "__main__":
    main()
