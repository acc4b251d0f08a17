"""A model hub on the loopback interface, with troubles on order.

It speaks the hub's protocol as the real client needs it: HEAD and GET of
``/OWNER/REPO/resolve/REVISION/FILE`` answer with the commit, the size and the SHA-256 and
send the body's reader on to a second server (the CDN, whose ETag is not the hash); parts by
Range; ``/api/models/...`` lists, ``/api/whoami-v2`` knows one account. ``troubles`` are used
up by one body each, ``refusals`` by one request to the hub each.
"""

import contextlib
import hashlib
import json
import random
import re
import socket
import ssl
import struct
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs

REPO = "acme/tiny-GGUF"
NAME = "tiny-Q4_K_M.gguf"
_PIECE = 64 * 1024
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")
_RESOLVE = re.compile(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)")
_API = re.compile(r"/api/models/([^/]+/[^/]+?)(?:/(revision|paths-info)/([^/]+))?")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong with one body. Offsets are the file's."""

    drop_at: int | None = None  # the connection is reset there
    end_at: int | None = None  # the connection ends there, politely
    stall_at: int | None = None
    flip_at: int | None = None  # the byte there is another one
    ignore_range: bool = False
    shift: int = 0  # another part than was asked for
    length: int = 0  # added to the lengths told
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    location: str | None = None  # the hub sends the reader there instead


@dataclass(slots=True)
class HubFile:
    repo: str
    name: str
    content: bytes | Path
    commit: str
    sha256: str
    size: int
    cdn_etag: str
    gated: bool = False
    tells_hash: bool = True

    def part(self, start: int, stop: int) -> bytes:
        if isinstance(self.content, bytes):
            return self.content[start:stop]
        with self.content.open("rb") as stream:
            stream.seek(start)
            return stream.read(stop - start)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that arrived. ``server`` is "hub" or "cdn"."""

    server: str
    method: str
    path: str
    headers: dict[str, str]


class LoopbackHub:
    """Two servers; use as a context manager."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.files: dict[tuple[str, str], HubFile] = {}
        self.troubles: deque[Trouble] = deque()
        self.refusals: deque[Trouble] = deque()
        self.seen: list[Seen] = []
        self.token = ""
        self.bytes_per_second: float | None = None
        self.sends_on = True
        self.knows_accounts = True  # a mirror may not
        self.closing = threading.Event()
        self._scheme = "https" if tls else "http"
        self._servers = [_Server(self, name, tls) for name in ("hub", "cdn")]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> "LoopbackHub":
        for server in self._servers:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        for server in self._servers:
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()

    @property
    def port(self) -> int:
        return self._servers[0].server_port

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    @property
    def cdn(self) -> str:
        """Host and port of the second server, under another name than the first."""
        return f"localhost:{self._servers[1].server_port}"

    @property
    def cdn_url(self) -> str:
        return f"{self._scheme}://{self.cdn}"

    def put(
        self, content: bytes | Path, *, repo: str = REPO, name: str = NAME, commit: str = ""
    ) -> HubFile:
        """Publish a file, or another in its place."""
        if isinstance(content, bytes):
            size, sha256 = len(content), hashlib.sha256(content).hexdigest()
        else:
            size = content.stat().st_size
            with content.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        commit = commit or hashlib.sha1(f"{repo}{name}{sha256}".encode()).hexdigest()
        etag = hashlib.md5(sha256.encode()).hexdigest()
        file = HubFile(repo, name, content, commit, sha256, size, etag)
        self.files[repo, name] = file
        return file

    def bodies(self) -> list[Seen]:
        return [seen for seen in self.seen if seen.method == "GET" and seen.server == "cdn"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, hub: LoopbackHub, name: str, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hub = hub
        self.name = name
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients of these tests hang up, and distrust our certificates."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _server(self) -> _Server:
        return cast("_Server", self.server)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def do_HEAD(self) -> None:
        self._serve()

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._serve(self.rfile.read(length))

    def _serve(self, body: bytes = b"") -> None:
        hub = self._server.hub
        headers = {name.lower(): value for name, value in self.headers.items()}
        hub.seen.append(Seen(self._server.name, self.command, self.path, headers))
        if self._server.name == "cdn":
            _, owner, repo, *name = self.path.split("/")
            self._body(hub.files[f"{owner}/{repo}", "/".join(name)])
            return
        trouble = hub.refusals.popleft() if hub.refusals else None
        if trouble is not None and trouble.status:
            self._empty(trouble.status, trouble.headers)
        elif self.path == "/api/whoami-v2" and hub.knows_accounts:
            self._account()
        elif self.path.startswith("/api/models?"):
            self._json([{"id": repo} for repo, _ in hub.files][:1])
        elif match := _API.fullmatch(self.path.partition("?")[0]):
            self._api(match[1], match[2], body)
        elif match := _RESOLVE.fullmatch(self.path):
            self._resolve(match[1], match[2], match[3], trouble)
        else:
            self._empty(404)

    def _resolve(self, repo: str, revision: str, name: str, trouble: Trouble | None) -> None:
        hub = self._server.hub
        file = hub.files.get((repo, name))
        if file is None:
            self._empty(404, {"X-Error-Code": "EntryNotFound"})
            return
        if file.gated and self.headers.get("Authorization") != f"Bearer {hub.token}":
            self._empty(
                403 if "Authorization" in self.headers else 401, {"X-Error-Code": "GatedRepo"}
            )
            return
        if revision not in {"main", file.commit}:
            self._empty(404, {"X-Error-Code": "RevisionNotFound"})
            return
        told = {"X-Repo-Commit": file.commit, "X-Linked-Size": str(file.size)}
        if file.tells_hash:
            told["X-Linked-Etag"] = f'"{file.sha256}"'
        if not hub.sends_on and self.command == "GET":
            self._body(file, told)
        elif not hub.sends_on:
            self._start(
                200, told | {"Content-Length": str(file.size), "ETag": f'"{file.cdn_etag}"'}
            )
        else:
            place = (trouble and trouble.location) or f"{hub.cdn_url}/{repo}/{name}"
            self._empty(302, told | {"Location": place, "ETag": f'"{file.cdn_etag}"'})

    def _api(self, repo: str, kind: str | None, body: bytes) -> None:
        files = [file for (owner, _), file in self._server.hub.files.items() if owner == repo]
        if not files:
            self._empty(404, {"X-Error-Code": "RepoNotFound"})
            return
        if kind == "paths-info":
            wanted = parse_qs(body.decode())["paths"]
            self._json([_tree_entry(file) for file in files if file.name in wanted])
            return
        siblings = [
            {"rfilename": file.name, "size": file.size, "blobId": "b", "lfs": _lfs(file)}
            for file in files
        ]
        gated = "auto" if files[0].gated else False
        self._json({"id": repo, "sha": files[0].commit, "gated": gated, "siblings": siblings})

    def _account(self) -> None:
        if self.headers.get("Authorization") != f"Bearer {self._server.hub.token}":
            self._empty(401)
        else:
            self._json({"type": "user", "name": "ana"})

    def _body(self, file: HubFile, told: dict[str, str] | None = None) -> None:
        hub = self._server.hub
        trouble = hub.troubles.popleft() if hub.troubles else Trouble()
        if trouble.status:
            self._empty(trouble.status, trouble.headers)
            return
        match = _RANGE.fullmatch(self.headers.get("Range", ""))
        start, stop = 0, file.size
        if match and not trouble.ignore_range:
            start = int(match[1]) + trouble.shift
            stop = min(file.size, int(match[2]) + 1) if match[2] else file.size
            if start >= file.size:
                self._empty(416, {"Content-Range": f"bytes */{file.size}"})
                return
        length = file.size + trouble.length
        headers = {"ETag": f'"{file.cdn_etag}"', "Accept-Ranges": "bytes"} | (told or {})
        if match and not trouble.ignore_range:
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{length}"
            headers["Content-Length"] = str(stop - start)
            self._start(206, headers)
        else:
            headers["Content-Length"] = str(length)
            self._start(200, headers)
        if self.command == "GET":
            self._send(file, trouble, start, stop)

    def _send(self, file: HubFile, trouble: Trouble, start: int, stop: int) -> None:
        hub = self._server.hub
        if isinstance(file.content, Path) and trouble == Trouble() and not hub.bytes_per_second:
            with file.content.open("rb") as stream, contextlib.suppress(OSError):
                self.connection.sendfile(stream, start, stop - start)
            return
        ends = [at for at in (trouble.drop_at, trouble.end_at, trouble.stall_at) if at is not None]
        end = min([stop, *(at for at in ends if at >= start)])
        try:
            for at in range(start, end, _PIECE):
                piece = bytearray(file.part(at, min(at + _PIECE, end)))
                if trouble.flip_at is not None and at <= trouble.flip_at < at + len(piece):
                    piece[trouble.flip_at - at] ^= 1
                self.wfile.write(piece)
                if hub.bytes_per_second and hub.closing.wait(len(piece) / hub.bytes_per_second):
                    return
            self._go_wrong(trouble, end < stop or bool(ends))
        except OSError:
            self.close_connection = True

    def _go_wrong(self, trouble: Trouble, early: bool) -> None:
        if trouble.stall_at is not None and early:
            self._server.hub.closing.wait()
        if early or trouble.length:
            self.close_connection = True
        if trouble.drop_at is not None and early:
            linger = struct.pack("ii", 1, 0)  # close with a reset, what is unsent is lost
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    def _start(self, status: int, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _empty(self, status: int, headers: dict[str, str] | None = None) -> None:
        self._start(status, {"Content-Length": "0"} | (headers or {}))

    def _json(self, value: object) -> None:
        data = json.dumps(value).encode()
        self._start(200, {"Content-Type": "application/json", "Content-Length": str(len(data))})
        self.wfile.write(data)


def _lfs(file: HubFile) -> dict[str, object]:
    return {"size": file.size, "sha256": file.sha256, "pointerSize": 135}


def _tree_entry(file: HubFile) -> dict[str, object]:
    lfs = _lfs(file) | {"oid": file.sha256} if file.sha256 else None
    return {"type": "file", "path": file.name, "size": file.size, "oid": "b" * 40, "lfs": lfs}


def content(size: int, seed: int = 0) -> bytes:
    """Bytes that look like a model file and repeat nowhere."""
    return b"GGUF" + random.Random(seed).randbytes(size - 4)


def wait_until(what: Any, seconds: float = 30.0) -> None:
    """Wait for ``what()`` to be true; fails the test after ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.01)
    raise AssertionError(f"nothing came within {seconds} s")


running_hub = LoopbackHub
