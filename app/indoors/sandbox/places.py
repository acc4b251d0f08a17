"""Where the things lie that a program needs on Linux, whatever its order is."""

import os
import sys
from collections.abc import Iterable, Iterator

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store")
_LOADER = ("/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/etc/mime.types")
_OWN_STATE = (
    "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems",
    "/proc/version", "/proc/sys/kernel", "/proc/sys/vm", "/sys",
)  # fmt: skip
_GRAPHICS_READ = (
    "/opt/rocm", "/opt/cuda", "/opt/amdgpu", "/etc/vulkan", "/etc/OpenCL", "/etc/drirc",
    "/proc/driver", "/proc/modules", "/proc/devices", "/dev/nvidia-caps",
)  # fmt: skip
_GRAPHICS = ("/dev/dri", "/dev/kfd", "/dev/dxg", "/dev/nvidiactl", "/dev/nvidia-uvm",
             "/dev/nvidia-uvm-tools", "/dev/nvidia-modeset")  # fmt: skip
_NAMES = (
    "/etc/hosts", "/etc/host.conf", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/gai.conf",
    "/etc/services", "/etc/protocols", "/run/systemd/resolve", "/run/resolvconf",
    "/run/NetworkManager", "/run/nscd",
)  # fmt: skip
_CERTIFICATES = ("/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/etc/crypto-policies")

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


def libraries() -> tuple[str, ...]:
    """Return the folders of Python, of its packages, of ours, and of the system's libraries."""
    places = [*_SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path]
    places += os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    return (*_unique(places), *_LOADER, *_OWN_STATE)


def graphics() -> tuple[str, ...]:
    """Return the device nodes of graphics processors."""
    try:
        cards = [name for name in os.listdir("/dev") if name[6:].isdigit()]  # noqa: PTH208 - cheap
    except OSError:
        cards = []
    return (*_GRAPHICS, *(f"/dev/{name}" for name in cards if name.startswith("nvidia")))


def graphics_libraries() -> tuple[str, ...]:
    """Return what graphics drivers read beside the system's libraries."""
    return _GRAPHICS_READ


def names_and_certificates() -> tuple[str, ...]:
    """Return what a connection needs to be found and to be trusted."""
    chosen = (os.environ.get(name, "") for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"))
    return (*_NAMES, *_CERTIFICATES, *_unique(chosen))


def _unique(paths: Iterable[str]) -> Iterator[str]:
    """Yield absolute paths, once each; never the root, which would be everything."""
    seen = set()
    for path in paths:
        if path.startswith("/") and path.strip("/") and path not in seen:
            seen.add(path)
            yield path
