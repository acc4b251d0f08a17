"""From the start of the process to a window that takes input, its memory, and its idle cost.

``python -m tests.bench.startup``: the command a user types, with launcher, filters and an
encrypted profile that holds some conversations; no model is loaded. CPU is the window's alone.
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
from typing import NamedTuple

import psutil

from indoors.core.chat import Message, MessageState, Role
from indoors.core.settings import WindowPlace
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from tests.helpers.keys import KEY

RUNS = 5
SETTLE_S = 40
"""Once, in the first idle minute, a new profile learns how fast this computer is."""
APP = Path(__file__).parents[2] / "app"

_REPORT = """
import os, sys, time
def report():
    # Runs in the event loop after the first picture: from here on keys and clicks are taken.
    with open("/proc/self/statm") as file:
        pages = int(file.read().split()[1])
    used = time.process_time()
    began = float(os.environ["BENCH_BEGAN"])
    print(time.time() - began, pages * os.sysconf("SC_PAGE_SIZE"), used, flush=True)
    if "BENCH_STAY" not in os.environ:
        os._exit(0)
"""
_EMPTY = (
    _REPORT
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, report))
app.exec()
"""
)
_WATCHER = (
    _REPORT
    + """
import importlib.util
class Watcher:
    # Lets the window's program be imported, then has it tell when it takes input.
    def find_spec(self, name, path=None, target=None):
        if name != "indoors.main":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module
        def exec_module(module):
            load(module)
            from PySide6.QtCore import QTimer
            show = module.Program._show_window
            def shown(program):
                error = show(program)
                told = program.indoors.chat.draft_loaded
                told.connect(lambda _: QTimer.singleShot(0, report))
                return error
            module.Program._show_window = shown
        spec.loader.exec_module = exec_module
        return spec
sys.meta_path.insert(0, Watcher())
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


class Start(NamedTuple):
    """Until a window takes input: seconds, resident megabytes, CPU seconds of its process."""

    seconds: float
    megabytes: float
    cpu: float


class Starts:
    """Starts both programs, as a user does, over one profile with a past."""

    def __init__(self, folder: Path) -> None:
        self._profile = folder / "profile"
        fill(self._profile)
        self._key = folder / "key"
        self._key.write_text(KEY.reveal().hex())
        (folder / "sitecustomize.py").write_text(_WATCHER)
        # Compiled files are kept, as they are for every user, but out of the checkout.
        cache = Path(tempfile.gettempdir()) / "indoors-bench-pycache"
        self._environment = os.environ | {"PYTHONPYCACHEPREFIX": str(cache)}
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        self._watched = {"PYTHONPATH": os.pathsep.join((str(folder), str(APP)))}

    def empty(self) -> Start:
        return _start(self._launch("-c", _EMPTY))

    def indoors(self) -> Start:
        return _start(self._launch(*self._command, **self._watched))

    def idle(self, seconds: float) -> float:
        """Return the share of one core that all processes of an idle window use, in percent."""
        child = self._launch(*self._command, **self._watched, BENCH_STAY="1")
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(SETTLE_S)
        family = [psutil.Process(child.pid), *psutil.Process(child.pid).children(recursive=True)]
        before, began = _used(family), time.monotonic()
        time.sleep(seconds)
        share = (_used(family) - before) / (time.monotonic() - began) * 100
        child.terminate()
        child.wait()
        return share

    @property
    def _command(self) -> tuple[str, ...]:
        return ("-m", "indoors", "--profile", str(self._profile), "--key-file", str(self._key))

    def _launch(self, *arguments: str, **more: str) -> "subprocess.Popen[str]":
        # Not the system's idea of when a process began: on a virtual machine the clocks differ.
        began = {"BENCH_BEGAN": str(time.time())}
        return subprocess.Popen(
            [sys.executable, *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env=self._environment | began | more,
        )


def _start(child: "subprocess.Popen[str]") -> Start:
    line = child.communicate(timeout=120)[0].split()
    return Start(float(line[0]), int(line[1]) / 1e6, float(line[2]))


def _used(family: list[psutil.Process]) -> float:
    times = [process.cpu_times() for process in family]
    return float(sum(each.user + each.system for each in times))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--idle-seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        starts = Starts(Path(folder))
        starts.empty(), starts.indoors()  # warm the page cache
        pairs = [(starts.empty(), starts.indoors()) for _ in range(RUNS)]
        for index, (name, unit) in enumerate([("start", "s"), ("memory", "MB"), ("CPU", "s")]):
            empty = statistics.median(e[index] for e, _ in pairs)
            ours = statistics.median(o[index] for _, o in pairs)
            spread = [o[index] for _, o in pairs]
            print(
                f"{name:8} {ours:8.2f} {unit}  ({min(spread):.2f} to {max(spread):.2f}), "
                f"empty Qt window {empty:.2f} {unit}, ratio {ours / empty:.2f}"
            )
        share = starts.idle(options.idle_seconds)
        print(f"idle     {share:8.2f} % of one core over {options.idle_seconds:.0f} s")


if __name__ == "__main__":
    main()
