import itertools

from hypothesis import given
from hypothesis import strategies as st

from indoors.engine.text_stream import CharacterDecoder, StopFilter


@given(text=st.text(), cuts=st.lists(st.integers(0, 400)))
def test_characters_survive_any_split(text: str, cuts: list[int]) -> None:
    data = text.encode()
    edges = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    decoder = CharacterDecoder()
    parts = [decoder.feed(data[a:b]) for a, b in itertools.pairwise(edges)]
    assert "".join(parts) + decoder.finish() == text
    assert all("\ufffd" not in part for part in parts) or "\ufffd" in text


def test_a_part_of_a_character_waits() -> None:
    decoder = CharacterDecoder()
    assert [decoder.feed(bytes([byte])) for byte in "🦊".encode()] == ["", "", "", "🦊"]
    assert decoder.complete
    assert (decoder.feed(b"\xe6\x96"), decoder.complete) == ("", False)
    assert decoder.finish() == "\ufffd"


def feed_all(stops: tuple[str, ...], parts: list[str]) -> tuple[str, bool]:
    stream, shown = StopFilter(stops), ""
    for part in parts:
        shown += stream.feed(part)
        if stream.stopped:
            return shown, True
    return shown + stream.finish(), False


def test_a_stop_text_over_several_parts_is_never_shown() -> None:
    assert feed_all(("###END",), ["one #", "##", "EN", "D two"]) == ("one ", True)
    assert feed_all(("###END",), ["one #", "##", "EN", "d two"]) == ("one ###ENd two", False)
    assert feed_all(("aab",), ["aaab"]) == ("a", True)
    assert feed_all(("b", "abc"), ["a", "bc"]) == feed_all(("b", "abc"), ["abc"]) == ("a", True)


@given(
    parts=st.lists(st.text("abc", max_size=4), max_size=12),
    stops=st.lists(st.text("abc", min_size=1, max_size=4), max_size=3),
)
def test_shown_text_ends_where_the_first_stop_text_ends_first(
    parts: list[str], stops: list[str]
) -> None:
    shown, stopped = feed_all(tuple(stops), parts)
    whole = "".join(parts)
    assert whole.startswith(shown)
    assert not any(stop in shown for stop in stops)
    assert stopped == any(stop in whole for stop in stops)
    if not stopped:
        assert shown == whole
