"""Tokens of other tokenizers: what was measured lies in the bands, and texts are told apart."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from indoors.core.money.token_ratio import Script, ratio_for, scaled, script_of

if TYPE_CHECKING:
    from indoors.core.money.book import Tokenizer

SMALL, LARGE = 49_152, 151_936

MEASURED = {  # the Universal Declaration of Human Rights: o200k, cl100k, Llama 3, Qwen 2.5, SmolLM2
    "en": (Script.ENGLISH, 1977, 1975, 1975, 1996, 1988),
    "de": (Script.LATIN, 2466, 3216, 3213, 3202, 4398),
    "fr": (Script.LATIN, 2602, 3086, 3085, 3074, 3799),
    "es": (Script.LATIN, 2449, 2922, 2919, 2869, 3943),
    "pl": (Script.LATIN, 3474, 4118, 4072, 3743, 5796),
    "tr": (Script.LATIN, 2934, 3945, 2787, 3401, 4900),
    "vi": (Script.LATIN, 6881, 8583, 6612, 7954, 11310),
    "ru": (Script.CYRILLIC, 2700, 5089, 3151, 3454, 8592),
    "uk": (Script.CYRILLIC, 3468, 6129, 3109, 5179, 8651),
    "zh-Hans": (Script.CJK, 2253, 3309, 2337, 1791, 4803),
    "zh-Hant": (Script.CJK, 2410, 3831, 2367, 2010, 5066),
    "ja": (Script.CJK, 3561, 4817, 3033, 2919, 7068),
    "ko": (Script.CJK, 2661, 4611, 2700, 2847, 9565),
    "ar": (Script.OTHER, 2281, 5202, 2792, 2672, 7009),
    "hi": (Script.OTHER, 3065, 10554, 5584, 9991, 11485),
    "el": (Script.OTHER, 4368, 11021, 4625, 10621, 10544),
    "he": (Script.OTHER, 2802, 7072, 7072, 2856, 7867),
    "th": (Script.OTHER, 3871, 8921, 4191, 5144, 17048),
    "bn": (Script.OTHER, 3278, 11808, 11739, 10312, 17950),
    "ta": (Script.OTHER, 4453, 18261, 18261, 14421, 23005),
    "ka": (Script.OTHER, 3268, 21619, 21619, 11651, 21652),
    "hy": (Script.OTHER, 3020, 20486, 17620, 11033, 20507),
    "am": (Script.OTHER, 10843, 15983, 15982, 6198, 16143),
}


@pytest.mark.parametrize("language", MEASURED)
def test_measured_counts_lie_in_the_band(language: str) -> None:
    script, o200k, cl100k, llama, qwen, smollm = MEASURED[language]
    theirs: list[tuple[Tokenizer, int]] = [("o200k", o200k), ("cl100k", cl100k)]
    for ours, vocabulary in ((llama, LARGE), (qwen, LARGE), (smollm, SMALL)):
        for tokenizer, count in [*theirs, ("open", llama), ("open", qwen)]:
            known = ratio_for(script, vocabulary=vocabulary, theirs=tokenizer)
            unknown = ratio_for(script, vocabulary=None, theirs=tokenizer)
            for band in (known, unknown):
                assert band.low <= Decimal(count) / ours <= band.high, (tokenizer, vocabulary)


def test_a_band_holds_its_middle_and_secrecy_widens_it() -> None:
    for script in Script:
        for vocabulary in (None, SMALL, LARGE):
            public = ratio_for(script, vocabulary=vocabulary, theirs="o200k")
            secret = ratio_for(script, vocabulary=vocabulary, theirs="private")
            assert secret.low < public.low <= public.middle <= public.high < secret.high


def test_english_is_within_five_in_a_hundred() -> None:
    band = ratio_for(Script.ENGLISH, vocabulary=LARGE, theirs="o200k")
    assert (band.middle, band.low, band.high) == (
        Decimal("1.000"),
        Decimal("0.952"),
        Decimal("1.053"),
    )


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", Script.ENGLISH),
        ("12 + 30 = 42", Script.ENGLISH),
        ("def f(x): return x", Script.ENGLISH),
        (
            "for (int i = 0; i < n; ++i) { total += a[i] * b[i]; } // Größe",
            Script.ENGLISH,
        ),
        (
            "All human beings are born free and equal in dignity and rights. They are endowed "
            "with reason and conscience.",
            Script.ENGLISH,
        ),
        (
            "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit "
            "Vernunft und Gewissen begabt.",
            Script.LATIN,
        ),
        (
            "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn "
            "begiftigd met verstand en geweten.",
            Script.LATIN,
        ),
        (
            "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak yang sama.",
            Script.LATIN,
        ),
        ("Größe, Français, Tiếng Việt", Script.LATIN),
        ("Привет, мир", Script.CYRILLIC),
        ("Як справи? ok", Script.CYRILLIC),
        ("你好世界", Script.CJK),
        ("こんにちは", Script.CJK),
        ("안녕하세요", Script.CJK),
        ("مرحبا بالعالم", Script.OTHER),
        ("नमस्ते दुनिया", Script.OTHER),
        ("Ελληνικά", Script.OTHER),
    ],
)
def test_what_a_text_is_written_in(text: str, script: Script) -> None:
    assert script_of(text) == script


def test_halves_go_to_the_even_neighbour() -> None:
    assert [scaled(count, Decimal("0.5")) for count in (1, 3, 5)] == [0, 2, 2]
