"""The one place where connections are made. Each hop of each request passes here."""

import hashlib
import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import httpcore2
import httpx2

from indoors.broker.errors import BrokerError, causes
from indoors.broker.places import AllowList, Place, place_of, proxy_for
from indoors.protocol.broker import Route
from indoors.protocol.faults import Fault

_DIRECT_FROM = 1024 * 1024
_READ_BYTES = 1024 * 1024
_PROXY_LOGIN = 407
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Contact:
    """A request about to leave, or refused."""

    number: int
    method: str
    place: Place
    via: str
    refusal: Fault | None
    bytes_out: int  # 0 for one that is refused
    body_sha256: str


class Recorder(Protocol):
    """Learns of every contact. What ``intent`` raises keeps the request from leaving."""

    def intent(self, contact: Contact) -> None: ...

    def result(self, contact: Contact, status: int, bytes_out: int, bytes_in: int) -> None: ...


class Gate(httpx2.BaseTransport):
    """Sends what the allow-list allows, by the way the route says, and tells the recorder first."""

    def __init__(self, route: Route, recorder: Recorder) -> None:
        self._hub = hub_of(route)
        self._allowed = AllowList(route.endpoint, route.hosts, route.only)
        self._proxy_choice = route.proxy
        self._recorder = recorder
        self._proxy_login = route.proxy_login.token
        self._ssl_context = _trusting(route.authorities)
        self._transports: dict[str | None, httpx2.HTTPTransport] = {}
        self._count = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        place = _place(request)
        refusal = self._refusal(place)
        allowed = refusal is None
        proxy = proxy_for(place, self._proxy_choice) if allowed else None
        self._count += 1
        if place != self._hub or not place.private:
            request.headers.pop("Authorization", None)  # whoever put it there
        body = request.read()
        sent = _size(request) if allowed else 0
        body_sha256 = hashlib.sha256(body).hexdigest() if body else ""
        contact = Contact(
            self._count, request.method, place, _name(proxy), refusal, sent, body_sha256
        )
        self._recorder.intent(contact)
        if refusal is not None:
            raise BrokerError(refusal, host=place.host)
        try:
            response = self._transport(proxy).handle_request(request)
        except BaseException as error:
            self._recorder.result(contact, 0, sent, 0)
            if proxy and (problem := self._of_the_proxy(error, proxy)):
                raise problem from error
            raise
        status = response.status_code
        if proxy and status == _PROXY_LOGIN:
            response.close()
            self._recorder.result(contact, status, sent, 0)
            raise self._login_wanted(proxy)
        response.stream = _Body(
            response,
            _read_timeout(request),
            lambda received: self._recorder.result(contact, status, sent, received),
        )
        return response

    def _refusal(self, place: Place) -> Fault | None:
        if self._allowed.forbids(place):
            return Fault.POLICY_FORBIDS
        return None if self._allowed.allows(place) else Fault.HOST_REFUSED

    def close(self) -> None:
        while self._transports:
            self._transports.popitem()[1].close()

    def _transport(self, proxy: str | None) -> httpx2.HTTPTransport:
        if proxy not in self._transports:
            try:
                self._transports[proxy] = httpx2.HTTPTransport(
                    verify=self._ssl_context, trust_env=False, proxy=self._with_login(proxy)
                )
            except (ValueError, ImportError, httpx2.InvalidURL) as error:
                raise BrokerError(
                    Fault.PROXY_FAILED, proxy=_name(proxy), detail="not an address that can be used"
                ) from error
        return self._transports[proxy]

    def _with_login(self, proxy: str | None) -> httpx2.Proxy | None:
        if proxy is None:
            return None
        made = httpx2.Proxy(proxy)
        if made.auth is None and self._proxy_login:
            name, _, password = self._proxy_login.partition(":")
            made = httpx2.Proxy(proxy, auth=(name, password))
        return made

    def _of_the_proxy(self, error: BaseException, proxy: str) -> BrokerError | None:
        """Tell a proxy's failure from one of the server behind, whose certificate may be wrong."""
        if isinstance(error, httpx2.ProxyError):
            if str(error).startswith(str(_PROXY_LOGIN)):
                return self._login_wanted(proxy)
            return BrokerError(Fault.PROXY_FAILED, proxy=_name(proxy), detail=str(error))
        unreached = isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
        if unreached and not any(isinstance(cause, ssl.SSLError) for cause in causes(error)):
            return BrokerError(
                Fault.PROXY_FAILED, again=True, proxy=_name(proxy), detail="no connection to it"
            )
        return None

    def _login_wanted(self, proxy: str) -> BrokerError:
        login = "refused" if self._proxy_login or "@" in proxy else "none"
        return BrokerError(Fault.PROXY_LOGIN, proxy=_name(proxy), login=login)


class _Body(httpx2.SyncByteStream):
    """An answer's body, counted.

    Past its first piece, a long body of known length is read from the socket itself: the
    HTTP parser would cut it into pieces of 64 kB and copy each several times, which costs
    more than hashing and writing together. The first piece empties the parser's buffer, so
    that nothing is passed over; a length that comes out wrong is an error here as there.
    """

    def __init__(
        self, response: httpx2.Response, timeout_s: float | None, closed: Callable[[int], None]
    ) -> None:
        assert isinstance(response.stream, httpx2.SyncByteStream)
        self._inner = response.stream
        self._timeout_s = timeout_s
        self._closed: Callable[[int], None] | None = closed
        self._received = 0
        self._socket = response.extensions.get("network_stream")
        self._length = _long_body(response)

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._inner:
            self._received += len(piece)
            yield piece
            if self._length and self._socket is not None:
                yield from self._straight(self._socket, self._length)
                return

    def _straight(self, stream: httpcore2.NetworkStream, length: int) -> Iterator[bytes]:
        while self._received < length:
            wanted = min(_READ_BYTES, length - self._received)
            try:
                piece = stream.read(wanted, self._timeout_s)
            except httpcore2.TimeoutException as error:
                raise httpx2.ReadTimeout("no byte in time") from error
            except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
                raise httpx2.ReadError(str(error)) from error
            if not piece:
                raise httpx2.RemoteProtocolError("the connection ended inside the file")
            self._received += len(piece)
            yield piece

    def close(self) -> None:
        closed, self._closed = self._closed, None
        if closed is not None:
            self._inner.close()
            closed(self._received)


def _long_body(response: httpx2.Response) -> int | None:
    headers = response.headers
    plain = headers.get("Transfer-Encoding") is None
    length = headers.get("Content-Length", "")
    if not (plain and length.isdigit() and response.extensions.get("http_version") == b"HTTP/1.1"):
        return None
    return int(length) if int(length) > _DIRECT_FROM else None


def _trusting(authorities: bytes) -> ssl.SSLContext:
    """Return a context that trusts what the operating system trusts, and these if there are any.

    Raises ``BrokerError`` if they are no certificates.
    """
    context = httpx2.create_ssl_context()
    if not authorities:
        return context
    # Text between the certificates, in any alphabet, is usual and means nothing.
    blocks = _CERTIFICATE.findall(authorities)
    data = b"\n".join(blocks).decode("ascii", "replace") if blocks else authorities
    try:
        context.load_verify_locations(cadata=data)
    except (ValueError, ssl.SSLError) as error:
        detail = "it holds no certificate that can be read"
        raise BrokerError(Fault.CA_FILE_UNUSABLE, detail=detail) from error
    return context


def hub_of(route: Route) -> Place:
    """Return where the hub is. Raises ``BrokerError`` if its address is none."""
    try:
        return place_of(route.endpoint)
    except ValueError as error:
        raise BrokerError(Fault.HUB_ADDRESS_WRONG, address=route.endpoint) from error


def _place(request: httpx2.Request) -> Place:
    try:
        return place_of(str(request.url))
    except ValueError as error:
        raise BrokerError(Fault.HOST_REFUSED, host=request.url.host) from error


def _size(request: httpx2.Request) -> int:
    """Return the bytes of a request as HTTP/1.1 writes it: its line, headers and body.

    Encryption, the name's look-up and a proxy's handshake come on top, and are not counted.
    """
    line = len(f"{request.method} ") + len(request.url.raw_path) + len(" HTTP/1.1\r\n")
    headers = sum(len(name) + len(value) + len(": \r\n") for name, value in request.headers.raw)
    return line + headers + len("\r\n") + len(request.content)


def _name(proxy: str | None) -> str:
    """Host and port alone: a proxy's URL may hold a password."""
    if proxy is None:
        return ""
    try:
        parts = urlsplit(proxy)
        port = parts.port
    except ValueError:
        return ""
    return f"{parts.hostname}:{port}" if port else parts.hostname or ""


def _read_timeout(request: httpx2.Request) -> float | None:
    timeout = request.extensions.get("timeout")
    value = timeout.get("read") if isinstance(timeout, dict) else None
    return float(value) if value is not None else None
