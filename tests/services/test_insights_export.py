"""Files that leave the app: each figure follows, to the last digit, from what stands beside it."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.insights.record import Answered
from indoors.core.money import record
from indoors.core.money.choice import MoneyChoice
from indoors.core.money.electricity import Tariff
from indoors.services.insights import gather, view_of
from indoors.services.insights_export import HEADER, exported, to_csv, to_json
from indoors.services.savings import Savings
from indoors.store import Store
from tests.helpers.keys import KEY
from tests.helpers.money import RESOURCES

CHOICE = MoneyChoice(
    country="DEU", currency="EUR", tariff=Tariff(per_kwh=Decimal("0.3951"), currency="EUR")
)
TODAY = date(2026, 11, 19)
NOON = int(datetime(2026, 11, 19, 11, tzinfo=UTC).timestamp() * 1000)
EIGHT_BILLION = 8_190_000_000


@pytest.fixture
def savings() -> Savings:
    return Savings(RESOURCES)


def row(number: int, **changes: object) -> Answered:
    energy = AnswerEnergy(
        grade=Grade.MEASURED,
        prefill_j=40.125 + number,
        decode_j=610.5,
        half_width_j=33.3,
        seconds=5.5,
        sources=("rapl:package-0",),
    )
    figures = {
        "at_ms": NOON + number * 60_000,
        "model": "=HYPERLINK(1)",
        "prompt_tokens": 1500 + number,
        "reused_tokens": 1200,
        "previous_tokens": 1300,
        "seconds_since": 60,
        "generated_tokens": 220,
        "ttft_ms": 140.0,
        "energy": energy,
    }
    return Answered(**{**figures, **changes})  # type: ignore[arg-type]


def filled(folder: Path, savings: Savings, choice: MoneyChoice = CHOICE) -> Store:
    store = Store(folder / "indoors.db", KEY)
    rows = [row(number) for number in range(20)]
    rows += [row(20, energy=AnswerEnergy()), row(21, prompt_tokens=None)]
    for each in rows:
        text = "Die Frist läuft am Montag ab."
        store.history.add(savings.complete(each, choice, text=text, parameters=EIGHT_BILLION))
    return store


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("later", [CHOICE, replace(CHOICE, comparator="openai/gpt-5")])
def test_each_amount_follows_from_its_own_line(
    tmp_path: Path, savings: Savings, later: MoneyChoice
) -> None:
    with filled(tmp_path, savings) as store:
        gathered = gather(store, "7d", TODAY, whole=True)
        lines = read(to_csv(exported(gathered, savings, later)))
        view = view_of(gathered, savings.against(later))
    assert len(lines) == 22
    assert tuple(lines[0]) == HEADER
    assert {line["comparator"] for line in lines[:21]} == {later.comparator}
    for line in lines[:21]:
        assert record.holds(line)
        hosted = {name: line[f"same_class_{name}"] for name in record.COLUMNS}
        assert record.holds(hosted)
    amounts = [Decimal(line["amount"]) for line in lines if line["amount"]]
    assert len(amounts) == 20
    assert sum(amounts) == view.summary.money.amount
    joules = sum(
        float(line["energy_prefill_j"]) + float(line["energy_decode_j"])
        for line in lines
        if line["energy_decode_j"]
    )
    assert joules == pytest.approx(view.summary.energy.joules)


def test_what_is_not_known_is_an_empty_cell(tmp_path: Path, savings: Savings) -> None:
    with filled(tmp_path, savings) as store:
        lines = read(to_csv(exported(gather(store, "7d", TODAY, whole=True), savings, CHOICE)))
    unmetered, uncounted = lines[20], lines[21]
    assert (unmetered["energy_decode_j"], unmetered["amount"]) == ("", "")
    assert unmetered["price"] != ""
    assert (uncounted["prompt_tokens"], uncounted["price"]) == ("", "")
    assert lines[0]["model"] == "'=HYPERLINK(1)"


def test_json_names_prices_and_sources_and_no_message(tmp_path: Path, savings: Savings) -> None:
    with filled(tmp_path, savings) as store:
        data = to_json(exported(gather(store, "7d", TODAY, whole=True), savings, CHOICE))
    told = json.loads(data)
    assert told["basis"]["price_book"] == savings.prices(CHOICE).sha256
    models = {model["id"] for model in told["basis"]["models"]}
    for answer in told["answers"][:20]:
        assert {answer["likely"]["comparator"], answer["hosted"]["comparator"]} <= models
        assert "inputs" in answer["likely"]
    assert b"message_id" not in data


def test_a_hosted_model_of_the_same_class_comes_out_as_a_loss(savings: Savings) -> None:
    short = row(1, prompt_tokens=600, previous_tokens=None)
    made = savings.complete(short, CHOICE, text="words", parameters=EIGHT_BILLION)
    assert made.hosted is not None
    assert made.hosted.amount is not None
    assert made.hosted.amount < 0
    assert made.likely is not None
    assert made.likely.amount is not None
    assert made.likely.amount > 0


def test_kept_savings_stay_until_another_comparator_is_chosen(savings: Savings) -> None:
    made = savings.complete(row(1), CHOICE, text="words", parameters=None)
    assert savings.against(CHOICE)(made) is made.likely
    dearer = replace(CHOICE, tariff=Tariff(per_kwh=Decimal(1), currency="EUR"))
    assert savings.against(dearer)(made) is made.likely  # it was cheaper then
    dollars = replace(CHOICE, currency="USD")
    other = savings.against(dollars)(made)
    assert other is not None
    assert other.currency == "USD"
    unpriced = savings.complete(row(1), MoneyChoice(), text="words", parameters=None)
    assert unpriced.likely is not None
    assert unpriced.likely.amount is None  # nobody had said what electricity costs
    told = savings.against(replace(CHOICE, currency="USD"))(unpriced)
    assert told is not None
    assert told.amount is not None
