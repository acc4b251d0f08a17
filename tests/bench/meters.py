"""What reading the meters costs while an answer is written.

    python -m tests.bench.meters [SECONDS]

The real session at 10 readings a second, on a card (the stand-in library in place of NVIDIA's;
a real driver's calls take longer) and a tree of processor counters. Printed is the time of the
meters' thread as a share of one core, the goal being 0.3 %, and how long the calls take that
the engine's reader waits for.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from indoors.core.hardware import Graphics
from indoors.services.energy import EnergySession, Tokens
from indoors.services.meters.finding import MeterSources
from tests.helpers.energy import PowerCap

ADDRESS = "0000:01:00.0"
STUB = Path(__file__).parents[1] / "data" / "nvml_stub.c"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", type=float, nargs="?", default=30.0)
    options = parser.parse_args()
    compiler = shutil.which("cc")
    if compiler is None:
        print("no C compiler: nothing is measured")
        return 1
    if "NVML_STUB_MW" in os.environ:
        _measure(options.seconds)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "libnvidia-ml.so.1"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, STUB], check=True)
        environment = os.environ | {"LD_LIBRARY_PATH": folder, "NVML_STUB_MW": "115000"}
        command = [sys.executable, "-m", "tests.bench.meters", str(options.seconds)]
        return subprocess.run(command, env=environment, check=False).returncode


def _measure(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        cap = PowerCap(root)
        cap.zone("intel-rapl:0", "package-0", 1_000_000)
        cap.zone("intel-rapl:0:0", "dram", 1_000_000)
        session = EnergySession(MeterSources(root))
        session.start()
        session.loaded(os.getpid(), [Graphics(name="Stub", vendor="nvidia", address=ADDRESS)])
        time.sleep(4.0)  # opening and learning how often the counters move
        session.begin("a")
        share, reads = _share(session, seconds)
        session.end("a", Tokens(1, 1))
        print(f"10 readings a second: {share:.3%} of one core ({reads} meters, {seconds:.0f} s)")
        _calls(session)
        session.set_watched(True)
        print(f"1 reading a second, watched: {_share(session, seconds / 3)[0]:.3%} of one core")
        session.set_watched(False)
        print(f"hidden and idle: {_share(session, 3.0)[0]:.3%} of one core")
        session.close()


def _share(session: EnergySession, seconds: float) -> tuple[float, int]:
    thread = session._sampler._thread
    assert thread is not None
    assert thread.ident is not None
    clock = time.pthread_getcpuclockid(thread.ident)
    used, began = time.clock_gettime(clock), time.monotonic()
    time.sleep(seconds)
    used, passed = time.clock_gettime(clock) - used, time.monotonic() - began
    return used / passed, len(session._accounting.board.readers)


def _calls(session: EnergySession) -> None:
    taken: dict[str, list[float]] = {"begin": [], "first token": [], "end": []}
    for number in range(50):
        name = str(number)
        for what, call in (
            ("begin", lambda n=name: session.begin(n)),
            ("first token", lambda n=name: session.first_token(n)),
            ("end", lambda n=name: session.end(n, Tokens(10, 10))),
        ):
            began = time.perf_counter()
            call()
            taken[what].append(time.perf_counter() - began)
            time.sleep(0.02)
    for what, each in taken.items():
        print(f"{what}: {statistics.median(each) * 1000:.2f} ms, longest {max(each) * 1000:.2f} ms")


if __name__ == "__main__":
    raise SystemExit(main())
