"""Books that are broken, older or newer: one clear fault, and Indoors' own goes on."""

import hashlib
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indoors.core.errors import AppError
from indoors.core.money.book import PriceBook
from indoors.core.money.choice import MoneyChoice
from indoors.core.money.record import holds, row_of
from indoors.core.money.saving import saving_of
from indoors.core.settings import checked, read
from indoors.protocol.faults import Fault
from indoors.services.price_book import PriceBooks
from indoors.ui.text.errors import describe
from tests.helpers.money import DOLLARS, LAPTOP, RESOURCES, priced

BOOKS = PriceBooks(RESOURCES)
NEWER = msgspec.structs.replace(BOOKS.shipped.book, as_of="2099-01-01")


def text(book: PriceBook, **changes: object) -> str:
    return msgspec.json.encode({**msgspec.to_builtins(book), **changes}).decode()


def test_the_hash_is_that_of_the_file() -> None:
    data = (RESOURCES / "price_book.json").read_bytes()
    assert BOOKS.current(MoneyChoice()).sha256 == hashlib.sha256(data).hexdigest()


def test_a_younger_book_takes_its_place() -> None:
    found = BOOKS.current(MoneyChoice(book=text(NEWER)))
    assert found.book.as_of == "2099-01-01"
    assert found.problem is None
    assert found.sha256 == hashlib.sha256(text(NEWER).encode()).hexdigest()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "broken"),
        ("{", "broken"),
        ('{"format": 1}', "broken"),
        ("[1, 2]", "broken"),
        (text(NEWER, models=[]), "broken"),
        (text(NEWER, currency="EUR"), "broken"),
        (text(NEWER, as_of="soon"), "broken"),
        (text(NEWER).replace('"input":"1"', '"input":"NaN"'), "broken"),
        (text(NEWER).replace('"input":"1"', '"input":"-1"'), "broken"),
        (text(NEWER, format=2), "newer"),
        (text(NEWER, format=99, models="of another kind"), "newer"),
        (text(NEWER, format=0), "older"),
        (text(NEWER, as_of="2020-01-01"), "older"),
        ('{"format": 1, "models": ' + "[" * 100_000, "broken"),
    ],
)
def test_a_book_that_is_not_used_says_why(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "prices.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AppError) as caught:
        BOOKS.read_file(path)
    assert caught.value.fault is Fault.PRICE_BOOK_UNUSABLE
    assert caught.value.facts["reason"] == reason
    words = describe(caught.value)
    assert "prices.json" in words.title
    kept = BOOKS.current(MoneyChoice(book=content))
    assert kept.book == BOOKS.shipped.book
    assert (kept.problem is not None) == bool(content)  # an empty text is no import
    assert kept.sha256 == BOOKS.shipped.sha256


def test_each_reason_has_a_sentence_of_its_own() -> None:
    titles = {
        describe(AppError(Fault.PRICE_BOOK_UNUSABLE, path="a.json", reason=reason)).title
        for reason in ("broken", "older", "newer")
    }
    assert len(titles) == 3


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        BOOKS.read_file(tmp_path / "none.json")
    assert caught.value.fault is Fault.FILE_UNREADABLE


def test_a_file_that_is_far_too_large(tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    path.write_bytes(b" " * 1_000_001)
    with pytest.raises(AppError) as caught:
        BOOKS.read_file(path)
    assert caught.value.facts["reason"] == "broken"


def test_own_prices_come_on_top_and_change_the_hash() -> None:
    ours = BOOKS.shipped.book.model("openai/gpt-5.2")
    assert ours is not None
    negotiated = msgspec.structs.replace(
        ours, rates=msgspec.structs.replace(ours.rates, input=Decimal("1.50"))
    )
    found = BOOKS.current(MoneyChoice(prices=(negotiated, priced())))
    model = found.book.model("openai/gpt-5.2")
    assert model is not None
    assert model.is_own
    assert model.rates.input == Decimal("1.50")
    assert found.book.model("test/model") is not None
    assert found.sha256 != BOOKS.shipped.sha256
    assert msgspec.json.decode(found.data, type=PriceBook) == found.book
    assert hashlib.sha256(found.data).hexdigest() == found.sha256


def test_what_is_in_effect_can_be_saved_and_imported_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    path.write_bytes(BOOKS.current(MoneyChoice(prices=(priced(),))).data)
    assert BOOKS.read_file(path).book.model("test/model") is not None


def test_the_choice_is_kept_with_the_settings() -> None:
    choice = MoneyChoice(
        country="DEU",
        seat_price=Decimal("30.00"),
        reasoning=Decimal("2.5"),
        prices=(priced(),),
        book=text(NEWER),
    )
    assert checked("money", choice) == choice
    stored = msgspec.json.encode(choice).decode()
    found, bad = read({"money": stored})
    assert (found.money, bad) == (choice, [])


def test_a_bad_setting_is_replaced_alone() -> None:
    found, bad = read({"money": '{"country": "Germany", "reasoning": "2"}'})
    assert (found.money.country, found.money.reasoning) == ("", Decimal(2))
    assert bad == ["money.country"]


def test_a_program_without_its_own_book_says_so(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        _ = PriceBooks(tmp_path).shipped
    assert caught.value.is_bug


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_no_damage_makes_it_fall_over(data: st.DataObject) -> None:
    """A book with a piece replaced is refused, or is a book that can be counted with."""
    whole = text(NEWER)
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, min(len(whole), begin + 40)))
    piece = data.draw(st.text(max_size=12) | st.sampled_from(['"1e999999"', '"-0"', "null", "9e9"]))
    found = BOOKS.current(MoneyChoice(book=whole[:begin] + piece + whole[end:]))
    if found.problem is None:
        for model in found.book.models:
            assert holds(row_of(saving_of(model, found.sha256, LAPTOP, DOLLARS)))
    else:
        assert found.problem.fault is Fault.PRICE_BOOK_UNUSABLE
        assert found.book == BOOKS.shipped.book


@given(data=st.binary(max_size=400))
@settings(max_examples=200)
def test_no_bytes_make_it_fall_over(data: bytes) -> None:
    found = BOOKS.current(MoneyChoice(book=data.decode("utf-8", "replace")))
    assert found.book == BOOKS.shipped.book
