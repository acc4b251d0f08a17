import threading
from pathlib import Path
from typing import TYPE_CHECKING

from indoors.core.hardware import Computer, Graphics, MainMemory
from indoors.services.probe import NotHere, sources, survey

if TYPE_CHECKING:
    from indoors.services.probe.survey import Facts

MEMORY = MainMemory(total=8, free=4)


def card(name: str, address: str | None) -> Graphics:
    return Graphics(name=name, vendor="nvidia", address=address)


def test_each_device_once_and_the_better_source_first() -> None:
    found = survey(
        {
            "pci": lambda: (card("NVIDIA graphics 2882", "a"), card("other", "b")),
            "nvidia": lambda: (card("GeForce", "a"),),
            "memory": lambda: MEMORY,
        }
    )
    assert [each.name for each in found.computer.graphics] == ["GeForce", "other"]
    assert found.computer.memory == MEMORY
    assert found.missing == {}


def test_a_source_that_hangs_or_fails_holds_nothing_up() -> None:
    go_on = threading.Event()

    def hangs() -> NotHere:
        go_on.wait(20)
        return NotHere("too late")

    def fails() -> NotHere:
        raise OSError("firmware")

    said: dict[str, Facts | NotHere] = {}
    try:
        found = survey(
            {"nvidia": hangs, "pci": fails, "memory": lambda: MEMORY}, said.__setitem__, 0.2
        )
    finally:
        go_on.set()
    assert found.computer == Computer(memory=MEMORY)
    assert found.missing == {"nvidia": "did not answer in time", "pci": "OSError: firmware"}
    assert said["memory"] == MEMORY
    assert set(said) == {"nvidia", "pci", "memory"}


def test_this_computer(tmp_path: Path) -> None:
    found = survey(sources(tmp_path), limit_s=10)
    assert found.computer.processor
    assert found.computer.memory
    assert found.computer.disk
