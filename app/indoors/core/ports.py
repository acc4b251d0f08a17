"""To which TCP ports an order may lead, so that the system can refuse all others."""

from collections.abc import Mapping, Sequence

_BY_SCHEME = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
_PROXY_NAMES = ("http_proxy", "https_proxy", "all_proxy")


def ports_for(
    endpoint: str, hosts: Sequence[str], proxy: str, environment: Mapping[str, str]
) -> tuple[int, ...]:
    """Return the ports of the hub, of the hosts it may send on to, and of the proxy.

    ``hosts`` may end in a port; without one they are reached by the usual port of a scheme
    that is allowed: https, and http if the hub itself is http. ``proxy`` is "none", "system"
    (the environment's) or an address.
    """
    scheme = endpoint.partition("://")[0].lower()
    usual = {443, _BY_SCHEME.get(scheme, 443)}
    found = {_port(endpoint, "https")}
    for host in hosts:
        name, colon, port = host.rpartition(":")
        own = colon and port.isdigit() and not name.endswith(":")
        found |= {int(port)} if own else usual
    if proxy == "system":
        chosen = (value for name, value in environment.items() if name.lower() in _PROXY_NAMES)
        found |= {_port(value, "http") for value in chosen if value}
    elif proxy != "none":
        found.add(_port(proxy, "http"))
    return tuple(sorted(port for port in found if port is not None and 0 < port < 65536))


def _port(address: str, scheme: str) -> int | None:
    """Return the port of ``scheme://user:password@host:port/path``; all but the host may lack."""
    said, mark, rest = address.partition("://")
    scheme, rest = (said.lower(), rest) if mark else (scheme, address)
    place = rest.partition("/")[0].rpartition("@")[2]
    _, colon, port = place.rpartition(":")
    if colon and port.isdigit():
        return int(port)
    return _BY_SCHEME.get(scheme)
