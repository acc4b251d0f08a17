import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from indoors.ui.text import numbers


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (38.2, "38 tok/s"), (9.94, "9.9 tok/s"), (9.96, "10 tok/s"), (0.4, "0.4 tok/s")],
)
def test_speed(value: float | None, said: str) -> None:
    assert numbers.speed(value) == said


def test_speed_in_the_live_panel_has_one_decimal() -> None:
    assert numbers.speed(37.42, live=True) == "37.4 tok/s"
    assert numbers.speed_figure(37.42, live=True) == "37.4"
    assert numbers.speed_figure(None) == "–"


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (140, "140 ms"), (999.4, "999 ms"), (999.6, "1.0 s"), (1234, "1.2 s")],
)
def test_time_to_first_token(value: float | None, said: str) -> None:
    assert numbers.ttft(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (0, "0.00 Wh"),
        (0.0004, "<0.01 Wh"),
        (0.212, "0.21 Wh"),
        (0.996, "1.0 Wh"),
        (5.93, "5.9 Wh"),
        (99.96, "100 Wh"),
        (611.2, "611 Wh"),
        (999.6, "1.0 kWh"),
        (12_345, "12.3 kWh"),
    ],
)
def test_energy(value: float | None, said: str) -> None:
    assert numbers.energy(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (0.023, "~0.02 g"), (2.0, "~2.0 g"), (210, "~210 g"), (1400, "~1.4 kg")],
)
def test_co2_is_always_an_estimate(value: float | None, said: str) -> None:
    assert numbers.co2(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (0, "$0.00"),
        (12.07, "$12.07"),
        (0.13, "$0.13"),
        (0.01, "$0.01"),
        (0.00999, "$0.01"),
        (0.0043, "$0.0043"),
        (0.00096, "$0.00096"),
        (0.000043, "$0.00004"),
        (0.000001, "<$0.00001"),
        (-0.0002, "−$0.00020"),
        (1234.5, "$1,234.50"),
    ],
)
def test_money(value: float | None, said: str) -> None:
    assert numbers.money(value) == said


def test_money_in_another_currency() -> None:
    assert numbers.money(2.5, "€") == "€2.50"


@pytest.mark.parametrize(
    ("value", "rough", "exact"),
    [
        (None, "–", "–"),
        (0, "0 bytes", "0 bytes"),
        (1, "1 byte", "1 byte"),
        (999, "999 bytes", "999 bytes"),
        (1_412, "1.4 KB", "1,412 bytes"),
        (9_999, "10.0 KB", "9,999 bytes"),
        (10_000, "10.0 KB", "10.0 KB"),
        (999_960, "1.0 MB", "1.0 MB"),
        (5_030_000_000, "5.0 GB", "5.0 GB"),
    ],
)
def test_bytes(value: int | None, rough: str, exact: str) -> None:
    assert numbers.size_bytes(value) == rough
    assert numbers.size_bytes(value, exact=True) == exact


def test_memory_counts_as_memory_modules_do() -> None:
    assert numbers.gigabytes(8 * 1024**3) == "8.0 GB"
    assert numbers.gigabytes(None) == "–"


@pytest.mark.parametrize(
    ("value", "said"), [(None, "–"), (0.914, "0.91"), (1, "1.00"), (0, "0.00"), (1.2, "1.00")]
)
def test_confidence(value: float | None, said: str) -> None:
    assert numbers.confidence(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (3.6, "4 s"),
        (59.6, "1 min"),
        (125, "2 min"),
        (3600, "1 h"),
        (3900, "1 h 5 min"),
    ],
)
def test_duration(value: float | None, said: str) -> None:
    assert numbers.duration(value) == said


def test_moments_are_said_from_today() -> None:
    now = datetime(2026, 11, 18, 16, 0).astimezone()

    def said(then: datetime) -> str:
        return numbers.moment(round(then.timestamp() * 1000), round(now.timestamp() * 1000))

    assert said(now.replace(hour=14, minute=32)) == "Today 14:32"
    assert said(now - timedelta(days=1)) == "Yesterday"
    assert said(now - timedelta(days=2)) == "Mon 16 Nov"
    assert said(now.replace(year=2024)) == "18 Nov 2024"
    assert numbers.moment(None, 0) == "–"


def test_small_quantities() -> None:
    assert numbers.count(2846) == "2,846"
    assert numbers.count(None) == "–"
    assert numbers.percent(0.4) == "40 %"
    assert numbers.percent(None) == "–"
    assert numbers.power(4.51) == "4.5 W"
    assert numbers.power(24.2) == "24 W"
    assert numbers.power(None) == "–"
    assert numbers.clock(None) == "–"


def test_the_command_line_can_use_it_without_qt() -> None:
    code = "import sys, indoors.ui.text.numbers; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "app"}).returncode == 0
