"""Which turns of a conversation the model gets to see when not all of them fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indoors.protocol.engine import Turn

_TURN_OVERHEAD = 6  # tokens a template puts around a turn, more or less


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns in the parts that are dropped whole.

    ``head`` (system turns) and the last exchange, which holds the question, always stay.
    """

    head: tuple[Turn, ...]
    exchanges: tuple[tuple[Turn, ...], ...]  # a question and what follows it

    @classmethod
    def of(cls, turns: Sequence[Turn]) -> "Conversation":
        first = next((i for i, turn in enumerate(turns) if turn.role != "system"), len(turns))
        exchanges: list[list[Turn]] = []
        for turn in turns[first:]:
            if turn.role == "user" or not exchanges:
                exchanges.append([])
            exchanges[-1].append(turn)
        return cls(tuple(turns[:first]), tuple(map(tuple, exchanges)))

    @property
    def bytes(self) -> int:
        """Rough size of all contents."""
        turns = (*self.head, *(turn for part in self.exchanges for turn in part))
        return sum(len(turn.content.encode(errors="replace")) for turn in turns)

    @property
    def droppable(self) -> int:
        return max(0, len(self.exchanges) - 1)

    def without(self, count: int) -> tuple[Turn, ...]:
        """Return the turns without the ``count`` oldest exchanges."""
        return self.head + tuple(turn for part in self.exchanges[count:] for turn in part)

    def beginning(self, count: int) -> str | None:
        """Return the question that comes first without the ``count`` oldest exchanges."""
        return self.exchanges[count][0].content if count < len(self.exchanges) else None

    def exchange_beginning(self, question: str | None, start: int) -> int | None:
        """Return the first exchange, from ``start``, that begins with this question."""
        found = (i for i in range(start, self.droppable + 1) if self.beginning(i) == question)
        return None if question is None else next(found, None)

    def turns_in(self, count: int) -> int:
        """Number of turns in the ``count`` oldest exchanges."""
        return sum(map(len, self.exchanges[:count]))


def guess_dropped(
    conversation: Conversation, limit: int, count_tokens: Callable[[str], int]
) -> int:
    """Return about how many exchanges must be dropped.

    Counts from the newest turn backwards until the limit is reached, so that the cost does
    not grow with what is dropped anyway.
    """
    room = limit - sum(count_tokens(turn.content) for turn in conversation.head)
    for index in reversed(range(len(conversation.exchanges))):
        exchange = conversation.exchanges[index]
        room -= sum(count_tokens(turn.content) + _TURN_OVERHEAD for turn in exchange)
        if room < 0:
            return min(index + 1, conversation.droppable)
    return 0


def fewest_dropped(droppable: int, fits: Callable[[int], bool], guess: int = 0) -> int | None:
    """Return the smallest number of exchanges to drop so that the rest fits; None if none does.

    ``fits`` must be monotone: dropping more never makes a conversation longer. The search
    goes outwards from the guess, so that a good one costs two questions.
    """
    too_few, enough, step = -1, droppable + 1, 1
    at = guess
    while enough - too_few > 1:
        if fits(at):
            enough, at = at, at - step
        else:
            too_few, at = at, at + step
        step *= 2
        if not too_few < at < enough:
            at = (too_few + enough) // 2
    return enough if enough <= droppable else None
