import threading
from itertools import count

from indoors.core.hardware import Bandwidth
from indoors.services.probe.answer import NotHere
from indoors.services.probe.memory_speed import measure_memory_speed

MEGA = 1024**2
BLOCK = 256 * MEGA


def ticking(step: float) -> "count[float]":
    return count(0.0, step)


def test_it_measures_something_believable() -> None:
    seen = measure_memory_speed(10**10, 2, limit_s=60)  # beside other tests
    assert isinstance(seen, Bandwidth)
    assert 1e8 < seen.bytes_per_second < 1e13
    assert seen.bytes_read >= BLOCK
    assert seen.bytes_read % BLOCK == 0


def test_the_fastest_pass_counts() -> None:
    """64 pieces of 4 MiB are written, then read again and again; the clock ticks at each."""
    times = ticking(0.01)
    slow_until = 2.0

    def clock() -> float:
        now = next(times)
        return now if now < slow_until else slow_until + (now - slow_until) / 10

    seen = measure_memory_speed(10**10, 1, limit_s=3, clock=clock)
    assert isinstance(seen, Bandwidth)
    assert seen.bytes_read >= 3 * BLOCK
    assert seen.bytes_per_second > 3 * BLOCK


def test_it_stops_in_the_middle_of_a_pass() -> None:
    """A computer that reads a gigabyte in a quarter of an hour: one pass would take minutes."""
    times = ticking(0.02)
    seen = measure_memory_speed(10**10, 1, limit_s=2, clock=lambda: next(times))
    assert isinstance(seen, NotHere | Bandwidth)
    assert next(times) < 2.3


def test_a_computer_too_slow_for_one_pass_is_not_measured() -> None:
    times = ticking(1.0)
    seen = measure_memory_speed(10**10, 1, limit_s=3, clock=lambda: next(times))
    assert isinstance(seen, NotHere)
    assert next(times) < 10


def test_it_can_be_stopped() -> None:
    stop = threading.Event()
    stop.set()
    assert isinstance(measure_memory_speed(10**10, 2, stop=stop), NotHere)


def test_little_memory_is_left_alone() -> None:
    assert isinstance(measure_memory_speed(100 * MEGA, 2), NotHere)


def test_the_block_is_larger_than_all_caches_or_nothing_is_measured() -> None:
    seen = measure_memory_speed(2 * 10**10, 2, cache=96 * MEGA, limit_s=60)
    assert isinstance(seen, Bandwidth)
    assert seen.bytes_read % (4 * 96 * MEGA) == 0
    assert isinstance(measure_memory_speed(1024 * MEGA, 2, cache=96 * MEGA), NotHere)
