"""Whom an order may talk to, and by which way."""

import ipaddress
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request goes."""

    scheme: str
    host: str
    port: int

    @property
    def loopback(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def private(self) -> bool:
        """Whether a secret may travel there: nobody on the way can read it."""
        return self.scheme == "https" or self.loopback


def place_of(url: str) -> Place:
    """Take a URL apart. Raises ``ValueError`` if it names no place."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("not the address of a server")
    return Place(
        parts.scheme, parts.hostname.lower().rstrip("."), parts.port or _PORTS[parts.scheme]
    )


class AllowList:
    """Decides by scheme, host and port. What is not named is refused.

    Unencrypted connections are allowed only if the hub itself is one (a mirror in the
    house): an https hub cannot send us anywhere without encryption.
    """

    def __init__(
        self, endpoint: str, hosts: tuple[str, ...], only: tuple[str, ...] | None = None
    ) -> None:
        hub = place_of(endpoint)
        self._schemes = {"https", hub.scheme}
        self._patterns = [(hub.host, hub.port), *(_pattern(host) for host in hosts)]
        self._only = None if only is None else [_pattern(host) for host in only]

    def allows(self, place: Place) -> bool:
        return place.scheme in self._schemes and _among(self._patterns, place)

    def forbids(self, place: Place) -> bool:
        """Whether an office's policy keeps it from being contacted, whoever it is."""
        return self._only is not None and not _among(self._only, place)


def _among(patterns: list[tuple[str, int | None]], place: Place) -> bool:
    return any(
        _matches(pattern, place.host) and place.port == (port or _PORTS[place.scheme])
        for pattern, port in patterns
    )


def _pattern(text: str) -> tuple[str, int | None]:
    name, _, port = text.lower().rpartition(":")
    if name and port.isdigit() and not name.endswith(":"):
        return name.strip("[]"), int(port)
    return text.lower().strip("[]"), None


def _matches(pattern: str, host: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:]) and len(host) > len(pattern) - 1
    return host == pattern


def proxy_for(place: Place, choice: str) -> str | None:
    """Return the proxy's URL, or None for the direct way; this computer is always direct.

    "system" asks the environment, then Windows' registry or macOS's network settings.
    """
    if choice == "none" or place.loopback:
        return None
    if choice != "system":
        return _with_scheme(choice)
    if urllib.request.proxy_bypass(place.host):
        return None
    return _with_scheme(_first(urllib.request.getproxies(), place.scheme, "all"))


def _first(proxies: Mapping[str, str], *names: str) -> str | None:
    return next((proxies[name] for name in names if proxies.get(name)), None)


def _with_scheme(proxy: str | None) -> str | None:
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy
