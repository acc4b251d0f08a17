"""Run faults at their full counts and print what came of each."""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.end2end.faults import bits, crashes, disk, kills, large, power, soak


def full_disk(work: Path, _: int) -> object:
    with disk.small_disk(work / "disk", 48) as mounted:
        return "not run: mounting needs root" if mounted is None else disk.run(mounted)


FAULTS: dict[str, tuple[str, int, Callable[[Path, int], object]]] = {
    "F1": ("SIGKILL while the window's store writes", 100, kills.kill_the_window),
    "F2": ("power loss while writing (FULL)", 1000, power.run),
    "F2-migration": ("power loss while a plain profile is brought over", 300, power.run_migration),
    "F2-control-normal": ("known to lose: synchronous=NORMAL", 100,
                          lambda work, count: power.run(work, count, synchronous="NORMAL")),
    "F2-control-off": ("known to corrupt: synchronous=OFF", 100,
                       lambda work, count: power.run(work, count, synchronous="OFF")),
    "F3": ("the engine killed while it writes", 30,
           lambda work, count: crashes.run(work / "profile", count)),
    "F4": ("full disk at every write", 1, full_disk),
    "F6": ("bit flips and other damage", 200,
           lambda work, count: bits.run(work / "profile", count)),
    "F8": ("SIGKILL during migrations of every schema", 50, kills.kill_migrations),
    "F10": ("messages in one profile", 1_000_000, large.run),
    "F18": ("chats in one window", 1000, lambda work, count: soak.run(work / "profile", count)),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="FAULT", help=", ".join(FAULTS))
    parser.add_argument("--count", type=int, help="instead of the full count")
    options = parser.parse_args()
    for name in options.names or FAULTS:
        title, count, run = FAULTS[name]
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            outcome = run(Path(folder) / "work", options.count or count)
        print(f"{name} {title}: {outcome} ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
