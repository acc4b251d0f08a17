"""The meters, against this computer."""

import time

import psutil

from indoors.services.meters import ProcessorMeter, read_memory


def burn(seconds: float) -> None:
    start = time.process_time()
    while time.process_time() - start < seconds:
        sum(range(1000))


def test_work_shows_as_load() -> None:
    meter = ProcessorMeter()
    burn(0.2)

    load = meter.read()

    assert load is not None
    assert 0.0 < load <= 1.0


def test_no_time_between_readings_is_no_figure() -> None:
    meter = ProcessorMeter()
    readings = [meter.read() for _ in range(200)]

    assert None in readings
    assert all(load is None or 0.0 <= load <= 1.0 for load in readings)


def test_memory_adds_up() -> None:
    memory = read_memory()

    assert memory.total == psutil.virtual_memory().total
    assert memory.used + memory.available == memory.total
    assert 0 < memory.used < memory.total
