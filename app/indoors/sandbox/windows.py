"""Windows: an AppContainer without network capabilities, chosen by whoever starts a program.

Written from Microsoft's documentation and not run yet. A process can't put itself into a
container, so ``CONTAINERS`` is data for the start (``CreateProcess`` with
``PROC_THREAD_ATTRIBUTE_SECURITY_CAPABILITIES``), and ``found_on_windows`` only reads what this
process's own token says. Python's folder and the model file need an entry for the container
in their access lists. Named pipes cannot be made inside; standard pipes can be inherited.
"""

import ctypes
import sys
from typing import Any, NamedTuple

from indoors.protocol.isolation import Enforcement
from indoors.sandbox.profiles import Profile

INTERNET_CLIENT = "S-1-15-3-1"
PRIVATE_NETWORK = "S-1-15-3-3"


class Container(NamedTuple):
    """What ``CreateAppContainerProfile`` and ``SECURITY_CAPABILITIES`` are given."""

    name: str
    capabilities: tuple[str, ...] = ()


CONTAINERS = {
    "engine": Container("Indoors.Engine"),
    "ingest": Container("Indoors.Ingest"),
    "broker": Container("Indoors.Broker", (INTERNET_CLIENT, PRIVATE_NETWORK)),
}

_TOKEN_QUERY, _TOKEN_IS_APP_CONTAINER = 0x0008, 29


def found_on_windows(profile: Profile) -> Enforcement:
    """Return what holds for this process, which is outside any container unless told so."""
    inside = sys.platform == "win32" and _in_container()
    network_kept = inside and not profile.ip_sockets
    gaps = ["programs", "descriptors"] if inside else ["network", "programs", "descriptors"]
    if not inside and profile.own_files:
        gaps.append("files")
    if profile.ip_sockets:
        gaps.append("ports")
    return Enforcement(
        program=profile.program,
        system="win32",
        network="none" if network_kept else "open",
        files="granted" if inside else "any",
        no_exec=False,
        no_new_privileges=inside,
        not_dumpable=False,
        no_core=False,
        filters_all_threads=inside,
        landlock_abi=0,
        descriptors=0,
        gaps=tuple(gaps),
        proven=False,
    )


def _in_container() -> bool:
    library: Any = ctypes
    token, answer, size = ctypes.c_void_p(), ctypes.c_ulong(), ctypes.c_ulong()
    advapi, kernel = library.windll.advapi32, library.windll.kernel32
    if not advapi.OpenProcessToken(kernel.GetCurrentProcess(), _TOKEN_QUERY, ctypes.byref(token)):
        return False
    try:
        told = advapi.GetTokenInformation(
            token, _TOKEN_IS_APP_CONTAINER, ctypes.byref(answer), 4, ctypes.byref(size)
        )
        return bool(told and answer.value)
    finally:
        kernel.CloseHandle(token)
