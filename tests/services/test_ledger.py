"""The ledger on a real disk: nothing connects without a line, and no line is lost or invented."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

import pytest

from indoors.core.errors import AppError
from indoors.core.ledger import Decision, Flaw, Record, key_id, read_ledger
from indoors.protocol.broker import Downloaded, Ending, Event, Failed, RemoteFile
from indoors.protocol.faults import Fault
from indoors.services.ledger import Ledger
from indoors.services.ledger_contacts import ContactRecorder
from indoors.services.ledger_keys import LedgerKeys, Protection
from indoors.services.network import Network, NetworkRules
from tests.helpers.broker import PYTHON_PATH
from tests.helpers.hub import NAME, REPO, LoopbackHub, Trouble, content, running_hub


class Keyring(dict[str, str]):
    """A key store in memory, with the one thing that matters here: it outlives the ledger."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0
        self.locked = False

    def get(self, name: str) -> str | None:  # type: ignore[override]
        if self.locked:
            raise AppError(Fault.BUG)
        return super().get(name)

    def set(self, name: str, secret: str) -> str:
        if self.locked:
            return "locked"
        self.writes += 1
        self[name] = secret
        return "ready"


@pytest.fixture
def keyring() -> Keyring:
    return Keyring()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "ledger.jsonl"


def opened(path: Path, keyring: Keyring | None) -> Ledger:
    ledger = Ledger(path, LedgerKeys(keyring, pause_s=0.01))
    ledger.open()
    return ledger


def filled(path: Path, keyring: Keyring | None, lines: int = 5) -> None:
    ledger = opened(path, keyring)
    for number in range(lines):
        ledger.note("sealed_on", f"line {number}")
    ledger.close()


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
    assert [row.subject for row in ledger.rows()] == [f"line {n}" for n in (4, 3, 2, 1, 0)]
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
    (row,) = ledger.rows()
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
    assert ledger.rows()[0].purpose == "ledger_unanchored"
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


def test_a_clock_that_goes_back_a_year(path: Path, keyring: Keyring) -> None:
    """F11."""
    days = [datetime(2026, 11, 28, tzinfo=UTC), datetime(2025, 11, 28, tzinfo=UTC)]
    for now in days:
        ledger = Ledger(path, LedgerKeys(keyring, pause_s=0.01), now=lambda now=now: now)
        ledger.note("sealed_on")
        ledger.close()
    assert again(path, keyring) == (None, 0)


# ---- the network --------------------------------------------------------------------------

DATA = content(2_000_000)
FILE = RemoteFile(repo=REPO, name=NAME)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as server:
        server.put(DATA)
        yield server


def fetched(ledger: Ledger, hub: LoopbackHub, part: Path) -> Event:
    rules = NetworkRules(endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none")
    network = Network(lambda: rules, ContactRecorder(ledger))
    events: SimpleQueue[Event] = SimpleQueue()
    order = network.download(FILE, part, sha256=None, size=None, consent="click 7")
    network.run(order, events.put)
    while not isinstance(event := events.get(timeout=30), Ending):
        pass
    network.close()
    return event


def test_a_download_is_on_record(
    path: Path, keyring: Keyring, hub: LoopbackHub, tmp_path: Path
) -> None:
    ledger = opened(path, keyring)
    assert isinstance(fetched(ledger, hub, tmp_path / "a.part"), Downloaded)
    kinds = [record.kind for record in ledger.records()]
    assert kinds == ["begin", *(["intent", "result"] * 3)]
    (row,) = ledger.rows()
    assert row.decision is Decision.ALLOWED
    assert row.hosts == ("127.0.0.1", "localhost")
    assert row.subject == f"{REPO}/{NAME}"
    assert row.bytes_in == len(DATA)
    requests = [
        f"{seen.method} {seen.path} HTTP/1.1\r\n"
        + "".join(f"{name}: {value}\r\n" for name, value in seen.headers.items())
        + "\r\n"
        for seen in hub.seen
    ]
    assert row.bytes_out == sum(map(len, requests)), "counted as the hub received them"
    assert {record.consent for record in ledger.records()} == {"", "click 7"}
    assert ledger.check().unbroken
    ledger.close()


def test_f12_a_redirect_to_another_host_is_refused_and_on_record(
    path: Path, keyring: Keyring, hub: LoopbackHub, tmp_path: Path
) -> None:
    ledger = opened(path, keyring)
    with running_hub() as stranger:
        stranger.put(DATA)
        hub.refusals.extend([Trouble(), Trouble(location=f"http://{stranger.cdn}/acme/x/y")])
        end = fetched(ledger, hub, tmp_path / "a.part")
        assert not stranger.seen
    assert isinstance(end, Failed)
    assert end.fault is Fault.HOST_REFUSED
    refused = ledger.rows()[0]
    assert (refused.decision, refused.reason) == (Decision.REFUSED, "host_refused")
    assert refused.bytes_out == 0
    ledger.close()


def test_a_ledger_that_breaks_stops_the_network(
    path: Path, keyring: Keyring, hub: LoopbackHub, tmp_path: Path
) -> None:
    filled(path, keyring)
    path.write_bytes(path.read_bytes().replace(b"line 2", b"line 9"))
    ledger = opened(path, keyring)
    end = fetched(ledger, hub, tmp_path / "a.part")
    ledger.close()
    assert isinstance(end, Failed)
    assert end.fault is Fault.LEDGER_BROKEN
    assert not hub.seen


def test_a_ledger_that_cannot_be_written_stops_the_network(
    tmp_path: Path, keyring: Keyring, hub: LoopbackHub
) -> None:
    (tmp_path / "file").write_text("in the way of a folder")
    ledger = Ledger(tmp_path / "file" / "ledger.jsonl", LedgerKeys(keyring))
    end = fetched(ledger, hub, tmp_path / "a.part")
    ledger.close()
    assert isinstance(end, Failed)
    assert end.fault is Fault.LEDGER_UNWRITABLE
    assert not hub.seen


def test_the_key_is_in_no_line(path: Path, keyring: Keyring) -> None:
    filled(path, keyring)
    text = path.read_text()
    assert keyring["ledger-key"] not in text
    ledger = opened(path, keyring)
    assert ledger.keys.mac.hex() not in text
    assert key_id(ledger.keys.mac) in text
    assert isinstance(ledger.records()[0], Record)
    ledger.close()
