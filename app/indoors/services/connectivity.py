"""Whether this computer is connected to a network at all, asked of the system alone.

No packet is sent: a network that is up may still not lead to the hub, and only a download
finds that out.
"""

import ipaddress
from collections.abc import Iterable

import psutil


def has_network() -> bool:
    """Return whether an interface other than the loopback is up and has an address."""
    up = {name for name, stats in psutil.net_if_stats().items() if stats.isup}
    addresses = (entry.address for name in up for entry in psutil.net_if_addrs().get(name, ()))
    return leads_out(addresses)


def leads_out(addresses: Iterable[str]) -> bool:
    """Return whether one of them is neither loopback nor local to its cable."""
    return any(_leads_out(address) for address in addresses)


def _leads_out(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # the address of the hardware
        return False
    return not (parsed.is_loopback or parsed.is_link_local)
