"""From the start of the process to a window that takes input, its memory, and its idle cost.

``python -m tests.bench.startup``: no model is loaded; the profile holds some conversations.
The baseline is the same Python with an empty Qt window.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from indoors.core.chat import Message, MessageState, Role
from indoors.core.settings import WindowPlace
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from tests.helpers.keys import KEY

RUNS = 5
APP = Path(__file__).parents[2] / "app"

_READY = """
from PySide6.QtCore import QTimer
import os, psutil, time, sys
def report():
    # Runs in the event loop after the first picture: from here on keys and clicks are taken.
    me = psutil.Process()
    began = float(os.environ["BENCH_BEGAN"])
    print(time.time() - began, me.memory_info().rss, flush=True)
    if "stay" not in sys.argv:
        os._exit(0)
"""
_EMPTY = (
    _READY
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, report))
app.exec()
"""
)
_INDOORS = (
    _READY
    + """
from pathlib import Path
import indoors.main
from indoors.store import Key
KEY = Key(bytes(range(32)))
start = indoors.main.Program.start
def started(program):
    start(program)
    program.indoors.chat.draft_loaded.connect(lambda _: QTimer.singleShot(0, report))
indoors.main.Program.start = started
indoors.main.run(Path(sys.argv[1]), KEY)
"""
)


def fill(profile: Path, conversations: int = 200) -> None:
    """Give the profile a past."""
    with open_profile(Paths.of(profile), KEY) as store:
        store.settings.save("window", WindowPlace(welcomed=True))
        for number in range(conversations):
            made = store.chats.create(title=f"Conversation {number}", now_ms=number)
            store.chats.add(
                Message(
                    id=f"m{number}",
                    conversation_id=made.id,
                    parent_id=None,
                    role=Role.USER,
                    text="What is a notice period? " * 20,
                    state=MessageState.DONE,
                    created_ms=number,
                )
            )


def launch(code: str, *arguments: str) -> "subprocess.Popen[str]":
    # Compiled files are kept, as they are for every user, but out of the checkout.
    cache = Path(tempfile.gettempdir()) / "indoors-bench-pycache"
    environment = os.environ | {"PYTHONPATH": str(APP), "PYTHONPYCACHEPREFIX": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Not the system's idea of when a process began: on a virtual machine the two clocks differ.
    environment["BENCH_BEGAN"] = str(time.time())
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def measure(code: str, *arguments: str) -> tuple[float, float]:
    """Return seconds to readiness and resident megabytes then."""
    child = launch(code, *arguments)
    line = child.communicate(timeout=60)[0].split()
    return float(line[0]), int(line[1]) / 1e6


def idle(profile: Path, seconds: float) -> float:
    """Return the share of one core that all processes of an idle window use, in percent."""
    child = launch(_INDOORS, str(profile), "stay")
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(3)
    family = [psutil.Process(child.pid), *psutil.Process(child.pid).children(recursive=True)]

    def used() -> float:
        return sum(p.cpu_times().user + p.cpu_times().system for p in family)

    before, began = used(), time.monotonic()
    time.sleep(seconds)
    share = (used() - before) / (time.monotonic() - began) * 100
    child.kill()
    child.wait()
    return share


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--idle-seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        fill(profile)
        measure(_EMPTY), measure(_INDOORS, str(profile))  # warm the page cache
        pairs = [(measure(_EMPTY), measure(_INDOORS, str(profile))) for _ in range(RUNS)]
        for index, (name, unit) in enumerate([("start", "s"), ("memory", "MB")]):
            empty = statistics.median(e[index] for e, _ in pairs)
            ours = statistics.median(o[index] for _, o in pairs)
            spread = [o[index] for _, o in pairs]
            print(
                f"{name:8} {ours:8.2f} {unit}  ({min(spread):.2f} to {max(spread):.2f}), "
                f"empty Qt window {empty:.2f} {unit}, ratio {ours / empty:.2f}"
            )
        share = idle(profile, options.idle_seconds)
        print(f"idle     {share:8.2f} % of one core over {options.idle_seconds:.0f} s")


if __name__ == "__main__":
    main()
