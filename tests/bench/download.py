"""How fast a file arrives over loopback, beside curl in the same run.

    python -m tests.bench.download [MEGABYTES] [--on FOLDER] [--rounds N]

curl writes the bytes; ours also hashes them, keeps its log and puts them on the disk. Both
fetch from the same server, turn about, into the same folder. A folder in memory (/dev/shm)
compares the programs; one on a disk compares with what the disk lets through.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from indoors.protocol.broker import Downloaded
from indoors.protocol.isolation import VARIABLE, Grants, Start
from tests.helpers.broker import Broker, download_of
from tests.helpers.hub import NAME, REPO, LoopbackHub, running_hub

_MEMORY = Path("/dev/shm")


def main() -> int:
    """Print the figures; 1 if ours is slower than 0.8 of curl."""
    options = _options()
    if shutil.which("curl") is None:
        print("curl is not here")
        return 0
    with tempfile.TemporaryDirectory(dir=options.on) as name, running_hub() as hub:
        folder = Path(name)
        source = folder / "source"
        _write(source, options.megabytes)
        hub.put(source)
        theirs, ours = _turn_about(hub, folder, options.rounds)
    megabytes = options.megabytes
    for who, times in (("curl", theirs), ("ours", ours)):
        best, middle = megabytes / min(times), megabytes / statistics.median(times)
        print(f"{who}: best {best:.0f} MB/s, median {middle:.0f} MB/s")
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(f"ratio of medians {ratio:.2f}, of bests {min(theirs) / min(ours):.2f} (wanted: 0.80)")
    print(f"load of the computer: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return 0 if ratio >= 0.8 else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("megabytes", type=int, nargs="?", default=1000)
    parser.add_argument("--on", type=Path, default=_MEMORY if _MEMORY.is_dir() else None)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def _write(path: Path, megabytes: int) -> None:
    piece = b"GGUF" + os.urandom(999_996)
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(piece)


def _turn_about(hub: LoopbackHub, folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    target = folder / "target"
    theirs: list[float] = []
    ours: list[float] = []
    grants = Grants(write=(str(folder),), ports=None)
    broker = Broker({VARIABLE: Start(grants=grants).text()})

    def ask_broker() -> None:
        end = broker.end(download_of(hub, target))
        assert isinstance(end, Downloaded), end

    def ask_curl() -> None:
        url = f"{hub.url}/{REPO}/resolve/main/{NAME}"
        subprocess.run(["curl", "-sSLf", "-o", str(target), url], check=True)

    for _ in range(rounds):
        theirs.append(_timed(ask_curl, target))
        ours.append(_timed(ask_broker, target))
    broker.close()
    return theirs, ours


def _timed(work: Callable[[], None], target: Path) -> float:
    started = time.perf_counter()
    work()
    taken = time.perf_counter() - started
    target.unlink()
    return taken


if __name__ == "__main__":
    sys.exit(main())
