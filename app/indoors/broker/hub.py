"""The model hub, by its own library. Nobody else imports ``huggingface_hub``.

The library knows addresses, headers, redirects and what an error answer means, and all of
that is used. Its ``http_get`` is not: it takes the bytes of a 206 without looking where
they start, counts in pieces of 10 MB, forgets what it fetched when it fails, and waits out
of reach of a cancel. So the body is ours, over the library's session, which is our gate.
"""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import httpx2
from huggingface_hub import get_hf_file_metadata, hf_hub_url
from huggingface_hub.errors import EntryNotFoundError
from huggingface_hub.utils import (  # type: ignore[attr-defined]
    build_hf_headers,
    close_session,
    get_session,
    hf_raise_for_status,
    set_client_factory,
)

from indoors import __version__
from indoors.broker.errors import BodyError, BrokerError
from indoors.broker.failures import named
from indoors.broker.gate import Gate, hub_of
from indoors.protocol.broker import Credential, ListedFile, RemoteFile, Route
from indoors.protocol.faults import Fault

if TYPE_CHECKING:
    from huggingface_hub import HfApi

_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_WHOLE, _PART, _RANGE_IMPOSSIBLE = 200, 206, 416
_NOT_UNDERSTOOD = {404, 405, 501}  # a mirror need not know accounts, nor list what it has
_PLAIN = "identity"

TokenCheck = Literal["none", "sent", "accepted", "withheld"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the hub says of a file. ``commit`` is "" if it does not say."""

    etag: str
    commit: str
    size: int | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A file's bytes from ``start`` on; ``total`` is that of the whole file."""

    response: httpx2.Response
    start: int
    total: int | None

    def pieces(self) -> Iterator[bytes]:
        return self.response.iter_raw()


@dataclass(frozen=True, slots=True)
class Greeting:
    """What came of a question that costs nothing; see ``Greeted``."""

    token: TokenCheck
    account: str = ""
    understood: bool = True


class Hub:
    """One hub for one order; close it before the next."""

    def __init__(self, route: Route, credential: Credential, gate: Gate) -> None:
        self._endpoint = route.endpoint.rstrip("/")
        place = hub_of(route)
        self.host = place.host
        self._withheld = bool(credential.token) and not place.private
        self._token: str | bool = False if self._withheld else credential.token or False
        self._timeout = httpx2.Timeout(route.stall_s, connect=route.connect_s)
        self._stall_s = route.stall_s
        timeout = self._timeout
        set_client_factory(
            lambda: httpx2.Client(transport=gate, follow_redirects=True, timeout=timeout)
        )

    def close(self) -> None:
        close_session()

    def greet(self) -> Greeting:
        """Ask one thing, by one request: whose token this is, or else for a list of one model.

        Raises ``BrokerError``.
        """
        question = "whoami-v2" if self._token else "models?limit=1"
        token: TokenCheck = "sent" if self._token else "withheld" if self._withheld else "none"
        with named(RemoteFile(repo="", name=""), self.host):
            response = get_session().get(
                f"{self._endpoint}/api/{question}",
                headers=build_hf_headers(token=self._token, headers=self._headers()),
                timeout=self._timeout,
                follow_redirects=False,
            )
            if response.status_code in _NOT_UNDERSTOOD:
                return Greeting(token, understood=False)
            hf_raise_for_status(response)
            found = _read_json(response)
        if self._token and isinstance(found, dict) and isinstance(found.get("name"), str):
            return Greeting("accepted", account=found["name"])
        if not self._token and isinstance(found, list):
            return Greeting(token)
        raise BrokerError(Fault.HUB_UNUSABLE, host=self.host, detail="it answers something else")

    def facts(self, file: RemoteFile, *, hash_needed: bool = True) -> Facts:
        """Ask for a file's hash, size and commit. Raises ``BrokerError``."""
        with named(file, self.host):
            found = get_hf_file_metadata(
                self._url(file),
                token=self._token,
                timeout=self._stall_s,
                headers=self._headers(),
                endpoint=self._endpoint,
            )
            etag = found.etag or ""
            sha256 = etag if _SHA256.fullmatch(etag) else None
            if sha256 is None and hash_needed:
                sha256 = self._listed_sha256(file)
            return Facts(etag, found.commit_hash or "", found.size, sha256)

    def listing(self, repo: str, revision: str) -> tuple[str, bool, tuple[ListedFile, ...]]:
        """Return the commit, whether the repository is gated, and its files."""
        with named(RemoteFile(repo=repo, name="", revision=revision), self.host):
            info = self._api().model_info(
                repo, revision=revision, files_metadata=True, timeout=self._stall_s
            )
            files = tuple(
                ListedFile(name=sibling.rfilename, size=sibling.size, sha256=_hash(sibling.lfs))
                for sibling in info.siblings or ()
            )
            return info.sha or "", bool(info.gated), files

    @contextlib.contextmanager
    def open(
        self, file: RemoteFile, start: int, stop: int | None = None, *, etag: str = ""
    ) -> Iterator[Answer]:
        """Ask for the bytes from ``start`` to ``stop``; the answer may start before.

        Raises ``BrokerError``, also while the body is read inside the ``with``; ``BodyError``
        within it becomes one. ``etag``: the file must still be this one.
        """
        headers = build_hf_headers(token=self._token, headers=self._headers())
        headers["Accept-Encoding"] = _PLAIN
        if start or stop:
            headers["Range"] = f"bytes={start}-{stop - 1 if stop else ''}"
        with (
            named(file, self.host),
            get_session().stream(
                "GET", self._url(file), headers=headers, timeout=self._timeout
            ) as response,
        ):
            _check_unchanged(response, etag, file)
            if response.status_code == _RANGE_IMPOSSIBLE:
                raise BodyError("the server has fewer bytes")
            hf_raise_for_status(response)
            yield _answer(response, start)

    def _url(self, file: RemoteFile) -> str:
        return hf_hub_url(file.repo, file.name, revision=file.revision, endpoint=self._endpoint)

    def _headers(self) -> dict[str, str]:
        # The library's own would tell the versions of Python and of other packages.
        return {"user-agent": f"indoors/{__version__}"}

    def _listed_sha256(self, file: RemoteFile) -> str | None:
        """Ask the API, for a mirror that does not pass the hash on."""
        try:
            found = self._api().get_paths_info(file.repo, [file.name], revision=file.revision)
        except EntryNotFoundError:
            return None
        hashes = [_hash(getattr(entry, "lfs", None)) for entry in found]
        return next(iter(hashes), None)

    def _api(self) -> "HfApi":
        from huggingface_hub import HfApi  # a third of a second, and rarely needed

        return HfApi(endpoint=self._endpoint, token=self._token, headers=self._headers())


def _read_json(response: httpx2.Response) -> object:
    """Return what a hub says. A network's log-in page, or any page, is None."""
    try:
        return response.json() if response.is_success else None
    except ValueError:
        return None


def pinned(file: RemoteFile, commit: str) -> RemoteFile:
    """Return the file at a commit, so that it cannot change between two requests."""
    if not _COMMIT.fullmatch(commit):
        return file
    return RemoteFile(repo=file.repo, name=file.name, revision=commit)


def _check_unchanged(response: httpx2.Response, etag: str, file: RemoteFile) -> None:
    """Compare what the hub calls the file while it sends us on, with what it called it before.

    The ETag of another server that it sends us to says nothing: it is not the file's hash.
    """
    first = response.history[0] if response.history else response
    names = ("X-Linked-Etag",) if response.history else ("X-Linked-Etag", "ETag")
    told = next((first.headers[name] for name in names if name in first.headers), "")
    now = told.removeprefix("W/").strip('"')
    if etag and now and now != etag:
        raise BrokerError(Fault.DOWNLOAD_CHANGED, file=file.name, expected=etag, found=now)


def _answer(response: httpx2.Response, start: int) -> Answer:
    if response.headers.get("Content-Encoding", _PLAIN).lower() != _PLAIN:
        raise BodyError("the file comes compressed")
    if response.status_code == _PART:
        match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if match is None or int(match[1]) != start:
            raise BodyError("the server sent another part of the file")
        return Answer(response, start, None if match[3] == "*" else int(match[3]))
    length = response.headers.get("Content-Length", "")
    return Answer(response, 0, int(length) if length.isdigit() else None)


def _hash(lfs: object) -> str | None:
    sha256 = getattr(lfs, "sha256", None)
    return sha256 if isinstance(sha256, str) and _SHA256.fullmatch(sha256) else None
