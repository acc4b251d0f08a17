"""A web proxy on the loopback interface, which knows some names of its own."""

import base64
import contextlib
import http.client
import select
import socket
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import urlsplit


class Proxy(ThreadingHTTPServer):
    """Forwards plain requests and tunnels; ``names`` maps host:port to where it really is."""

    daemon_threads = True

    def __init__(self, names: Mapping[str, str], login: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.names = names
        self.login = login
        self.seen: list[str] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        login = f"{self.login}@" if self.login else ""
        return f"http://{login}127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def _proxy(self) -> Proxy:
        return cast("Proxy", self.server)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        self._forward()

    def do_HEAD(self) -> None:
        self._forward()

    def do_CONNECT(self) -> None:
        if not self._admitted():
            return
        host, _, port = self._proxy.names[self.path].partition(":")
        self._proxy.seen.append(f"CONNECT {self.path}")
        with socket.create_connection((host, int(port))) as far:
            self.send_response_only(200)
            self.end_headers()
            self._shovel(self.connection, far)
        self.close_connection = True

    def _forward(self) -> None:
        if not self._admitted():
            return
        parts = urlsplit(self.path)
        place = parts.netloc if ":" in parts.netloc else f"{parts.netloc}:80"
        self._proxy.seen.append(f"{self.command} {place}")
        far = http.client.HTTPConnection(self._proxy.names[place])
        kept_back = {"Host", "Proxy-Authorization"}
        headers = {name: value for name, value in self.headers.items() if name not in kept_back}
        far.request(self.command, parts._replace(scheme="", netloc="").geturl(), headers=headers)
        answer = far.getresponse()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.read())
        far.close()

    def _admitted(self) -> bool:
        wanted = f"Basic {base64.b64encode(self._proxy.login.encode()).decode()}"
        if not self._proxy.login or self.headers.get("Proxy-Authorization") == wanted:
            return True
        self.send_response_only(407)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def _shovel(self, near: socket.socket, far: socket.socket) -> None:
        while not self._proxy.closing.is_set():
            for ready in select.select([near, far], [], [], 0.1)[0]:
                data = ready.recv(65536)
                if not data:
                    return
                (far if ready is near else near).sendall(data)


@contextlib.contextmanager
def running_proxy(names: Mapping[str, str], login: str = "") -> Iterator[Proxy]:
    proxy = Proxy(names, login)
    thread = threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.closing.set()
        proxy.shutdown()
        proxy.server_close()
        thread.join()
