"""An export can be checked by anybody, and a change to it is found."""

import base64
import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.ledger import Flaw, Record
from indoors.core.ledger.check import read_lines
from indoors.core.ledger.formats import to_cef, to_csv, to_jsonl, to_rfc5424
from indoors.core.ledger.record import canonical
from indoors.core.ledger.signed import (
    Signature,
    check_document,
    fingerprint,
    public_key,
    signed_document,
)
from tests.core.test_ledger import LINES, some, written

SEED = b"s" * 32
RECORDS = read_lines(LINES, {}).records
DOCUMENT = signed_document(RECORDS, SEED, exported_at="2026-11-26T12:00:00Z", program="Indoors 1")


def changed(**fields: Any) -> bytes:
    return json.dumps(json.loads(DOCUMENT) | fields).encode()


def test_a_document_is_good_anywhere() -> None:
    checked = check_document(DOCUMENT)
    assert checked.good
    assert checked.fingerprint == fingerprint(public_key(SEED))
    assert len(checked.reading.records) == 9
    assert (checked.exported_at, checked.program) == ("2026-11-26T12:00:00Z", "Indoors 1")
    assert SEED not in DOCUMENT
    assert base64.b64encode(SEED) not in DOCUMENT


def test_its_form_does_not_matter() -> None:
    """Pretty-printed, or with its keys in another order, it says the same."""
    assert check_document(json.dumps(json.loads(DOCUMENT), indent=4).encode()).good


def test_an_empty_ledger_can_be_exported() -> None:
    assert check_document(signed_document([], SEED, exported_at="", program="")).good


def test_a_changed_entry_is_found() -> None:
    entries = json.loads(DOCUMENT)["entries"]
    entries[3]["host"] = "nobody.example"
    checked = check_document(changed(entries=entries))
    assert (checked.reading.flaw, checked.reading.at) == (Flaw.EDITED, 4)
    assert checked.signature is Signature.BAD


@pytest.mark.parametrize("kept", [0, 5, 8])
def test_a_shorter_document_is_found(kept: int) -> None:
    entries = json.loads(DOCUMENT)["entries"][:kept]
    head = entries[-1]["hash"] if entries else "0" * 64
    checked = check_document(changed(entries=entries, length=kept, head=head))
    assert checked.reading.unbroken, "the hashes cannot show it"
    assert checked.signature is Signature.BAD
    assert check_document(changed(entries=entries)).reading.flaw is Flaw.CUT


def test_another_key_has_another_name() -> None:
    forged = signed_document(RECORDS[:4], b"x" * 32, exported_at="", program="")
    checked = check_document(forged)
    assert checked.good, "in itself"
    assert checked.fingerprint != fingerprint(public_key(SEED))


@pytest.mark.parametrize("field", ["exported_at", "program", "length", "head", "format"])
def test_every_field_is_signed(field: str) -> None:
    try:
        checked = check_document(changed(**{field: "other"}))
    except ValueError:
        return
    assert not checked.good


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff", b'{"format":"indoors-ledger-1"}', b"[" * 50_000]
)
def test_what_is_no_export_is_no_crash(data: bytes) -> None:
    with pytest.raises(ValueError, match="not"):
        check_document(data)


@given(st.integers(0, len(DOCUMENT) - 2), st.integers(0, 7))
def test_any_bit_that_flips_is_found(byte: int, bit: int) -> None:
    data = bytearray(DOCUMENT)
    data[byte] ^= 1 << bit
    try:
        checked = check_document(bytes(data))
    except ValueError:
        return
    assert not checked.good


# ---- other forms --------------------------------------------------------------------------

REFUSED = Record(
    kind="refused",
    seq=7,
    at="2026-11-26T12:00:00.000Z",
    purpose="model_download",
    subject='=cmd|"x"]\\\nsecond line',
    scheme="https",
    host="evil.example",
    port=443,
    method="GET",
    reason="host_refused",
    hash="ab" * 32,
)


def test_csv_is_a_table_and_computes_nothing() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv([*RECORDS, REFUSED]).decode("utf-8-sig"))))
    assert len(rows) == 10
    assert rows[2]["host"] == "huggingface.co"
    assert rows[-1]["subject"].startswith("'=cmd")
    assert rows[-1]["hash"] == "ab" * 32


def test_json_lines_are_the_ledgers_own() -> None:
    assert to_jsonl(RECORDS[2], "1").encode() == canonical(RECORDS[2])
    assert f"{to_jsonl(RECORDS[2], '1')}\n".encode() == LINES[2]


def test_cef() -> None:
    said = to_cef(REFUSED, "1.2")
    assert "\n" not in said
    assert said.startswith("CEF:0|Indoors|Indoors|1.2|refused|model_download|5|rt=2026-11-26T")
    assert " dhost=evil.example dpt=443 app=https requestMethod=GET out=0 in=0 " in said
    assert r"msg=\=cmd|" in said
    assert "cs1Label=hash cs1=abab" in said


def test_syslog() -> None:
    said = to_rfc5424(REFUSED, "1.2")
    assert "\n" not in said
    assert said.startswith("<132>1 2026-11-26T12:00:00.000Z - Indoors - refused [indoors@32473 ")
    assert r'subject="=cmd|\"x\"\]\\ second line"' in said
    assert said.endswith('version="1.2"]')
    assert to_rfc5424(RECORDS[1], "1").startswith("<133>1 ")


def test_a_longer_ledger_is_exported_whole() -> None:
    lines = written(some(50))
    records = read_lines(lines, {}).records
    document = signed_document(records, SEED, exported_at="", program="")
    assert len(check_document(document).reading.records) == 51
