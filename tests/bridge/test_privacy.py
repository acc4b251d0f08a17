"""Sealed means sealed at once, and every change of protection is in the ledger."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from indoors.core.errors import AppError
from indoors.core.ledger import Decision, Flaw, Record
from indoors.core.ledger.signed import check_document
from indoors.core.proof import Attempt, Proof
from indoors.core.shield import shield_state
from indoors.protocol.faults import Fault
from tests.helpers.ledgers import filled
from tests.helpers.privacy_desk import WAIT_MS, PrivacyDesk


@pytest.fixture
def desk(qtbot: QtBot, profile: Path, tmp_path: Path) -> Iterator[PrivacyDesk]:
    made = PrivacyDesk(profile, tmp_path / "root")
    yield made
    made.close()


def sealed(desk: PrivacyDesk) -> bool:
    return desk.rules.sealed


def shield(desk: PrivacyDesk) -> str:
    return shield_state(desk.privacy.protection)


def counted(desk: PrivacyDesk) -> bool:
    return desk.privacy.protection.counted


def test_the_ledger_is_read_and_counted(desk: PrivacyDesk, qtbot: QtBot) -> None:
    assert shield(desk) == "indoors"
    assert not counted(desk)
    desk.start(qtbot)
    assert counted(desk)
    assert desk.privacy.rows == ()
    shared = {"order": "a", "number": 1, "purpose": "cloud_answer", "bytes_out": 1902}
    with qtbot.waitSignal(desk.privacy.changed, timeout=WAIT_MS):
        desk.ledger.add(Record(kind="intent", host="api.example", **shared))  # type: ignore[arg-type]
    assert desk.privacy.sums.content_today == 1902
    assert shield(desk) == "some_left"


def test_sealing_acts_at_once_and_is_written_down(desk: PrivacyDesk, qtbot: QtBot) -> None:
    desk.start(qtbot)
    desk.privacy.set_sealed(sealed=True)
    assert sealed(desk)
    assert desk.enforced == 1
    assert desk.privacy.sealed
    assert shield(desk) == "sealed"
    desk.privacy.set_sealed(sealed=True)
    desk.privacy.set_sealed(sealed=False)
    assert not sealed(desk)
    desk.settle(qtbot)
    qtbot.waitUntil(lambda: len(desk.privacy.rows) == 2, timeout=WAIT_MS)
    assert [row.purpose for row in desk.privacy.rows] == ["sealed_off", "sealed_on"]


def test_a_policy_that_comes_seals_and_locks_while_we_run(desk: PrivacyDesk, qtbot: QtBot) -> None:
    desk.start(qtbot)
    assert not desk.privacy.locked
    with qtbot.waitSignal(desk.privacy.changed, timeout=WAIT_MS):
        desk.put(network__mode="off")
    qtbot.waitUntil(lambda: desk.privacy.locked, timeout=WAIT_MS)
    assert sealed(desk)
    assert desk.enforced >= 1
    desk.privacy.set_sealed(sealed=False)
    assert desk.privacy.protection.sealed, "the user cannot open it"
    desk.settle(qtbot)
    purposes = [record.purpose for record in desk.ledger.records()]
    assert "policy_changed" in purposes
    (desk.folder / "policy.json").unlink()
    qtbot.waitUntil(lambda: not desk.privacy.locked, timeout=WAIT_MS)
    assert not sealed(desk)


def test_a_policy_is_obeyed_before_the_window_is_told(desk: PrivacyDesk) -> None:
    """Rules are made of the files as they are, for each errand."""
    desk.put(
        network__mode="downloads", network__allow=["hub.office"], mirror__url="https://hub.office"
    )
    rules = desk.rules
    assert not rules.sealed
    assert rules.only == ("hub.office",)
    assert rules.endpoint == "https://hub.office"
    assert rules.policy_id == desk.policy.current().id
    (desk.folder / "policy.json").write_text("{")
    assert sealed(desk)


def test_a_broken_ledger_is_a_fault_until_it_is_set_aside(
    desk: PrivacyDesk, qtbot: QtBot, profile: Path
) -> None:
    path = profile / "ledger.jsonl"
    filled(path, desk.keyring)
    path.write_bytes(path.read_bytes().replace(b"line 2", b"line 9"))
    desk.start(qtbot)
    state = desk.privacy.state
    assert state is not None
    assert (state.flaw, state.at) == (Flaw.EDITED, 4)
    assert shield(desk) == "fault"
    with qtbot.waitSignal(desk.privacy.error, timeout=WAIT_MS) as told:
        desk.privacy.set_sealed(sealed=True)
    assert told.args is not None
    assert told.args[0].fault is Fault.LEDGER_BROKEN
    assert sealed(desk), "it is sealed all the same"
    desk.privacy.set_aside()
    qtbot.waitUntil(
        lambda: desk.privacy.state is not None and desk.privacy.state.unbroken, timeout=WAIT_MS
    )
    assert shield(desk) == "sealed"


def test_an_export_can_be_checked(desk: PrivacyDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.start(qtbot)
    desk.ledger.note("sealed_on")
    path = tmp_path / "out.json"
    with qtbot.waitSignal(desk.privacy.exported, timeout=WAIT_MS):
        desk.privacy.export(str(path), "json")
    assert check_document(path.read_bytes()).good
    assert len(json.loads(path.read_bytes())["entries"]) == 2
    with qtbot.waitSignal(desk.privacy.error, timeout=WAIT_MS) as told:
        desk.privacy.export(str(tmp_path / "none" / "out.json"), "json")
    assert told.args is not None
    assert told.args[0].fault is Fault.EXPORT_FAILED


GOOD = Attempt("engine", "tcp4", passed=True, error="EPERM")


@pytest.mark.parametrize(
    ("attempts", "state", "decision"),
    [
        ((GOOD,), "indoors", Decision.REFUSED_BY_KERNEL),
        ((GOOD, Attempt("engine", "udp", passed=False)), "fault", Decision.NOT_REFUSED),
    ],
)
def test_a_proof_is_shown_and_written_down(
    attempts: tuple[Attempt, ...],
    state: str,
    decision: Decision,
    qtbot: QtBot,
    profile: Path,
    tmp_path: Path,
) -> None:
    made = PrivacyDesk(profile, tmp_path / "root", prove=lambda: Proof(1, 0.03, attempts))
    made.start(qtbot)
    with qtbot.waitSignal(made.privacy.proved, timeout=WAIT_MS):
        made.privacy.prove()
        assert made.privacy.proving
    assert shield_state(made.privacy.protection) == state
    qtbot.waitUntil(lambda: bool(made.privacy.rows), timeout=WAIT_MS)
    (row,) = made.privacy.rows
    assert row.decision is decision
    made.close()


def test_a_proof_that_could_not_be_made_is_told(
    qtbot: QtBot, profile: Path, tmp_path: Path
) -> None:
    def fail() -> Proof:
        raise AppError(Fault.BUG, detail="x")

    made = PrivacyDesk(profile, tmp_path / "root", prove=fail)
    with qtbot.waitSignal(made.privacy.error, timeout=WAIT_MS):
        made.privacy.prove()
    assert not made.privacy.proving
    assert made.privacy.proof is None
    made.close()


def test_gaps_are_never_passed_over(desk: PrivacyDesk) -> None:
    from tests.helpers.isolation import Told, enforcement

    desk.facts = Told((enforcement("engine", ("network",)),), (("engine", "network"),))
    assert shield(desk) == "not_enforced"
