"""The anchor in the real GNOME Keyring: what no hash can show is found all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.core.ledger import Flaw
from indoors.services.ledger import Ledger, LedgerState
from indoors.services.ledger_keys import LedgerKeys, Protection
from indoors.services.secrets import Secrets
from tests.helpers.keyring import Keyring, needs_keyring, running_keyring

pytestmark = needs_keyring


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyring]:
    folder = tmp_path / "keyring"
    folder.mkdir()
    with running_keyring(folder) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


def run(profile: Path, lines: int = 0) -> LedgerState:
    """One run of the program, with a real keyring and nothing else remembered."""
    secrets = Secrets(profile)
    ledger = Ledger(profile / "ledger.jsonl", LedgerKeys(secrets))
    state = ledger.open()
    if state.unbroken:
        for number in range(lines):
            ledger.note("sealed_on", f"line {number}")
        state = ledger.open()
    ledger.close()
    secrets.close()
    return state


def test_a_cut_an_old_copy_and_a_new_ledger_are_found(keyring: Keyring, profile: Path) -> None:
    path = profile / "ledger.jsonl"
    assert run(profile, 5).protection is Protection.KEYRING
    old = path.read_bytes()
    run(profile, 3)
    whole = path.read_bytes()
    assert run(profile).unbroken
    lines = whole.splitlines(keepends=True)
    forged = profile / "forged" / "ledger.jsonl"
    other = Ledger(forged, LedgerKeys(None))
    for number in range(9):
        other.note("sealed_on", f"line {number}")
    other.close()
    cases = {
        "cut": (b"".join(lines[:7]), Flaw.CUT),
        "old copy": (old, Flaw.CUT),
        "gone": (b"", Flaw.CUT),
        "new": (forged.read_bytes(), Flaw.REWRITTEN),
    }
    for name, (data, flaw) in cases.items():
        path.write_bytes(data)
        assert run(profile).flaw is flaw, name
    path.write_bytes(whole)
    assert run(profile).unbroken


def test_a_locked_keyring_is_not_asked_for_its_password(keyring: Keyring, profile: Path) -> None:
    run(profile, 2)
    keyring.lock()
    state = run(profile, 2)
    assert state.unbroken
    assert state.protection is Protection.SESSION
    assert state.anchored is None


def test_the_key_is_in_no_file(keyring: Keyring, profile: Path) -> None:
    run(profile, 2)
    secrets = Secrets(profile)
    seed = secrets.get("ledger-key")
    secrets.close()
    assert seed
    for path in profile.rglob("*"):
        if path.is_file():
            assert seed.encode() not in path.read_bytes()
            assert bytes.fromhex(seed) not in path.read_bytes()
