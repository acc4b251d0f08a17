"""The process that a user sees: window or command, without network and without programs.

Started by the launcher, which it asks for the engine and all others.
"""

import sys

from indoors.sandbox import WINDOW, confined, take_start


def main() -> int:
    """Give up every right that a window does not need, then run what was typed."""
    start = take_start()
    enforcement = confined(WINDOW, start)

    from indoors.cli.run import main as run
    from indoors.services.isolation import Isolation
    from indoors.services.launcher_link import LauncherLink

    if start.link is None:
        sys.stderr.write("indoors: start this program as `indoors`.\n")
        return 2
    with LauncherLink(start.link) as link:
        return run(sys.argv[1:], Isolation(link, enforcement))


if __name__ == "__main__":
    sys.exit(main())
