"""How long it takes to filter and sort 200 models: ``python -m tests.bench.catalogue``.

The catalogue's models are judged once by a real computer's figures, as the models screen does
it on its thread, and repeated until there are 200. Then every filter is applied and every order
made, as a key press does on the GUI thread. The baseline is a plain pass over the same rows.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from indoors.services.catalog import read_catalog
from indoors.services.model_rows import (
    ModelRow,
    Present,
    RowFilter,
    Sort,
    choose_rows,
    model_rows,
    sort_rows,
)
from indoors.services.model_shelf import Shelf
from indoors.services.situation import Known, read_free, situation

RESOURCES = Path(__file__).parents[2] / "resources"
MODELS = 200
ROUNDS = 30
LIMIT_MS = 50.0
FILTERS = (
    RowFilter(),
    RowFilter(text="qwen 4b"),
    RowFilter(fits=True, commercial=True),
    RowFilter(language="de"),
    RowFilter(capability="code", text="coder"),
)


def main() -> int:
    """Print medians and the slowest; 1 if one of them is above the limit."""
    free, known = read_free(Path.home()), Known(bandwidth=25e9)
    began = time.perf_counter()
    judged = model_rows(read_catalog(RESOURCES), Shelf(), situation(known, free), Present())
    print(f"judging {len(judged)} models, on its thread: {_ms(began):.1f} ms")
    rows = list(islice(cycle(judged), MODELS))
    baseline = _median(lambda: [replace(row) for row in rows])
    worst = 0.0
    for wanted in FILTERS:
        for by in Sort:
            taken = _median(partial(_shown, rows, wanted, by))
            worst = max(worst, taken)
    print(f"{MODELS} models, {len(FILTERS)} filters, {len(Sort)} orders")
    print(f"slowest median {worst:.2f} ms (wanted: below {LIMIT_MS:.0f} ms)")
    print(f"baseline, one copy of each row: {baseline:.2f} ms; ratio {worst / baseline:.1f}")
    return 0 if worst < LIMIT_MS else 1


def _shown(rows: list[ModelRow], wanted: RowFilter, by: Sort) -> list[ModelRow]:
    return sort_rows(choose_rows(rows, wanted), by)


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(_ms(began))
    return statistics.median(times)


def _ms(began: float) -> float:
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    raise SystemExit(main())
