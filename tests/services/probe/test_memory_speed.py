from indoors.core.hardware import Bandwidth
from indoors.services.probe.answer import NotHere
from indoors.services.probe.memory_speed import measure_memory_speed

MEGA = 1024**2


def test_it_measures_something_believable() -> None:
    seen = measure_memory_speed(10**10, 2, limit_s=0.2, block=64 * MEGA)
    assert isinstance(seen, Bandwidth)
    assert 1e8 < seen.bytes_per_second < 1e13
    assert seen.bytes_read % (64 * MEGA) == 0


def test_the_fastest_pass_counts() -> None:
    # begin; then start and end of passes of 2, 1 and 4 seconds, each with a look at the limit
    times = iter([0.0, 0.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0, 7.0, 7.0, 7.0])
    seen = measure_memory_speed(10**10, 1, limit_s=10, block=64 * MEGA, clock=lambda: next(times))
    assert isinstance(seen, Bandwidth)
    assert seen.bytes_per_second == 64 * MEGA
    assert seen.bytes_read == 3 * 64 * MEGA
    assert seen.seconds == 7.0


def test_little_memory_is_left_alone() -> None:
    assert isinstance(measure_memory_speed(100 * MEGA, 2), NotHere)
