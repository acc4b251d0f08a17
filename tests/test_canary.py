"""Early warnings about libraries: what would break the app without any error of its own."""

import socket
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


def test_qt_keeps_the_reference_count_of_none(qapp: QApplication) -> None:
    """Some PySide releases lose one reference to None per event; at zero Python crashes."""
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(0)
    before = sys.getrefcount(None)
    for _ in range(2_000):
        qapp.processEvents()
    after = sys.getrefcount(None)
    timer.stop()
    assert after > before - 100, f"{before - after} references lost in 2,000 rounds"


def test_the_guard_against_connections_is_awake(refused_connections: list[str]) -> None:
    with pytest.raises(PermissionError, match="no connection"):
        socket.getaddrinfo("indoors.invalid", 443)
    assert refused_connections == ["socket.getaddrinfo indoors.invalid"]
    refused_connections.clear()
