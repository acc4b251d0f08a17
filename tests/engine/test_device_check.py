"""The check of graphics processors, on the one device that every machine has."""

from pathlib import Path

import pytest

from indoors.engine import device_check, loaded
from indoors.engine.abort import AbortFlag
from indoors.engine.device_check import refused_graphics, works
from indoors.engine.devices import devices
from indoors.engine.native_log import NativeLog
from indoors.protocol.engine import Load

alive: list[NativeLog] = []  # llama.cpp keeps calling the log that was set


def test_a_device_that_works() -> None:
    index = next(i for i, device in enumerate(devices()) if device.kind == "cpu")
    assert works(index)
    assert works(index)  # everything was given back


def test_a_device_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    cpu = devices()[0]
    fake = type(cpu)(name="GPU0", description="", kind="gpu", memory_total=1, memory_free=1)
    refused_graphics.cache_clear()
    monkeypatch.setattr(device_check, "devices", lambda: (cpu, fake))
    monkeypatch.setattr(device_check, "works", lambda _index: False)
    assert refused_graphics() == ("GPU0",)
    refused_graphics.cache_clear()


def test_the_model_is_loaded_without_it(monkeypatch: pytest.MonkeyPatch, model_path: Path) -> None:
    monkeypatch.setattr(loaded, "refused_graphics", lambda: ("GPU0",))
    log = NativeLog()
    alive.append(log)
    order = Load(path=str(model_path), context=256, threads=1)
    made = loaded.load(order, abort=AbortFlag(), log=log, progress=lambda _: None)
    assert made.refused_graphics == ("GPU0",)
    made.free()
    order = Load(path=str(model_path), context=256, threads=1, gpu_layers=0)
    made = loaded.load(order, abort=AbortFlag(), log=log, progress=lambda _: None)
    assert made.refused_graphics == ()  # none was wanted
    made.free()
