"""What the palette finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.matching import best, rank


@pytest.mark.parametrize(
    ("query", "text", "fits"),
    [
        ("su", "Summarize a file", True),
        ("file sum", "Summarize a file", True),
        ("marize", "Summarize a file", False),
        ("SUPPLIER", "Notice: supplier contract", True),
        ("straße", "Straße 5", True),
        ("", "anything", True),
        ("x", "", False),
    ],
)
def test_each_typed_word_begins_a_word(query: str, text: str, fits: bool) -> None:
    assert (rank(query, text) is not None) is fits


def test_the_beginning_counts_most() -> None:
    entries = [(text, text) for text in ("A new chat", "Chat about news", "New chat", "News")]

    assert best("new", entries, 10) == ["New chat", "News", "A new chat", "Chat about news"]


def test_there_is_a_limit() -> None:
    assert best("a", [(f"a{n}", n) for n in range(100)], 8) == list(range(8))


@given(st.text(), st.text())
def test_any_text_may_be_typed(query: str, text: str) -> None:
    assert rank(query, text) in (None, 0, 1, 2)
