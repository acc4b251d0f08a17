"""An office's copy of the ledger: complete, or nothing happens."""

import logging
import socket
from pathlib import Path

import msgspec
import pytest

from indoors.core.errors import AppError
from indoors.core.ledger import Record
from indoors.core.policy import Rules
from indoors.protocol.faults import Fault
from indoors.services.audit_trail import AuditTrail
from indoors.services.ledger import Ledger
from indoors.services.ledger_keys import LedgerKeys


def ledger_with(tmp_path: Path, rules: Rules) -> Ledger:
    trail = AuditTrail(lambda: rules)
    return Ledger(tmp_path / "ledger.jsonl", LedgerKeys(None), trail=trail)


def test_without_a_policy_there_is_no_copy(tmp_path: Path) -> None:
    ledger = ledger_with(tmp_path, Rules())
    ledger.note("sealed_on")
    ledger.close()
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.jsonl"]


def test_lines_are_copied_as_they_are(tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    ledger = ledger_with(tmp_path, Rules(audit_path=str(copy)))
    for _ in range(3):
        ledger.note("sealed_on")
    ledger.close()
    assert copy.read_bytes() == ledger.path.read_bytes()


@pytest.mark.parametrize(
    ("level", "kinds"),
    [
        ("all", ["begin", "intent", "refused", "event"]),
        ("left", ["intent"]),
        ("refused", ["refused"]),
    ],
)
def test_levels(level: str, kinds: list[str], tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    rules = msgspec.convert({"audit.path": str(copy), "audit.level": level}, Rules)
    ledger = ledger_with(tmp_path, rules)
    for kind in ("intent", "refused", "event"):
        ledger.add(Record(kind=kind, purpose="model_download"))
    ledger.close()
    lines = copy.read_bytes().splitlines()
    assert [msgspec.json.decode(line)["kind"] for line in lines] == kinds


@pytest.mark.parametrize("where", ["folder that is not there/copy", "."])
def test_a_copy_that_cannot_be_written_stops_what_it_tells_of(where: str, tmp_path: Path) -> None:
    ledger = ledger_with(tmp_path, Rules(audit_path=str(tmp_path / where)))
    with pytest.raises(AppError) as error:
        ledger.add(Record(kind="intent"))
    assert error.value.fault is Fault.LEDGER_UNWRITABLE
    assert str(tmp_path / where) in str(error.value.facts["path"])
    ledger.close()
    assert not [record for record in ledger.records() if record.kind == "intent"]


@pytest.mark.parametrize(
    ("form", "begins"),
    [("rfc5424", "<133>1 2"), ("cef", "<133>CEF:0|Indoors|"), ("jsonl", "<133>{")],
)
def test_a_local_syslog_socket(form: str, begins: str, tmp_path: Path) -> None:
    address = str(tmp_path / "log")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address)
        listener.settimeout(10)
        rules = msgspec.convert({"audit.path": address, "audit.format": form}, Rules)
        ledger = ledger_with(tmp_path, rules)
        ledger.note("sealed_on", "naïve 50 %s")
        ledger.close()
        messages = [listener.recv(4096).decode() for _ in range(2)]
    assert messages[1].startswith(begins)
    assert "naïve 50 %s" in messages[1]


def test_a_syslog_socket_nobody_listens_at(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = str(tmp_path / "log")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address)
    ledger = ledger_with(tmp_path, Rules(audit_path=address))
    with caplog.at_level(logging.DEBUG), pytest.raises(AppError) as error:
        ledger.note("sealed_on")
    assert error.value.fault is Fault.LEDGER_UNWRITABLE
    ledger.close()
