"""What one answer saved, or cost, against another way to get it. No float: Decimal throughout."""

from decimal import Decimal

from msgspec import Struct

from indoors.core.money.amounts import is_amount
from indoors.core.money.book import PrefixCache, PricedModel, Rates, Tier
from indoors.core.money.electricity import cost_of
from indoors.core.money.prefix_cache import cached_tokens
from indoors.core.money.pricing import Tokens, cost
from indoors.core.money.token_ratio import Ratio, Script, ratio_for, scaled

METHOD = 1
"""Version of the arithmetic below, kept with each figure for those who compute it again."""
_NOTHING = Decimal(0)


class Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer as it was counted here, by the local model's tokenizer.

    ``input_tokens`` is all the model read: system prompt, history and question.
    ``previous_input`` is that of the request before in the same conversation, 0 if there was
    none or this one begins otherwise; ``seconds_since`` the time between both, ``None`` if not
    known. ``joules`` is what the answer took at the plug, where electricity is paid: within
    ``half_width_j``, and ``None`` where no energy is known.
    """

    input_tokens: int
    output_tokens: int
    previous_input: int = 0
    seconds_since: int | None = None
    script: Script = Script.ENGLISH
    vocabulary: int | None = None  # entries of the local tokenizer; None: not known
    joules: Decimal | None = None
    half_width_j: Decimal = _NOTHING


class Terms(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What money is counted in, and what the user says about it.

    ``exchange`` is what one unit of the book's currency costs in ``currency``. ``per_kwh``, in
    ``currency``, is ``None`` where no tariff is known. ``reasoning`` multiplies output tokens
    for hidden reasoning that clouds bill: 1 unless the user sets it, and then it is told.
    """

    currency: str = "USD"
    exchange: Decimal = Decimal(1)
    per_kwh: Decimal | None = None
    reasoning: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        for factor in (self.exchange, self.reasoning):
            if not is_amount(factor) or not factor:
                raise ValueError(f"{factor} is no factor")


class Inputs(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that a ``Saving`` was computed from; with it the figure can be computed again."""

    answer: Answer
    terms: Terms
    ratio: Ratio
    rates: Rates
    tiers: tuple[Tier, ...] = ()
    cache: PrefixCache | None = None
    method: int = METHOD


class Saving(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Price of the same tokens elsewhere less the electricity used here; below 0 it is a cost.

    All amounts are in ``currency``. Bands come from the token ratio between tokenizers and
    from the energy's interval. ``electricity`` is ``None`` where no energy is known: then
    ``amount`` is ``None`` too, and only the price elsewhere can be told.
    """

    comparator: str  # id in the price book
    price_book: str  # hash of the book, so that the figure can be computed again
    currency: str
    price: Decimal  # elsewhere, with prefix caching simulated
    price_low: Decimal
    price_high: Decimal
    price_uncached: Decimal  # elsewhere, had nothing been cached
    electricity: Decimal | None = None
    amount: Decimal | None = None
    amount_low: Decimal | None = None
    amount_high: Decimal | None = None
    inputs: Inputs | None = None
    factor: Decimal | None = None  # of the same class: how many times larger one of both is

    @property
    def amount_uncached(self) -> Decimal | None:
        """What would have been saved had nothing been cached elsewhere."""
        return None if self.electricity is None else self.price_uncached - self.electricity

    @property
    def is_clear(self) -> bool:
        """Whether the whole band is on one side of 0: surely saved, or surely a cost."""
        if self.amount_low is None or self.amount_high is None:
            return False
        return self.amount_low > 0 or self.amount_high < 0


def saving_of(model: PricedModel, book: str, answer: Answer, terms: Terms) -> Saving:
    """Compare an answer with a model elsewhere. ``book`` is the hash of the price book."""
    ratio = ratio_for(answer.script, vocabulary=answer.vocabulary, theirs=model.tokenizer)
    inputs = Inputs(
        answer=answer,
        terms=terms,
        ratio=ratio,
        rates=model.rates,
        tiers=model.tiers,
        cache=model.cache,
    )
    return computed(model.id, book, inputs)


def computed(comparator: str, book: str, inputs: Inputs) -> Saving:
    """Return the figures that follow from ``inputs`` alone."""
    ratio, terms = inputs.ratio, inputs.terms
    prices = [_price(inputs, each, cached=True) for each in (ratio.middle, ratio.low, ratio.high)]
    made = Saving(
        comparator=comparator,
        price_book=book,
        currency=terms.currency,
        price=prices[0],
        price_low=min(prices),
        price_high=max(prices),
        price_uncached=_price(inputs, ratio.middle, cached=False),
        inputs=inputs,
    )
    joules, per_kwh = inputs.answer.joules, terms.per_kwh
    if joules is None or per_kwh is None:
        return made
    width = inputs.answer.half_width_j
    electricity = cost_of(joules, per_kwh)
    return _with_electricity(
        made,
        electricity,
        least=cost_of(max(_NOTHING, joules - width), per_kwh),
        most=cost_of(joules + width, per_kwh),
    )


def _with_electricity(made: Saving, used: Decimal, *, least: Decimal, most: Decimal) -> Saving:
    return Saving(
        comparator=made.comparator,
        price_book=made.price_book,
        currency=made.currency,
        price=made.price,
        price_low=made.price_low,
        price_high=made.price_high,
        price_uncached=made.price_uncached,
        electricity=used,
        amount=made.price - used,
        amount_low=made.price_low - most,
        amount_high=made.price_high - least,
        inputs=made.inputs,
    )


def _price(inputs: Inputs, ratio: Decimal, *, cached: bool) -> Decimal:
    """Return the price elsewhere at one token ratio, in the user's currency."""
    answer, terms = inputs.answer, inputs.terms
    read = scaled(answer.input_tokens, ratio)
    before = scaled(answer.previous_input, ratio)
    tokens = Tokens(
        input=read,
        output=scaled(answer.output_tokens, ratio * terms.reasoning),
        cached=cached_tokens(inputs.cache, before, read, answer.seconds_since) if cached else 0,
    )
    return cost(inputs.rates, inputs.tiers, tokens) * terms.exchange
