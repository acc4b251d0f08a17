from hypothesis import given
from hypothesis import strategies as st

from indoors.engine.fitting import Conversation, fewest_dropped, guess_dropped
from indoors.protocol.engine import Turn
from tests.helpers.engines import assistant, system, user


@given(
    sizes=st.lists(st.integers(1, 50), min_size=1), limit=st.integers(0, 400), guess=st.integers(0)
)
def test_the_smallest_number_is_found_from_any_guess(
    sizes: list[int], limit: int, guess: int
) -> None:
    droppable = len(sizes) - 1
    asked = []

    def fits(count: int) -> bool:
        asked.append(count)
        assert 0 <= count <= droppable
        return sum(sizes[count:]) <= limit

    found = fewest_dropped(droppable, fits, min(guess, droppable))
    wanted = next((n for n in range(len(sizes)) if sum(sizes[n:]) <= limit), None)
    assert found == wanted
    assert len(asked) == len(set(asked)) <= 2 * len(sizes).bit_length() + 2


def test_a_right_guess_costs_two_questions() -> None:
    asked = []

    def fits(count: int) -> bool:
        asked.append(count)
        return count >= 700

    assert fewest_dropped(1000, fits, 700) == 700
    assert len(asked) == 2


def test_turns_are_dropped_with_what_follows_them() -> None:
    turns = (system("s"), user("a"), assistant("b"), user("c"), user("d"), assistant("e"))
    conversation = Conversation.of(turns)
    assert conversation.droppable == 2
    assert conversation.without(0) == turns
    assert conversation.without(1) == (system("s"), user("c"), user("d"), assistant("e"))
    assert conversation.without(2) == (system("s"), user("d"), assistant("e"))
    assert conversation.turns_in(2) == 3
    assert conversation.exchange_beginning("c", 1) == 1
    assert conversation.exchange_beginning("c", 2) is None
    assert conversation.exchange_beginning(None, 0) is None


def test_odd_conversations_have_something_that_stays() -> None:
    assert Conversation.of(()).droppable == 0
    assert Conversation.of((system("s"),)).without(0) == (system("s"),)
    assert Conversation.of((assistant("a"), user("b"))).droppable == 1


def test_the_guess_does_not_count_what_is_dropped_anyway() -> None:
    counted: list[str] = []

    def count(text: str) -> int:
        counted.append(text)
        return 10

    turns = [Turn("user", str(i)) for i in range(1000)]
    assert guess_dropped(Conversation.of(turns), 165, count) == 990
    assert len(counted) == 11
