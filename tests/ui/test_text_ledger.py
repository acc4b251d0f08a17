"""Words of the ledger's rows."""

from typing import get_args

import pytest
from msgspec import structs

from indoors.core.ledger import Book, Record, Row
from indoors.core.ledger.record import WITHOUT_CONTENT
from indoors.protocol.broker import Purpose
from indoors.ui.text import ledger as text


def row(record: Record) -> Row:
    (found,) = Book([structs.replace(record, at="2026-11-26T12:00:00.000Z")]).overview().rows
    return found


@pytest.mark.parametrize("purpose", sorted({*get_args(Purpose), *WITHOUT_CONTENT}))
def test_every_purpose_has_words(purpose: str) -> None:
    said = text.purpose(row(Record(kind="intent", seq=2, order="a", purpose=purpose)))
    assert said
    assert "_" not in said


def test_a_self_test_says_how_often_it_was_tried() -> None:
    made = row(Record(kind="selftest", seq=2, purpose="selftest", attempts=128, subject="engine"))
    assert text.destination(made) == "128 attempts to get out"
    assert text.purpose(made) == "Self-test, started by you"
    assert text.destination(row(Record(kind="event", seq=2, purpose="sealed_on"))) == (
        text.THIS_COMPUTER
    )


def test_what_is_left_out_is_said() -> None:
    assert text.subtitle(0) == text.SUBTITLE
    assert "1,234 older" in text.subtitle(1234)
