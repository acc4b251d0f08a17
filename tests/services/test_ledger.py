"""The ledger on a real disk: nothing connects without a line, and no line is lost or invented."""

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.core.ledger import Flaw, Record, key_id, read_ledger
from indoors.protocol.faults import Fault
from indoors.services.ledger import Ledger
from indoors.services.ledger_keys import LedgerKeys, Protection
from tests.helpers.broker import PYTHON_PATH
from tests.helpers.ledgers import Keyring, filled, opened


@pytest.fixture
def keyring() -> Keyring:
    return Keyring()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "ledger.jsonl"


def again(path: Path, keyring: Keyring | None) -> tuple[Flaw | None, int]:
    ledger = opened(path, keyring)
    state = ledger.open()
    ledger.close()
    return state.flaw, state.at


def test_lines_are_kept_from_run_to_run(path: Path, keyring: Keyring) -> None:
    filled(path, keyring)
    ledger = opened(path, keyring)
    state = ledger.open()
    assert state.unbroken
    assert (state.length, state.anchored) == (6, 6)
    assert state.protection is Protection.KEYRING
    assert [row.subject for row in ledger.overview().rows] == [f"line {n}" for n in (4, 3, 2, 1, 0)]
    ledger.note("sealed_off")
    assert ledger.check().length == 7
    ledger.close()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_the_anchor_is_not_written_for_every_line(path: Path, keyring: Keyring) -> None:
    ledger = Ledger(path, LedgerKeys(keyring, pause_s=30))
    for _ in range(50):
        ledger.note("sealed_on")
    ledger.close()
    assert keyring.writes <= 3
    assert '"length":51' in keyring["ledger-anchor"].replace(" ", "")


# ---- F16 ----------------------------------------------------------------------------------


def test_tampering_while_the_program_is_closed(path: Path, keyring: Keyring) -> None:
    filled(path, keyring)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    edited = [*lines[:3], lines[3].replace(b"line 2", b"line 9"), *lines[4:]]
    other = Path(f"{path}.other")
    filled(other, None, 9)
    cases = {
        "edit": (b"".join(edited), (Flaw.EDITED, 4)),
        "delete": (b"".join([*lines[:2], *lines[3:]]), (Flaw.DELETED, 3)),
        "reorder": (b"".join([*lines[:2], lines[3], lines[2], *lines[4:]]), (Flaw.MOVED, 3)),
        "cut": (b"".join(lines[:4]), (Flaw.CUT, 4)),
        "gone": (b"", (Flaw.CUT, 0)),
        "rewrite": (other.read_bytes(), (Flaw.REWRITTEN, 1)),
        "repeat": (whole + lines[2], (Flaw.MOVED, 7)),
    }
    for name, (data, found) in cases.items():
        path.write_bytes(data)
        assert again(path, keyring) == found, name
        assert path.read_bytes() == data, "what was found is left as it is"
    path.write_bytes(whole)
    assert again(path, keyring) == (None, 0)


def test_an_older_copy_put_back_is_found(path: Path, keyring: Keyring) -> None:
    filled(path, keyring)
    old = path.read_bytes()
    filled(path, keyring)
    path.write_bytes(old)
    assert again(path, keyring) == (Flaw.CUT, 6)


def test_a_broken_ledger_takes_no_line_until_it_is_set_aside(path: Path, keyring: Keyring) -> None:
    filled(path, keyring)
    broken = path.read_bytes().replace(b"line 2", b"line 9")
    path.write_bytes(broken)
    ledger = opened(path, keyring)
    with pytest.raises(AppError) as error:
        ledger.note("sealed_on")
    assert error.value.fault is Fault.LEDGER_BROKEN
    kept = ledger.set_aside()
    assert kept.read_bytes() == broken
    assert ledger.open().unbroken
    (row,) = ledger.overview().rows
    assert (row.purpose, row.reason) == ("ledger_begun_anew", "edited")
    ledger.close()
    assert again(path, keyring) == (None, 0)


@pytest.mark.parametrize("how", ["longer", "shorter", "replaced", "deleted"])
def test_tampering_while_the_program_runs(how: str, path: Path, keyring: Keyring) -> None:
    ledger = opened(path, keyring)
    ledger.note("sealed_on")
    data = path.read_bytes()
    if how == "longer":
        with path.open("ab") as file:
            file.write(b"x\n")
    elif how == "shorter":
        os.truncate(path, len(data) // 2)
    else:
        path.unlink()
        if how == "replaced":
            path.write_bytes(data)
    with pytest.raises(AppError) as error:
        ledger.note("sealed_off")
    assert error.value.fault is Fault.LEDGER_BROKEN
    assert not ledger.open().unbroken
    ledger.close()


def test_an_edit_in_place_is_found_by_a_check(path: Path, keyring: Keyring) -> None:
    ledger = opened(path, keyring)
    ledger.note("sealed_on", "abc")
    with path.open("r+b") as file:
        data = file.read()
        file.seek(data.index(b"abc"))
        file.write(b"xyz")
    state = ledger.check()
    assert (state.flaw, state.at) == (Flaw.EDITED, 2)
    ledger.close()


# ---- without a key store ------------------------------------------------------------------


def test_without_a_keyring_it_lasts_for_the_session_and_says_so(path: Path) -> None:
    filled(path, None)
    filled(path, None, 2)
    ledger = opened(path, None)
    state = ledger.open()
    ledger.close()
    assert state.unbroken
    assert state.protection is Protection.SESSION
    assert state.anchored is None
    assert [record.kind for record in ledger.records()].count("begin") == 3
    reading = read_ledger(path.read_bytes(), {})
    assert len(reading.records) == 10


def test_a_keyring_that_comes_later_takes_over(path: Path, keyring: Keyring) -> None:
    keyring.locked = True
    filled(path, keyring)
    keyring.locked = False
    filled(path, keyring)
    ledger = opened(path, keyring)
    assert ledger.open().anchored == 12
    ledger.close()


def test_an_anchor_that_is_gone_is_written_down(path: Path, keyring: Keyring) -> None:
    filled(path, keyring)
    del keyring["ledger-anchor"]
    ledger = opened(path, keyring)
    assert ledger.open().anchored is None
    assert ledger.overview().rows[0].purpose == "ledger_unanchored"
    ledger.close()


def test_a_keyring_that_locks_while_we_run_is_said(path: Path, keyring: Keyring) -> None:
    ledger = opened(path, keyring)
    keyring.locked = True
    ledger.note("sealed_on")
    deadline = time.monotonic() + 10
    while ledger.keys.protection is Protection.KEYRING and time.monotonic() < deadline:
        time.sleep(0.01)
    ledger.note("sealed_off")
    assert ledger.open().protection is Protection.SESSION
    ledger.close()


# ---- kills, full disks --------------------------------------------------------------------


def test_a_torn_last_line_is_cut_off_and_said(path: Path, keyring: Keyring) -> None:
    filled(path, keyring)
    with path.open("ab") as file:
        file.write(b'{"at":"2026-11-2')
    ledger = opened(path, keyring)
    state = ledger.open()
    ledger.close()
    assert state.unbroken
    assert state.torn == 16
    last = ledger.records()[-1]
    assert (last.purpose, last.subject) == ("ledger_recovered", "16 bytes")
    assert again(path, keyring) == (None, 0)


CHILD = """
import sys
from pathlib import Path
from indoors.services.ledger import Ledger
from indoors.services.ledger_keys import LedgerKeys
ledger = Ledger(Path(sys.argv[1]), LedgerKeys(None))
while True:
    print(ledger.note("sealed_on", "x" * 300).seq, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_kill_9_loses_no_line_that_was_told(path: Path) -> None:
    """Twenty kills at any moment: what was said to be on the disk is there, and in order."""
    told = 0
    for round_ in range(20):
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path)],
            stdout=subprocess.PIPE,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": PYTHON_PATH},
        )
        assert process.stdout
        for _ in range(3 + round_ % 5):
            told = int(process.stdout.readline())
        process.kill()
        rest = process.stdout.read().splitlines()
        process.stdout.close()
        process.wait()
        told = max([told, *(int(line) for line in rest if line.isdigit())])
        reading = read_ledger(path.read_bytes(), {})
        assert reading.unbroken
        assert len(reading.records) >= told


def test_a_full_disk_refuses_the_line_and_keeps_the_others(path: Path) -> None:
    resource = pytest.importorskip("resource")
    code = f"""
import resource, sys
sys.path[:0] = {PYTHON_PATH.split(os.pathsep)!r}
from pathlib import Path
from indoors.core.errors import AppError
from indoors.services.ledger import Ledger
from indoors.services.ledger_keys import LedgerKeys
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
ledger = Ledger(Path({str(path)!r}), LedgerKeys(None))
ledger.note("sealed_on")
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
try:
    while True:
        ledger.note("sealed_on", "x" * 200)
except AppError as error:
    print(error.fault)
resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, resource.RLIM_INFINITY))
print(ledger.note("sealed_off").seq, ledger.check().unbroken)
"""
    assert resource
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    fault, rest = done.stdout.split("\n", 1)
    assert fault == Fault.LEDGER_UNWRITABLE
    reading = read_ledger(path.read_bytes(), {})
    assert reading.unbroken
    assert not reading.torn
    assert rest.split() == [str(len(reading.records)), "True"]


def test_threads_write_one_line_each(path: Path, keyring: Keyring) -> None:
    ledger = opened(path, keyring)
    threads = [
        threading.Thread(target=lambda n=n: [ledger.note("sealed_on", f"{n}") for _ in range(20)])
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.check().unbroken
    assert len(ledger.records()) == 81
    ledger.close()


def _itself(now: datetime) -> datetime:
    return now


def test_a_clock_that_goes_back_a_year(path: Path, keyring: Keyring) -> None:
    """F11."""
    days = [datetime(2026, 11, 28, tzinfo=UTC), datetime(2025, 11, 28, tzinfo=UTC)]
    for now in days:
        ledger = Ledger(path, LedgerKeys(keyring, pause_s=0.01), now=partial(_itself, now))
        ledger.note("sealed_on")
        ledger.close()
    assert again(path, keyring) == (None, 0)


def test_the_key_is_in_no_line(path: Path, keyring: Keyring) -> None:
    filled(path, keyring)
    text = path.read_text()
    assert keyring["ledger-key"] not in text
    ledger = opened(path, keyring)
    assert ledger.keys.mac.hex() not in text
    assert key_id(ledger.keys.mac) in text
    assert isinstance(ledger.records()[0], Record)
    ledger.close()
