"""Electricity is paid at the plug: what chips take is less than what is paid for."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.insights.record import Answered
from indoors.core.money.choice import MoneyChoice
from indoors.services.savings import Savings, answer_of
from tests.helpers.money import RESOURCES


def answered(*sources: str, joules: float | None = 600.0) -> Answered:
    return Answered(
        at_ms=0,
        prompt_tokens=600,
        generated_tokens=200,
        energy=AnswerEnergy(
            grade=Grade.MEASURED,
            prefill_j=None if joules is None else 0.0,
            decode_j=joules,
            half_width_j=30.0,
            sources=sources,
        ),
    )


@pytest.mark.parametrize(
    ("sources", "joules"),
    [
        (("rapl:package-0", "nvml:0"), "681.818182"),  # 88 % arrive
        ((), "681.818182"),
        (("apple:system",), "600.000000"),  # measured where power comes in
        (("battery:discharge",), "685.714286"),  # in and out of the battery: 87.5 %
        (("calibrated:load",), "666.666667"),
    ],
)
def test_joules_are_those_of_the_plug(sources: tuple[str, ...], joules: str) -> None:
    found = answer_of(answered(*sources))
    assert found is not None
    assert found.joules == Decimal(joules)
    assert found.half_width_j >= 30


def test_a_small_vocabulary_makes_more_tokens_of_german() -> None:
    """It is known when the answer ends, and kept for a comparator that is chosen later."""
    savings, german = Savings(RESOURCES), "Alle Menschen sind frei und gleich an Würde geboren."
    choice = MoneyChoice(country="DEU")
    small, large = (
        savings.complete(
            answered(), choice, text=german, parameters=8_000_000_000, vocabulary=entries
        )
        for entries in (49_152, 151_936)
    )
    assert small.likely is not None
    assert large.likely is not None
    assert small.likely.price < large.likely.price
    later = savings.against(replace(choice, comparator="openai/gpt-5"))
    again = later(small)
    assert again is not None
    assert again.inputs is not None
    assert again.inputs.answer.vocabulary == 49_152


def test_unknown_energy_stays_unknown() -> None:
    found = answer_of(answered(joules=None))
    assert found is not None
    assert found.joules is None
