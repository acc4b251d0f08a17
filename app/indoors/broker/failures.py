"""What an exception of the network libraries means."""

import contextlib
import email.utils
import errno
import socket
import ssl
import time
from collections.abc import Iterator

import httpx2
from huggingface_hub import errors as hub_errors

from indoors.broker.errors import BodyError, BrokerError, causes
from indoors.protocol.broker import RemoteFile
from indoors.protocol.faults import Fault

_OFFLINE = {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
_REFUSALS = {
    401: Fault.HUB_UNAUTHORIZED,
    403: Fault.HUB_FORBIDDEN,
    404: Fault.HUB_NOT_FOUND,
    410: Fault.HUB_NOT_FOUND,
}
_ABOUT_ACCESS = {Fault.HUB_UNAUTHORIZED, Fault.HUB_FORBIDDEN, Fault.HUB_GATED}
_TIMEOUT, _BUSY, _BROKEN = 408, 429, 500
_LONGEST_WAIT_S = 3600.0


@contextlib.contextmanager
def named(file: RemoteFile, host: str) -> Iterator[None]:
    """Turn what the network libraries raise into a ``BrokerError``."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, hub_errors.HFValidationError) as error:
        raise explain(error, file, host) from error
    except BodyError as error:
        raise BrokerError(Fault.HUB_UNUSABLE, again=True, host=host, detail=str(error)) from error
    except hub_errors.FileMetadataError as error:
        raise BrokerError(Fault.HUB_UNUSABLE, host=host, detail="headers are missing") from error


def explain(error: Exception, file: RemoteFile, host: str) -> BrokerError:
    """Return the failure with a name."""
    if isinstance(error, hub_errors.HfHubHTTPError):
        return _refused(error, file, host)
    if isinstance(error, httpx2.ConnectError):
        return _no_connection(error, host)
    if isinstance(error, httpx2.ConnectTimeout):
        return BrokerError(Fault.UNREACHABLE, again=True, host=host, detail="no answer in time")
    if isinstance(error, httpx2.TimeoutException):
        return BrokerError(Fault.CONNECTION_STALLED, again=True, host=host)
    if isinstance(error, (httpx2.NetworkError, httpx2.RemoteProtocolError)):
        return BrokerError(Fault.CONNECTION_LOST, again=True, host=host, detail=_short(error))
    return BrokerError(Fault.HUB_UNUSABLE, host=host, detail=type(error).__name__)


def _no_connection(error: httpx2.ConnectError, host: str) -> BrokerError:
    for cause in causes(error):
        if isinstance(cause, ssl.SSLError):
            detail = getattr(cause, "verify_message", "") or cause.reason or "no secure connection"
            return BrokerError(Fault.TLS_FAILED, host=host, detail=detail)
        if isinstance(cause, socket.gaierror):
            # "Try again" comes when no name server can be asked at all.
            fault = Fault.OFFLINE if cause.errno == socket.EAI_AGAIN else Fault.DNS_FAILED
            return BrokerError(fault, again=True, host=host)
        if isinstance(cause, OSError) and cause.errno in _OFFLINE:
            return BrokerError(Fault.OFFLINE, again=True, host=host)
    return BrokerError(Fault.UNREACHABLE, again=True, host=host, detail=_short(error))


def _refused(error: hub_errors.HfHubHTTPError, file: RemoteFile, host: str) -> BrokerError:
    response = error.response
    host = response.url.host or host
    status = response.status_code
    fault = (
        Fault.HUB_GATED if isinstance(error, hub_errors.GatedRepoError) else _REFUSALS.get(status)
    )
    if fault in _ABOUT_ACCESS:
        request = response.request
        token = "sent" if "Authorization" in request.headers else "none"
        refused = BrokerError(fault, host=host, repo=file.repo, file=file.name, token=token)
        if file.repo:
            refused.facts["page"] = str(request.url.copy_with(raw_path=f"/{file.repo}".encode()))
        return refused
    if fault is not None:
        return BrokerError(fault, host=host, repo=file.repo, file=file.name)
    pause = retry_after(response.headers)
    if status == _BUSY:
        seconds = round(pause or 0)
        busy = BrokerError(Fault.HUB_BUSY, again=True, host=host, seconds=seconds)
        return busy.not_before(pause)
    again = status >= _BROKEN or status == _TIMEOUT
    return BrokerError(Fault.HUB_FAILED, again=again, host=host, status=status).not_before(pause)


def retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds that the server asks us to wait: Retry-After in either form, or RateLimit's t."""
    limit = headers.get("RateLimit", "")
    for part in limit.split(";"):
        name, _, value = part.strip().partition("=")
        if name == "t" and value.isdigit():
            return min(float(value), _LONGEST_WAIT_S)
    text = headers.get("Retry-After", "").strip()
    if text.isdigit():
        return min(float(text), _LONGEST_WAIT_S)
    try:
        moment = email.utils.parsedate_to_datetime(text).timestamp()
    except ValueError:
        return None
    return min(max(0.0, moment - time.time()), _LONGEST_WAIT_S)


def _short(error: BaseException) -> str:
    """Return the first line, without what may be an address with a signature in it."""
    line = str(error).partition("\n")[0].strip()
    return type(error).__name__ if not line or "://" in line else line[:200]
