"""What holds for every test: no screen, no connection, and nothing left behind."""

import gc
import itertools
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import psutil
import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from indoors.services.libraries import missing_packages
from indoors.ui.text.command_line import install_libraries

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

T = TypeVar("T")

settings.register_profile("indoors", deadline=None)  # a busy computer is no failure
settings.load_profile("indoors")

gc.disable()  # it would run on any thread, and one that is not Qt's must never delete a widget
FULL_COLLECTION_EVERY = 50  # tests

GRACE_S = 3.0
"""For what ends by itself a moment after its owner was closed."""

refused: list[str] = []
"""Connections that were tried. A list, as the code under test may swallow the exception."""


@pytest.hookimpl(tryfirst=True)  # before pytest-qt imports Qt
def pytest_configure() -> None:
    packages = missing_packages(os.environ)
    if packages:
        pytest.exit(install_libraries(packages), returncode=2)


def refuse_connections(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: it sees what every library does, and cannot be taken off again."""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # others: AF_UNIX, netlink
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if host is not None and not is_loopback(str(host)):
        refused.append(f"{event} {host}")
        raise PermissionError(f"tests open no connection: {event} {host}")


def is_loopback(host: str) -> bool:
    return host in {"localhost", "::1", "", "None"} or host.startswith("127.")


sys.addaudithook(refuse_connections)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A data folder of the test's own, not made yet."""
    return tmp_path / "profile"


@pytest.fixture
def refused_connections() -> list[str]:
    """What the test tried to reach; a test that means to try empties it."""
    return refused


@pytest.fixture(autouse=True)
def garbage_is_collected_here(tests: "Iterator[int]") -> Iterator[None]:
    """Collect what the test left in cycles on this thread, as the window does on its own.

    Python's own collection deletes widgets on whichever thread happens to make an object. Qt
    then crashes, or waits for ever for a thread that waits for Python.
    """
    yield
    gc.disable()  # the window's collector gives it back when it ends
    gc.collect(2 if next(tests) % FULL_COLLECTION_EVERY == 0 else 1)


@pytest.fixture(scope="session")
def tests() -> "Iterator[int]":
    """Count tests."""
    return itertools.count(1)


@pytest.fixture(autouse=True)
def nothing_stays_behind() -> Iterator[None]:
    """Fail a test that leaves a thread, a child process or a window, or that tried to connect."""
    threads, children, windows = set(live_threads()), set(live_children()), set(live_windows())
    refused.clear()
    yield
    assert not refused, f"the test tried to open a connection: {refused}"
    leaked = wait_until_gone(lambda: set(live_windows()) - windows)
    assert not leaked, f"the test leaves windows open: {leaked}"
    left = wait_until_gone(lambda: set(live_children()) - children)
    for child in left:
        child.kill()
    assert not left, f"the test leaves child processes: {left}"
    running = wait_until_gone(lambda: set(live_threads()) - threads)
    assert not running, f"the test leaves threads: {running}"


def wait_until_gone(leftovers: Callable[[], set[T]]) -> set[T]:
    end = time.monotonic() + GRACE_S
    while (found := leftovers()) and time.monotonic() < end:
        gc.collect()
        time.sleep(0.02)
    return found


def live_threads() -> list[threading.Thread]:
    """Return Python's threads; those of Qt's pool belong to Qt and are kept by it."""
    return [
        thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)
    ]


def live_children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def live_windows() -> "list[QWidget]":
    """Return top-level widgets, after letting Qt delete what waits for deletion."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if app is None:
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return QApplication.topLevelWidgets()
