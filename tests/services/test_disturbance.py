"""Other programs' use of the processor, on the real one."""

import os
import subprocess
import sys

from indoors.services.disturbance import TOO_MUCH, Disturbance

BUSY = "import time; end = time.monotonic() + 60\nwhile time.monotonic() < end: pass"


def spin(seconds: float) -> None:
    end = os.times().user + seconds
    while os.times().user < end:
        pass


def test_a_busy_program_beside_is_seen() -> None:
    other = subprocess.Popen([sys.executable, "-c", BUSY])
    try:
        watch = Disturbance(os.getpid())
        spin(0.5)
        share = watch.share()
    finally:
        other.kill()
        other.wait()
    assert share is not None
    assert share > TOO_MUCH / (os.cpu_count() or 1)


def test_a_process_that_is_gone_tells_nothing() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert Disturbance(gone.pid).share() is None
    assert Disturbance(None).share() is None
    assert not Disturbance(None).is_too_much
