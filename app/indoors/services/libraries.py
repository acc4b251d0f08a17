"""Which system libraries Qt needs here and does not find.

Qt ends the process with a core dump, or an import fails with a loader's message, if one is
missing. So this runs before the first import of Qt and names Debian packages.
"""

import ctypes
import sys
from collections.abc import Mapping
from typing import Final

ANY_PLATFORM: Final = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
X11: Final = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
WAYLAND: Final = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def missing_packages(environ: Mapping[str, str]) -> list[str]:
    """Return the Debian packages to install, none twice; empty where nothing is missing.

    Tries to load each library, which is what Qt does a moment later anyway.
    """
    if sys.platform != "linux":
        return []
    needed = needed_libraries(environ)
    return list(dict.fromkeys(needed[name] for name in needed if not _loads(name)))


def needed_libraries(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the libraries that the screen in use needs, and the package of each."""
    platform = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform in {"offscreen", "minimal", "vnc"}:
        return ANY_PLATFORM
    if platform.startswith("wayland"):
        return ANY_PLATFORM | WAYLAND
    if not platform and environ.get("WAYLAND_DISPLAY"):
        return ANY_PLATFORM | WAYLAND | (X11 if environ.get("DISPLAY") else {})
    return ANY_PLATFORM | X11


def screen_is_remote(environ: Mapping[str, str]) -> bool:
    """Whether the screen is reached by the network, as over ``ssh -X``, and by nothing else."""
    if sys.platform != "linux" or environ.get("QT_QPA_PLATFORM", "xcb") not in {"", "xcb"}:
        return False
    host = environ.get("DISPLAY", "").rpartition(":")[0]
    local = host in {"", "unix"} or host.startswith("/")
    return not local and not environ.get("WAYLAND_DISPLAY")


def has_screen(environ: Mapping[str, str]) -> bool:
    """Whether Qt has a screen to draw on; without one it would end the process."""
    if sys.platform != "linux" or environ.get("QT_QPA_PLATFORM", "xcb") not in {"", "xcb"}:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
