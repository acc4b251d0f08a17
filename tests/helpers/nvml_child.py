"""Runs the real reader of NVIDIA cards against the stand-in library; prints what it saw."""

import json
import os
import sys
import time
from pathlib import Path

from indoors.core.hardware import Graphics
from indoors.sandbox import WINDOW, confined, take_start
from indoors.services.energy import EnergySession, Tokens
from indoors.services.meters.finding import MeterSources
from indoors.services.meters.nvml import open_card
from indoors.services.meters.refresh import learn_refresh
from tests.helpers.energy import FixedShare

ADDRESS = "0000:01:00.0"
CARD = Graphics(name="Stub", vendor="nvidia", address=ADDRESS)
IDLE_W, ANSWER_W = 15, 115


def set_watts(watts: int) -> None:
    os.environ["NVML_STUB_MW"] = str(watts * 1000)


def reader() -> dict[str, object]:
    """Read the meter itself: counter, other programs, loss."""
    set_watts(ANSWER_W)
    meter = open_card(ADDRESS)
    assert meter is not None
    refresh = learn_refresh(meter)
    began, first = time.monotonic(), meter.read()
    time.sleep(1.0)
    last, took = meter.read(), time.monotonic() - began
    os.environ["NVML_STUB_OTHER_PID"] = "4242"
    others = meter.others(frozenset()), meter.others(frozenset({4242}))
    os.environ["NVML_STUB_GONE"] = "1"
    lost = meter.read()
    meter.close()
    meter.close()
    return {
        "kind": meter.facts.kind,
        "refresh": refresh,
        "watts": ((last or 0) - (first or 0)) / 1e6 / took,
        "last": last,
        "others": others,
        "lost": lost,
        "unknown": open_card("0000:99:00.0") is None,
    }


def session(root: Path) -> dict[str, object]:
    """A model on the card, and an answer of it."""
    set_watts(IDLE_W)
    log = Path(os.environ["NVML_STUB_LOG"])
    energy = EnergySession(MeterSources(root), share=lambda _: FixedShare(1.0))
    energy.start()
    energy.set_watched(True)
    time.sleep(0.5)
    opened_early = log.exists()
    energy.loaded(1, [CARD])
    end = time.monotonic() + 30
    while ((sums := energy.totals()) is None or sums.observed_s < 7) and time.monotonic() < end:
        time.sleep(0.1)
    energy.begin("a")
    set_watts(ANSWER_W)
    energy.first_token("a")
    time.sleep(3.0)
    told = energy.end("a", Tokens(1, 100))
    energy.unloaded()
    after_unload = log.read_text().split()
    energy.close()
    return {
        "grade": told.grade,
        "joules": told.joules,
        "half": told.half_width_j,
        "seconds": told.seconds,
        "lowered": told.lowered_by,
        "sources": told.sources,
        "opened early": opened_early,
        "after unload": after_unload,
    }


if __name__ == "__main__":
    what, root = sys.argv[1:]
    if what == "confined":  # as the window is
        confined(WINDOW, take_start())
    sys.stdout.write(json.dumps(session(Path(root)) if what == "session" else reader()))
