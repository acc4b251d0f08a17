"""What the figures rest on: entered once, taken together, and nothing looked up."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from indoors.bridge.money import OWN_PRICE, MoneyBridge
from indoors.ui.money_dialog import MoneyDialog
from indoors.ui.text import money_dialog as text
from indoors.ui.theme import ThemeSource
from tests.helpers.windows import Desk, desk


@pytest.fixture
def made(qtbot: QtBot, profile: Path, source: ThemeSource) -> Iterator[Desk]:
    with desk(qtbot, profile, source) as found:
        yield found


@pytest.fixture
def money(made: Desk) -> MoneyBridge:
    return made.indoors.money


@pytest.fixture
def dialog(made: Desk, money: MoneyBridge) -> MoneyDialog:
    opened = MoneyDialog(made.window, money)
    opened.open()
    return opened


def test_a_country_brings_its_currency_its_price_and_its_grid(
    dialog: MoneyDialog, money: MoneyBridge
) -> None:
    assert dialog.price.text() == text.UNKNOWN
    dialog.country.choose("DEU")
    assert dialog.country.currentText() == "Germany"
    assert dialog.currency.chosen == "EUR"
    usual = money.savings.electricity.tariff("DEU")
    assert usual is not None
    assert dialog.price.value() == pytest.approx(float(usual.per_kwh))
    assert "330 g" in dialog._notes.text()
    dialog.accept()
    assert (money.choice.country, money.currency, money.choice.tariff) == ("DEU", "EUR", None)
    assert money.per_kwh == usual.per_kwh
    assert money.grid is not None


def test_the_price_of_the_bill_goes_before_the_usual_one(
    dialog: MoneyDialog, money: MoneyBridge
) -> None:
    dialog.country.choose("DEU")
    dialog.price.setValue(0.2874)
    dialog.accept()
    assert money.per_kwh == Decimal("0.2874")
    assert money.choice.tariff is not None
    assert money.choice.tariff.asked


def test_a_roof_of_ones_own_is_a_price(dialog: MoneyDialog, money: MoneyBridge) -> None:
    dialog.price.setValue(0.0)
    dialog.accept()
    assert money.per_kwh == 0


def test_cancel_changes_nothing(dialog: MoneyDialog, money: MoneyBridge) -> None:
    before = money.choice
    dialog.country.choose("FRA")
    dialog.comparator.choose("openai/gpt-5")
    dialog.reject()
    assert money.choice == before


def test_a_price_of_ones_own_is_compared_with(dialog: MoneyDialog, money: MoneyBridge) -> None:
    dialog.comparator.choose(OWN_PRICE)
    assert dialog.read.isVisible()
    dialog.read.setValue(1.5)
    dialog.written.setValue(6)
    dialog.accept()
    assert money.comparator is not None
    assert money.comparator.rates.output == 6
    assert money.comparator.is_own


def test_a_newer_list_is_used_and_a_bad_file_is_not(
    dialog: MoneyDialog, money: MoneyBridge, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{no list")
    dialog.take_book(str(bad))
    assert "is not used" in dialog._problem.text()
    assert money.choice.book == ""
    newer = msgspec.structs.replace(money.savings.books.shipped.book, as_of="2027-01-02")
    good = tmp_path / "good.json"
    good.write_bytes(msgspec.json.encode(newer))
    dialog.take_book(str(good))
    assert not dialog._problem.isVisible()
    assert money.book.as_of == "2027-01-02"
    assert dialog.back.isVisible()
    dialog.take_book("")
    assert money.book.as_of == money.savings.books.shipped.book.as_of
    dialog.reject()
