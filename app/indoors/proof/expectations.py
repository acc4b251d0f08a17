"""What a program may do although others may not; everything else must be kept from it."""

from indoors.sandbox.profiles import Profile

_LOCAL = {"unix_path", "unix_abstract"}
_FILES = {"read_file", "list_folder", "write_file"}


def by_design(profile: Profile) -> frozenset[str]:
    """Return the attempts that are this program's ordinary work."""
    allowed: set[str] = set()
    if profile.local_sockets:
        allowed |= {"unix_path"}  # the screen and the keyring; for the broker the name service
    if profile.local_sockets and not profile.own_files:
        allowed |= _LOCAL
    if not profile.own_files:
        allowed |= {*_FILES, "signal_other"}  # users keep files anywhere
    if profile.ip_sockets:
        allowed |= {"tcp_granted", "udp4"}  # its order's port, and name look-ups
    return frozenset(allowed)
