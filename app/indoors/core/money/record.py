"""A saving as one row of text: all that is needed to compute it again to the cent.

Amounts stand with all their digits and no exponent. An empty cell is "not known". Rates are in
the book's currency for a million tokens, and ``exchange`` turns that into ``currency``:

    tokens   = counts here x ratio, rounded half to even; the output's also x reasoning
    cached   = 0 if ``seconds_since`` is empty or more than ``cache_seconds``, or the previous
               input has fewer tokens than ``cache_minimum``; else rounded down to ``cache_step``
    price    = ((input - cached) x input_rate + cached x cache_read_rate + output x output_rate)
               / 1,000,000 x exchange, with the rates of the highest tier that the input exceeds;
               low and high are the least and most of it at the three ratios
    electricity = joules x per_kwh / 3,600,000
    amount   = price - electricity
"""

from collections.abc import Mapping
from decimal import Decimal

from indoors.core.money.book import PrefixCache, Rates, Tier
from indoors.core.money.saving import Answer, Inputs, Saving, Terms, computed
from indoors.core.money.token_ratio import Ratio, Script

COLUMNS = (
    *("method", "comparator", "price_book", "currency"),
    *("input_tokens", "output_tokens", "previous_input", "seconds_since", "script", "vocabulary"),
    *("ratio", "ratio_low", "ratio_high", "reasoning"),
    *("input_rate", "output_rate", "cache_read_rate", "tiers"),
    *("cache_minimum", "cache_step", "cache_seconds", "exchange"),
    *("joules", "half_width_j", "per_kwh"),
    *("price", "price_low", "price_high", "price_uncached"),
    *("electricity", "amount", "amount_low", "amount_high"),
)
_FIGURES = COLUMNS[-8:]
Row = dict[str, str]


def row_of(saving: Saving) -> Row:
    """Return the cells of a saving, by the names of ``COLUMNS``. It must have its inputs."""
    inputs = saving.inputs
    if inputs is None:
        raise ValueError("a saving without its inputs cannot be computed again")
    answer, terms, cache = inputs.answer, inputs.terms, inputs.cache
    cells = (
        *(inputs.method, saving.comparator, saving.price_book, saving.currency),
        *(answer.input_tokens, answer.output_tokens, answer.previous_input),
        *(answer.seconds_since, answer.script, answer.vocabulary),
        *(inputs.ratio.middle, inputs.ratio.low, inputs.ratio.high, terms.reasoning),
        *(inputs.rates.input, inputs.rates.output, inputs.rates.cache_read),
        _tiers_text(inputs.tiers),
        *((cache.minimum, cache.step, cache.seconds) if cache else (None, None, None)),
        *(terms.exchange, answer.joules, answer.half_width_j, terms.per_kwh),
        *(getattr(saving, name) for name in _FIGURES),
    )
    return {name: _text(cell) for name, cell in zip(COLUMNS, cells, strict=True)}


def computed_again(row: Mapping[str, str]) -> Saving:
    """Return the saving that follows from a row's inputs; its figures are not looked at."""
    cache = None
    if row["cache_step"]:
        cache = PrefixCache(
            minimum=int(row["cache_minimum"]),
            step=int(row["cache_step"]),
            seconds=int(row["cache_seconds"]),
        )
    inputs = Inputs(
        answer=Answer(
            input_tokens=int(row["input_tokens"]),
            output_tokens=int(row["output_tokens"]),
            previous_input=int(row["previous_input"]),
            seconds_since=int(row["seconds_since"]) if row["seconds_since"] else None,
            script=Script(row["script"]),
            vocabulary=int(row["vocabulary"]) if row["vocabulary"] else None,
            joules=_decimal(row["joules"]),
            half_width_j=Decimal(row["half_width_j"]),
        ),
        terms=Terms(
            currency=row["currency"],
            exchange=Decimal(row["exchange"]),
            per_kwh=_decimal(row["per_kwh"]),
            reasoning=Decimal(row["reasoning"]),
        ),
        ratio=Ratio(
            middle=Decimal(row["ratio"]),
            low=Decimal(row["ratio_low"]),
            high=Decimal(row["ratio_high"]),
        ),
        rates=_rates(row["input_rate"], row["output_rate"], row["cache_read_rate"]),
        tiers=_tiers(row["tiers"]),
        cache=cache,
        method=int(row["method"]),
    )
    return computed(row["comparator"], row["price_book"], inputs)


def holds(row: Mapping[str, str]) -> bool:
    """Whether every figure of a row follows from the inputs in it."""
    again = computed_again(row)
    return all(_decimal(row[name]) == getattr(again, name) for name in _FIGURES)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _tiers_text(tiers: tuple[Tier, ...]) -> str:
    """Return ``above:input:output:cache_read``, with a space between tiers."""
    return " ".join(
        f"{tier.above}:{_text(tier.rates.input)}:{_text(tier.rates.output)}"
        f":{_text(tier.rates.cache_read)}"
        for tier in tiers
    )


def _tiers(text: str) -> tuple[Tier, ...]:
    tiers = []
    for part in text.split():
        above, *rates = part.split(":")
        tiers.append(Tier(above=int(above), rates=_rates(*rates)))
    return tuple(tiers)


def _rates(given: str, taken: str, cached: str) -> Rates:
    return Rates(input=Decimal(given), output=Decimal(taken), cache_read=_decimal(cached))


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
