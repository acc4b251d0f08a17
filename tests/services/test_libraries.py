"""Which system libraries are asked for on which screen."""

import re
import sys

import pytest

from indoors.services import libraries
from indoors.services.libraries import (
    ANY_PLATFORM,
    WAYLAND,
    X11,
    missing_packages,
    screen_is_remote,
)

SCREENS: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"QT_QPA_PLATFORM": "offscreen"}, ANY_PLATFORM),
    ({"QT_QPA_PLATFORM": "offscreen:size=1280x800"}, ANY_PLATFORM),
    ({"DISPLAY": ":0"}, ANY_PLATFORM | X11),
    ({"WAYLAND_DISPLAY": "wayland-0"}, ANY_PLATFORM | WAYLAND),
    ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, ANY_PLATFORM | WAYLAND | X11),
    ({"WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}, ANY_PLATFORM | X11),
    ({}, ANY_PLATFORM | X11),
]


@pytest.mark.parametrize(("environ", "needed"), SCREENS)
def test_the_screen_decides(environ: dict[str, str], needed: dict[str, str]) -> None:
    assert libraries.needed_libraries(environ) == needed


def test_what_is_missing_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        libraries,
        "ANY_PLATFORM",
        {"libno-such.so.1": "libnone1", "libnor-this.so.2": "libnone1", "libc.so.6": "libc6"},
    )
    assert missing_packages({"QT_QPA_PLATFORM": "offscreen"}) == ["libnone1"]


def test_package_names_are_debians() -> None:
    names = (ANY_PLATFORM | X11 | WAYLAND).values()
    assert all(re.fullmatch(r"lib[a-z0-9.+-]+", name) for name in names)


@pytest.mark.parametrize(
    ("environ", "screen"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
        ({"QT_QPA_PLATFORM": "xcb"}, False),
    ],
)
def test_without_a_screen_no_window(environ: dict[str, str], *, screen: bool) -> None:
    assert libraries.has_screen(environ) is screen


@pytest.mark.skipif(sys.platform != "linux", reason="X11")
@pytest.mark.parametrize(
    ("environ", "remote"),
    [
        ({"DISPLAY": ":0"}, False),
        ({"DISPLAY": "unix:0"}, False),
        ({"DISPLAY": "/tmp/launch/x:0"}, False),
        ({"DISPLAY": "localhost:10.0"}, True),
        ({"DISPLAY": "desk.office:0"}, True),
        ({"DISPLAY": "localhost:10.0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": "localhost:10.0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({}, False),
    ],
)
def test_a_screen_on_the_network(environ: dict[str, str], remote: bool) -> None:
    assert screen_is_remote(environ) is remote
