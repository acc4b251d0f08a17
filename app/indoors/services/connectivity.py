"""Whether this computer is connected to a network at all, asked of the system alone.

No packet is sent and no socket opened: a network that is up may still not lead to the hub,
and only a download finds that out. On Linux the kernel's own tables are read, since the usual
way to ask for addresses is a socket, which the window cannot have.
"""

import ipaddress
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

_ROUTES = Path("/proc/net/route")
_ADDRESSES_6 = Path("/proc/net/if_inet6")
_UP = 0x1


def has_network(routes: Path = _ROUTES, addresses_6: Path = _ADDRESSES_6) -> bool:
    """Return whether an interface other than the loopback is up and leads beyond its cable."""
    system: str = sys.platform
    if system == "linux":
        return leads_out((*_destinations(_text(routes)), *_addresses(_text(addresses_6))))
    up = {name for name, stats in psutil.net_if_stats().items() if stats.isup}
    found = (entry.address for name in up for entry in psutil.net_if_addrs().get(name, ()))
    return leads_out(found)


def leads_out(addresses: Iterable[str]) -> bool:
    """Return whether one of them is neither loopback nor local to its cable."""
    return any(_leads_out(address) for address in addresses)


def _leads_out(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # the address of the hardware
        return False
    return not (parsed.is_loopback or parsed.is_link_local)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _destinations(routes: str) -> Iterator[str]:
    """Yield where the IPv4 routes lead: interface, destination, gateway, flags ... in hex."""
    for line in routes.splitlines()[1:]:
        interface, destination, _gateway, flags = line.split()[:4]
        if interface != "lo" and int(flags, 16) & _UP:
            yield str(ipaddress.IPv4Address(int.from_bytes(bytes.fromhex(destination), "little")))


def _addresses(table: str) -> Iterator[str]:
    """Yield IPv6 addresses: 32 hex digits, four numbers, interface."""
    for line in table.splitlines():
        digits, *_numbers, interface = line.split()
        if interface != "lo":
            yield str(ipaddress.IPv6Address(bytes.fromhex(digits)))
