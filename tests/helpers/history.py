"""A profile with a history of answers, as weeks of use leave it."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from msgspec.structs import replace

from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.insights.record import Answered, EnergyDay
from indoors.core.money.saving import Saving
from tests.helpers.keys import opened

DAYS = 400


def fill(profile: Path, *, metered: bool = True, days: int = DAYS, seed: int = 5) -> int:
    """Write some answers for most days up to today; return how many."""
    numbers = random.Random(seed)
    now = datetime.now().astimezone().replace(hour=9, minute=0, second=0, microsecond=0)
    written = 0
    with opened(profile) as store:
        for back in range(days, -1, -1):
            day = now - timedelta(days=back)
            if day.weekday() > 4 or numbers.random() < 0.1:
                continue
            estimated = numbers.random() < 0.12
            for number in range(numbers.randint(2, 14)):
                at = int((day + timedelta(minutes=11 * number)).timestamp() * 1000)
                store.history.add(answer(numbers, at, metered=metered, estimated=estimated))
                written += 1
            if metered:
                waited = EnergyDay(
                    day=day.date().isoformat(), standby_j=numbers.uniform(500, 4000), seconds=3e4
                )
                store.history.add_energy(waited)
    return written


def answer(
    numbers: random.Random, at_ms: int, *, metered: bool = True, estimated: bool = False
) -> Answered:
    """One answer; without ``metered`` as on a computer that has no meter."""
    prompt, tokens = numbers.randint(60, 3000), numbers.randint(40, 600)
    speed = numbers.uniform(28, 41)
    energy = AnswerEnergy()
    if metered:
        decode = tokens * numbers.uniform(1.5, 2.6)
        energy = AnswerEnergy(
            grade=Grade.ESTIMATED if estimated else Grade.MEASURED,
            prefill_j=prompt * 0.09,
            decode_j=decode,
            half_width_j=decode * (0.25 if estimated else 0.06),
            seconds=tokens / speed,
            idle_w=18.0,
            sources=("package-0",),
        )
    price = (Decimal(prompt) * Decimal("1.75") + Decimal(tokens) * 14) / 1_000_000
    return Answered(
        at_ms=at_ms,
        model=numbers.choice(("Qwen3 8B", "Qwen3 8B", "Gemma 3 4B")),
        prompt_tokens=prompt,
        reused_tokens=prompt // 2,
        generated_tokens=tokens,
        ttft_ms=min(2500.0, numbers.lognormvariate(5.0, 0.6)),
        tokens_per_second=speed,
        prefill_ms=prompt / 0.5,
        decode_ms=tokens / speed * 1000,
        energy=energy,
        likely=saving(price, energy),
    )


def saving(price: Decimal, energy: AnswerEnergy) -> Saving:
    """What such an answer costs elsewhere, less electricity at $0.30 a kWh."""
    used = None
    if energy.joules is not None:
        used = Decimal(str(energy.joules)) * Decimal("0.30") / 3_600_000
    return Saving(
        comparator="openai/gpt-5.2",
        price_book="0" * 64,
        currency="USD",
        price=price,
        price_low=price,
        price_high=price,
        price_uncached=price,
        electricity=used,
        amount=None if used is None else price - used,
    )


def history_of(profile: Path, *, price: Decimal, joules: float) -> None:
    """Write one answer of today with a price elsewhere and an energy of its own."""
    now = int(datetime.now().astimezone().timestamp() * 1000)
    energy = AnswerEnergy(
        grade=Grade.MEASURED, prefill_j=0.0, decode_j=joules, half_width_j=1.0, seconds=2.0
    )
    with opened(profile) as store:
        made = answer(random.Random(1), now)
        store.history.add(replace(made, energy=energy, likely=saving(price, energy)))
