"""The window's line to the launcher, against a launcher played here."""

import errno
import os
import socket
import threading
from collections.abc import Iterator

import pytest

from indoors.protocol.isolation import Grants
from indoors.protocol.launcher import (
    Exited,
    Kill,
    NotStarted,
    OpenOutside,
    Started,
    StartProgram,
    decode,
    encode,
)
from indoors.services.launcher_link import LauncherLink


class Played:
    """The other end, with a link to it."""

    def __init__(self) -> None:
        self.end, ours = socket.socketpair()
        self.end.settimeout(10)
        self.link = LauncherLink(ours.detach())
        self._lines = self.end.makefile("rb")

    def order(self) -> object:
        return decode(self._lines.readline())

    def close(self) -> None:
        self._lines.close()
        self.end.close()
        self.link.close()


@pytest.fixture
def played() -> Iterator[Played]:
    it = Played()
    yield it
    it.close()


def test_pipes_and_the_end_arrive(played: Played) -> None:
    grants = Grants(read=("/a b", "/ü"), ports=None)
    pipes = [os.pipe() for _ in range(3)]

    def launcher() -> None:
        assert played.order() == StartProgram(1, "engine", grants)
        ours = [pipes[0][1], pipes[1][0], pipes[2][0]]
        socket.send_fds(played.end, [encode(Started(1, 123))], ours)

    thread = threading.Thread(target=launcher)
    thread.start()
    child = played.link.start("engine", grants)
    thread.join()
    for handed_over in (pipes[0][1], pipes[1][0], pipes[2][0]):
        os.close(handed_over)
    assert child.pid == 123
    child.orders.write(b"hello\n")
    child.orders.flush()
    assert os.read(pipes[0][0], 100) == b"hello\n"
    os.write(pipes[1][1], b"event\n")
    assert child.events.readline() == b"event\n"
    assert child.poll() is None
    assert child.wait(0.01) is None
    child.kill()
    assert played.order() == Kill(1)
    played.end.sendall(encode(Exited(1, -9)))
    assert child.wait(10) == child.poll() == -9
    for stream in (child.orders, child.events, child.errors):
        stream.close()
    for descriptor in (pipes[0][0], pipes[1][1], pipes[2][1]):
        os.close(descriptor)


def test_what_cannot_be_started_is_an_error(played: Played) -> None:
    def launcher() -> None:
        played.order()
        played.end.sendall(encode(NotStarted(1, errno.ENOENT, "no such file")))

    thread = threading.Thread(target=launcher)
    thread.start()
    with pytest.raises(FileNotFoundError):
        played.link.start("engine", Grants())
    thread.join()


def test_a_launcher_that_ends_is_told_and_starts_nothing_more() -> None:
    played = Played()
    lost = threading.Event()
    played.link.when_lost(lost.set)

    def launcher() -> None:
        played.order()
        played.end.shutdown(socket.SHUT_RDWR)

    thread = threading.Thread(target=launcher)
    thread.start()
    with pytest.raises(BrokenPipeError):
        played.link.start("engine", Grants())
    thread.join()
    assert lost.wait(10)
    with pytest.raises(BrokenPipeError):
        played.link.start("engine", Grants())
    played.link.open_outside("https://example.org")  # to nobody
    played.close()


def test_closing_is_no_loss(played: Played) -> None:
    lost = threading.Event()
    played.link.when_lost(lost.set)
    played.link.open_outside("https://example.org")
    assert played.order() == OpenOutside("https://example.org")
    played.link.close()
    assert not lost.is_set()


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"x",
        b"1",
        b"{}",
        b'{"kind":"Nobody"}',
        b'{"kind":"Kill"}',
        b'{"kind":"Kill","id":"1"}',
        b'{"kind":"Kill","id":1,"more":2}',
        b'{"kind":"StartProgram","id":1,"program":"engine","grants":{"read":"/"}}',
        b'{"kind":"StartProgram","id":1,"program":"engine","grants":{"read":[1],"write":[],"ports":[]}}',
    ],
)
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="not"):
        decode(line)
