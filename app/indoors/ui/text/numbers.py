"""Quantities as people read them. What is not known is a dash, never 0.

Units: as the argument is called; bytes; times are milliseconds since 1970, UTC.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
_KILO = 1000  # file sizes are decimal, as on the label of a disk
_GIB = 1024**3  # memory is binary, as on the label of a memory module
_LEAST = 0.005  # below, two decimals would say 0, which is not what was measured
_EXACT_BYTES = 9_999
_MOST_DECIMALS = 5
_LEAST_MONEY = Decimal("0.000005")
_CENT = Decimal("0.01")
_TWO_DIGITS = Decimal("9.95")  # rounds to two digits


def speed(tokens_per_second: float | None, *, live: bool = False) -> str:
    """38 tok/s; one decimal below 10 and in the live panel."""
    if tokens_per_second is None:
        return DASH
    return f"{speed_figure(tokens_per_second, live=live)} tok/s"


def speed_figure(tokens_per_second: float | None, *, live: bool = False) -> str:
    """The number of ``speed`` alone, where the unit is drawn apart."""
    if tokens_per_second is None:
        return DASH
    one_decimal = live or round(tokens_per_second, 1) < 10
    return f"{tokens_per_second:.{1 if one_decimal else 0}f}"


def ttft(milliseconds: float | None) -> str:
    """140 ms; from one second on 1.2 s."""
    figure, unit = ttft_parts(milliseconds)
    return f"{figure} {unit}" if unit else figure


def ttft_parts(milliseconds: float | None) -> tuple[str, str]:
    """``ttft`` as figure and unit, which the live panel draws apart."""
    if milliseconds is None:
        return DASH, ""
    if round(milliseconds) < _KILO:
        return f"{milliseconds:.0f}", "ms"
    return f"{milliseconds / _KILO:.1f}", "s"


def energy(watt_hours: float | None) -> str:
    """0.21 Wh, 5.9 Wh, 611 Wh, 1.2 kWh."""
    if watt_hours is None:
        return DASH
    if 0 < watt_hours < _LEAST:
        return "<0.01 Wh"
    if round(watt_hours, 2) < 1:
        return f"{watt_hours:.2f} Wh"
    if round(watt_hours, 1) < 100:
        return f"{watt_hours:.1f} Wh"
    if round(watt_hours) < 1000:
        return f"{watt_hours:.0f} Wh"
    return f"{watt_hours / 1000:,.1f} kWh"


def power(watts: float | None) -> str:
    """Watts, one decimal below 10: 4.5 W, 24 W."""
    if watts is None:
        return DASH
    return f"{watts:.{1 if round(watts, 1) < 10 else 0}f} W"


def co2(grams: float | None) -> str:
    """Always an estimate: ~0.02 g, ~2.0 g, ~210 g, ~1.4 kg."""
    if grams is None:
        return DASH
    if 0 < grams < _LEAST:
        return "~<0.01 g"
    if round(grams, 2) < 1:
        return f"~{grams:.2f} g"
    if round(grams, 1) < 100:
        return f"~{grams:.1f} g"
    if round(grams) < 1000:
        return f"~{grams:.0f} g"
    return f"~{grams / 1000:,.1f} kg"


def money(amount: float | Decimal | None, symbol: str = "$") -> str:
    """$12.07; below one cent two significant digits, at most five decimals: $0.0043."""
    if amount is None:
        return DASH
    value = Decimal(str(amount))
    sign, size = (MINUS if value < 0 else ""), abs(value)
    if 0 < size < _LEAST_MONEY:
        return f"{sign}<{symbol}0.00001"
    return f"{sign}{symbol}{_amount(size)}"


def _amount(value: Decimal) -> str:
    if value == 0 or round(value, 4) >= _CENT:
        return f"{value:,.2f}"
    for decimals in range(3, _MOST_DECIMALS):
        if value * 10**decimals >= _TWO_DIGITS:
            return f"{value:.{decimals}f}"
    return f"{value:.{_MOST_DECIMALS}f}"


def symbol(currency: str) -> str:
    """$, €, or the code with a space where there is no sign of its own."""
    return _SIGNS.get(currency, f"{currency}\N{NO-BREAK SPACE}")


_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}


def size_bytes(count: int | None, exact: bool = False) -> str:
    """1.9 KB; exact (dialogs, ledger): 1,412 bytes up to 9,999."""
    if count is None:
        return DASH
    if count == 1:
        return "1 byte"
    if count < _KILO or (exact and count <= _EXACT_BYTES):
        return f"{count:,} bytes"
    value = float(count)
    for unit in ("KB", "MB", "GB"):
        value /= _KILO
        if round(value, 1) < _KILO:
            return f"{value:.1f} {unit}"
    return f"{value / _KILO:,.1f} TB"


def rate(bytes_per_second: int) -> str:
    """58 GB/s, 420 MB/s: decimal, as on data sheets."""
    if bytes_per_second < 1e9:
        return f"{bytes_per_second / 1e6:.0f} MB/s"
    value = bytes_per_second / 1e9
    return f"{value:.{0 if value >= 10 else 1}f} GB/s"


def gigabytes(count: int | None) -> str:
    """Memory and model sizes: 6.8 GB."""
    return DASH if count is None else f"{gigabytes_figure(count)} GB"


def gigabytes_figure(count: int | None) -> str:
    """The number of ``gigabytes`` alone, for "6.8 of 8.0 GB"; two decimals below 0.1."""
    if count is None:
        return DASH
    size = count / _GIB
    return f"{size:,.2f}" if 0 < size < 0.1 else f"{size:,.1f}"


def confidence(value: float | None) -> str:
    """0.00 to 1.00."""
    return DASH if value is None else f"{max(0.0, min(1.0, value)):.2f}"


def count(number: int | None) -> str:
    """2,846."""
    return DASH if number is None else f"{number:,}"


def percent(fraction: float | None) -> str:
    """40 %, from 0.4."""
    return DASH if fraction is None else f"{round(fraction * 100)} %"


def duration(seconds: float | None) -> str:
    """Time left or spent: 4 s, 2 min, 1 h 5 min."""
    if seconds is None:
        return DASH
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def moment(ms: int | None, now_ms: int) -> str:
    """When something was, in local time: Today 14:32, Yesterday, Mon 16 Nov, 3 Nov 2024."""
    if ms is None:
        return DASH
    then, today = _local(ms), _local(now_ms).date()
    if then.date() == today:
        return f"Today {then:%H:%M}"
    if then.date() == today - timedelta(days=1):
        return "Yesterday"
    return day(then.date(), today)


def clock(ms: int | None) -> str:
    """14:32, in local time."""
    return DASH if ms is None else f"{_local(ms):%H:%M}"


def day(which: date, today: date) -> str:
    """Mon 16 Nov; in another year 16 Nov 2024."""
    if which.year == today.year:
        return f"{_DAYS[which.weekday()]} {which.day} {_MONTHS[which.month - 1]}"
    return f"{which.day} {_MONTHS[which.month - 1]} {which.year}"


def short_day(which: date) -> str:
    """3 Nov."""
    return f"{which.day} {_MONTHS[which.month - 1]}"


def month(which: date) -> str:
    """Nov 2026."""
    return f"{_MONTHS[which.month - 1]} {which.year}"


# Spelled out: strftime's names follow the process locale, which the sentences do not.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


def _local(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone()
