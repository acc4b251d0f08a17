"""How long choosing takes: ``python -m tests.eval.choosing``.

Filters 200 entries and recommends from the whole catalogue; prints the best of 20 runs in
milliseconds. The exit code is 1 if filtering takes 50 ms or more.
"""

import itertools
import sys
import time
from collections.abc import Callable

from indoors.core.candidates import Situation
from indoors.core.catalog import Filter, choose
from indoors.core.fit import Room
from indoors.core.recommend import recommend
from indoors.core.speed import DeviceClass, calibrate, expect_prefill, expect_writing
from indoors.services.catalog import read_catalog
from indoors.services.paths import Paths

LIMIT_MS = 50.0
WANTED = Filter(text="q4 instruct", commercial=True, language="de", chat_only=True)


def main() -> int:
    entries = read_catalog(Paths.of().resources).entries
    many = list(itertools.islice(itertools.cycle(entries), 200))
    situation = Situation(
        room=Room(main_free=16_000_000_000),
        main=calibrate(expect_writing(DeviceClass.CPU, 50e9)),
        main_reading=calibrate(expect_prefill(DeviceClass.CPU, 50e9)),
    )
    filtering = best_ms(lambda: choose(many, WANTED))
    print(f"filter 200 entries        {filtering:6.2f} ms (limit {LIMIT_MS:.0f})")
    recommending = best_ms(lambda: recommend(entries, situation))
    print(f"recommend from {len(entries):3}        {recommending:6.2f} ms")
    return int(filtering >= LIMIT_MS)


def best_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(20):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


if __name__ == "__main__":
    sys.exit(main())
