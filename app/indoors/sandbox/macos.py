"""macOS: a Seatbelt profile, put in force by ``sandbox_init``.

Written from Apple's profiles and from what other programs ship, and not run yet: the
enforcement it reports is marked as not proven, and the shield stays amber until someone has
run ``indoors privacy-check`` on a Mac. ``sandbox_init`` is deprecated and still what browsers
call. Metal needs mach look-ups and IOKit, so those stay allowed.
"""

import ctypes
import resource
import sys

from indoors.protocol.isolation import Enforcement, Grants
from indoors.sandbox.profiles import Profile

_SYSTEM = ("/usr", "/System", "/Library", "/opt/homebrew", "/private/var/db/timezone", "/dev")
_CERTIFICATES = ("/private/etc/ssl", "/private/etc/resolv.conf", "/private/etc/hosts")


def seatbelt(profile: Profile, grants: Grants) -> str:
    """Return the profile in Seatbelt's language (SBPL). The last rule that matches decides."""
    lines = ["(version 1)", "(allow default)", "(deny process-exec)", "(deny network*)"]
    if not profile.own_files:  # the probe asks the kernel for its settings by this
        lines.append('(allow process-exec (literal "/usr/sbin/sysctl"))')
    if profile.local_sockets:
        lines.append("(allow network* (local unix) (remote unix))")
    if profile.ip_sockets:
        ports = ("*",) if grants.ports is None else grants.ports
        lines += [f'(allow network-outbound (remote tcp "*:{port}"))' for port in ports]
        lines.append('(allow network-outbound (literal "/private/var/run/mDNSResponder"))')
    if profile.own_files:
        lines += _files(profile, grants)
    return "\n".join(lines)


def _files(profile: Profile, grants: Grants) -> list[str]:
    readable = [*_SYSTEM, sys.prefix, sys.base_prefix, *filter(None, sys.path), *grants.read]
    if profile.resolves:
        readable += _CERTIFICATES
    allowed = " ".join(_subpath(path) for path in (*readable, *grants.write))
    writable = " ".join(_subpath(path) for path in ("/dev/null", *grants.write))
    return [
        "(deny file-read-data file-write*)",
        f"(allow file-read-data {allowed})",
        f"(allow file-write* {writable})",
    ]


def _subpath(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'(subpath "{escaped}")'


def confine_on_macos(profile: Profile, grants: Grants) -> Enforcement:
    """Put the profile in force; a refusal is a gap."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    done = _sandbox_init(seatbelt(profile, grants))
    gaps = () if done else ("network", "programs", *(("files",) if profile.own_files else ()))
    network = "none" if not profile.local_sockets else "local"
    if profile.ip_sockets:
        network = "ports" if grants.ports is not None else "open"
    return Enforcement(
        program=profile.program,
        system="darwin",
        network=network if done else "open",  # type: ignore[arg-type]
        files="granted" if done and profile.own_files else "any",
        no_exec=done,
        no_new_privileges=done,
        not_dumpable=False,
        no_core=True,
        filters_all_threads=done,
        landlock_abi=0,
        descriptors=0,
        gaps=(*gaps, "descriptors"),
        proven=False,
    )


def _sandbox_init(text: str) -> bool:
    problem = ctypes.c_char_p()
    try:
        library = ctypes.CDLL("/usr/lib/libSystem.B.dylib")
        return bool(library.sandbox_init(text.encode(), 0, ctypes.byref(problem)) == 0)
    except (OSError, AttributeError):
        return False
