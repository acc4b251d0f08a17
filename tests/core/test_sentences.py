import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.sentences import LONGEST, SentenceFeed, first_sentence, plain


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One. Two.", "One."),
        ("## Title\n\nText.", "Title"),
        ("**Bold** and `code` end! More", "Bold and code end!"),
        ("See [the manual](https://example.org). Then", "See the manual."),
        ("Version 3.5 is out. Yes", "Version 3.5 is out."),
        ("no end", "no end"),
        ("", ""),
    ],
)
def test_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_a_very_long_sentence_is_cut_at_a_word() -> None:
    cut = first_sentence("word " * 200, longest=50)
    assert cut.endswith("word…")
    assert len(cut) <= 51


def test_sentences_come_once_and_when_they_are_complete() -> None:
    feed = SentenceFeed()
    said = [feed.append(piece) for piece in ("One", " two.", " Three", " four! Fi", "ve")]
    assert said == ["", "", "One two.", "Three four!", ""]
    assert feed.finish() == "Five"
    assert feed.finish() == ""


def test_text_without_an_end_is_said_too() -> None:
    assert SentenceFeed().append("word " * LONGEST).startswith("word word")


@given(st.lists(st.text(alphabet="ab .!\n", max_size=9), max_size=30))
def test_every_word_is_said_exactly_once(pieces: list[str]) -> None:
    feed = SentenceFeed()
    said = [feed.append(piece) for piece in pieces] + [feed.finish()]
    assert "".join(" ".join(said).split()) == "".join(plain("".join(pieces)).split())
