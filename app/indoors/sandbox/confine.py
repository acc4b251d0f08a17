"""Chooses how this system confines a process."""

import sys

from indoors.protocol.isolation import Enforcement, Start
from indoors.sandbox.profiles import Profile

REFUSED = 78
"""Exit code of a program that will not run with what it was handed (EX_CONFIG)."""


class DescriptorError(Exception):
    """The process was started with something that it must not have."""


def confine(profile: Profile, start: Start) -> Enforcement:
    """Take from this process, for ever, what its profile does not grant.

    Raises ``DescriptorError`` if it was handed a socket of the network. Anything that this
    system can't enforce is not an error but a gap in what is returned, for the user to see.
    """
    system: str = sys.platform
    if system == "linux":
        from indoors.sandbox.linux import Linux

        return Linux(profile, start.grants).confine()
    if system == "darwin":
        from indoors.sandbox.macos import confine_on_macos

        return confine_on_macos(profile, start.grants)
    from indoors.sandbox.windows import found_on_windows

    return found_on_windows(profile)
