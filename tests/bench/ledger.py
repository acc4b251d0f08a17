"""What a line of the ledger costs, and a check of all of them.

    python -m tests.bench.ledger [LINES] [--on FOLDER]

A bare line is the baseline: the same bytes, written and synced by the same loop in the same
run, without hash, signature and look at the file. The connection that waits for a line takes
far longer than either.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from indoors.core.ledger import Book, Record, key_id, line_of, read_ledger
from indoors.services.ledger import Ledger
from indoors.services.ledger_keys import LedgerKeys

APP = Path(__file__).parents[2] / "app"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("lines", type=int, nargs="?", default=2_000)
    parser.add_argument("--on", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.on) as folder:
        ours, theirs = _append(Path(folder), options.lines)
        _say("a line, synced", ours, theirs, "a bare line, synced")
        data = (Path(folder) / "ledger.jsonl").read_bytes()
        _check(data)
        _memory(Path(folder) / "ledger.jsonl")
    return 0


def _append(folder: Path, lines: int) -> tuple[list[float], list[float]]:
    ledger = Ledger(folder / "ledger.jsonl", LedgerKeys(None))
    ledger.open()
    sample = line_of(ledger.add(_record(0)))
    ours, theirs = [], []
    with (folder / "bare").open("ab", buffering=0) as bare:
        for number in range(lines):
            ours.append(_timed(lambda n=number: ledger.add(_record(n))))

            def write() -> None:
                bare.write(sample)
                os.fsync(bare.fileno())

            theirs.append(_timed(write))
    ledger.close()
    return ours, theirs


def _record(number: int) -> Record:
    return Record(
        kind="intent",
        order=f"{number:032x}",
        number=1,
        purpose="model_download",
        subject="acme/some-model-GGUF/some-model-Q4_K_M.gguf",
        method="GET",
        scheme="https",
        host="huggingface.co",
        port=443,
        bytes_out=412,
    )


def _check(data: bytes) -> None:
    ledger = read_ledger(data, {})
    lines = len(ledger.records)
    checked = _timed(lambda: read_ledger(data, {key_id(b"k" * 32): b"k" * 32}))
    rows = _timed(lambda: Book(ledger.records).overview())
    size = len(data) / lines
    print(f"check: {checked / lines * 1e6:.0f} us a line, {lines} lines in {checked * 1000:.0f} ms")
    print(f"rows: {rows / lines * 1e6:.0f} us a line; {size:.0f} bytes a line")


MEMORY = """
import sys
import psutil
from pathlib import Path
from indoors.services.ledger import Ledger
from indoors.services.ledger_keys import LedgerKeys
import indoors.bridge.privacy
before = psutil.Process().memory_info().rss
ledger = Ledger(Path(sys.argv[1]), LedgerKeys(None))
ledger.open()
overview = ledger.overview()
grown = psutil.Process().memory_info().rss - before
print(ledger.state.length, len(overview.rows), overview.left_out, grown)
"""


def _memory(path: Path) -> None:
    """Open it as a window does, in a process of its own, and say what that holds."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path)],
        env={**os.environ, "PYTHONPATH": str(APP)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    length, shown, left_out, grown = map(int, done.stdout.split())
    print(
        f"memory: {grown / 1e6:.1f} MB for {length} lines on {path.stat().st_size / 1e6:.0f} MB,"
        f" {shown} rows shown, {left_out} left out"
    )


def _timed(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


def _say(name: str, ours: list[float], theirs: list[float], baseline: str) -> None:
    middle, base = statistics.median(ours), statistics.median(theirs)
    print(
        f"{name}: {middle * 1000:.2f} ms; {baseline}: {base * 1000:.2f} ms; {middle / base:.2f} x"
    )


if __name__ == "__main__":
    raise SystemExit(main())
