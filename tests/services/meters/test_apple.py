"""Apple: the controller's structure, and the chip's own counters beside the figure."""

import struct
from types import SimpleNamespace

import pytest

from indoors.core.energy.choice import Placement, choose
from indoors.core.energy.meter import Domain
from indoors.services.meters.apple import ApplePartMeter, AppleSystemMeter, apple_meters
from indoors.services.meters.smc_format import SIZE


class Controller:
    """Answers as the system management controller would."""

    def __init__(self, kind: bytes = b"flt ", watts: float = 23.5, result: int = 0) -> None:
        self.kind, self.watts, self.result = kind, watts, result
        self.asked: list[bytes] = []

    def __call__(self, question: bytes) -> bytes:
        self.asked.append(question)
        answer = bytearray(SIZE)
        answer[40] = self.result
        if question[42] == 9:
            struct.pack_into("<II", answer, 28, 4, int.from_bytes(self.kind, "big"))
        else:
            struct.pack_into("<f", answer, 48, self.watts)
        return bytes(answer)


def test_system_power() -> None:
    controller = Controller()
    meter = AppleSystemMeter(controller)
    assert meter.read() == 23_500_000
    assert all(len(question) == SIZE for question in controller.asked)
    assert controller.asked[0][:4] == b"RTSP"  # the key, as a little-endian number


@pytest.mark.parametrize(
    "controller",
    [
        Controller(kind=b"ui16"),
        Controller(result=132),
        Controller(watts=float("nan")),
        Controller(watts=-3.0),
        Controller(watts=1e30),
    ],
)
def test_garbage_is_no_reading(controller: Controller) -> None:
    assert AppleSystemMeter(controller).read() is None


def test_the_split_is_shown_and_never_added() -> None:
    counters = SimpleNamespace(cpu_total_mj=5_000, gpu_mj=7_000, dram_mj=None, ane_mj=0)
    monitor = SimpleNamespace(get_cumulative_energy=lambda: counters)
    part = ApplePartMeter(monitor, "gpu_mj")
    assert part.read() == 7_000_000
    assert part.facts.domain is Domain.PART
    meters = [part.facts, AppleSystemMeter(Controller()).facts]
    assert [m.name for m in choose(meters, Placement()).meters] == ["apple:system"]


def test_elsewhere_there_is_nothing() -> None:
    assert apple_meters("linux") == []
