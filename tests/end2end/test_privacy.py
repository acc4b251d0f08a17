"""Sealed mode in the real window, by hand: it holds through kill -9, and the ledger tells of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.core.ledger import read_ledger
from tests.end2end.test_window import open_window
from tests.helpers.desktop import APP, MISSING, Window, screen, wait_for

pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}"),
    pytest.mark.timeout(300),
]

SEAL = (912, 103)
"""Where the switch is in a window of the usual size."""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


def events(profile: Path) -> list[str]:
    path = profile / "ledger.jsonl"
    data = path.read_bytes() if path.exists() else b""
    reading = read_ledger(data, {})
    assert reading.unbroken
    return [record.purpose for record in reading.records if record.kind == "event"]


def is_sealed(window: Window) -> bool:
    stored = window.rows("select value from setting where section = 'privacy'")
    return bool(stored) and '"sealed":true' in str(stored[0][0]).replace(" ", "")


def go_to_privacy(window: Window) -> None:
    window.key("ctrl+6")
    wait_for(lambda: (window.profile / "ledger.jsonl").exists())


def test_sealing_by_hand_holds_through_a_kill(display: str, profile: Path) -> None:
    with open_window(display, profile) as window:
        go_to_privacy(window)
        window.click(*SEAL)
        window.key("Return")  # the question's default is to seal
        wait_for(lambda: events(profile) == ["sealed_on"])
        wait_for(lambda: is_sealed(window))
        if path := os.environ.get("INDOORS_TEST_PICTURES"):
            window.picture(Path(path) / "sealed.png")
        window.kill()
    with open_window(display, profile) as window:
        go_to_privacy(window)
        assert is_sealed(window)
        window.click(*SEAL)
        window.key("Return")  # the question's default is to stay sealed
        window.click(*SEAL)
        window.key("shift+Tab", "space")
        wait_for(lambda: events(profile) == ["sealed_on", "sealed_off"])
        assert window.close() == 0
        assert "Traceback" not in window.errors()
    done = subprocess.run(
        [sys.executable, "-m", "indoors", "--profile", str(profile), "ledger", "verify"],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(APP)},
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Ledger is unbroken" in done.stdout
