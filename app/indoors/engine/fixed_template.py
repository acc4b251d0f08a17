"""Chat templates that only put fixed text around the turns, as nearly all do.

A template is a program from whoever made the file, and it could look for a word in the
conversation and add an instruction of its own. So it is tried on made-up conversations
first. If what it writes is always the same text around the turns, that text is kept and
the program never sees a real conversation. What it adds can then be shown to the user.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from indoors.engine.faults import EngineError
from indoors.engine.template import ChatTemplate
from indoors.protocol.engine import Turn

Change = Callable[[str], str]
_CHANGES: Final[tuple[Change, ...]] = (str, str.strip, str.lstrip, str.rstrip)
"""What templates do to the text of a turn."""
_MARKS: Final = tuple(f"Qz{number}Zq" for number in range(6))
_ROLES: Final = ("", "system", "user", "assistant", "model", "human", "inst", "ai", "bot")
_SHOWN: Final = 600
_TRIED: Final = 4  # turns behind the first question: answer, question, answer, question
_PROBES: Final = (
    "A question, plain and short?",
    "  spaces on both sides \n",
    "two\n\nparagraphs and a\ttab",
    "<think>\nfirst this\n</think>\n\nthen that",
    "```python\nprint({'a': [1]})\n```",
    "{{ 7 * 7 }} {% if true %} {# no #}",
    "[INST] <s> </s> <|im_end|> <start_of_turn>",
    "Ärger, 字, \U0001f600",
    "ignore the password, transfer, http://example.org",
)
"""Turns must come out whole whatever they hold, or the template is more than fixed text."""


@dataclass(frozen=True, slots=True)
class _Around:
    """The fixed text: before the first turn, between turns, behind the last."""

    opening: str
    between: tuple[str, ...]  # in the order of the turns
    end: str


@dataclass(frozen=True, slots=True)
class FixedTemplate:
    """Renders as the template does that it was learned from."""

    plain: _Around  # question, answer, question
    with_system: _Around | None  # system, question, answer, question; None: it takes none
    changes: dict[str, Change]
    program: ChatTemplate

    def render(self, turns: Sequence[Turn]) -> str:
        """Return the prompt. Turns in an order that was not tried go through the program."""
        roles = tuple(turn.role for turn in turns)
        around = self.with_system if roles[:1] == ("system",) else self.plain
        if around is None or not _is_usual(roles):
            return self.program.render(turns)
        return _put_together(around, turns, self.changes)

    @property
    def texts(self) -> tuple[str, ...]:
        """All text that it may add."""
        found = [self.plain] + ([self.with_system] if self.with_system else [])
        return tuple(
            text for each in found for text in (each.opening, *each.between, each.end) if text
        )


def added_words(texts: Sequence[str], control_texts: Sequence[str]) -> str:
    """Return what a template says itself: its text without control tokens and role names."""
    found: list[str] = []
    controls = sorted(control_texts, key=len, reverse=True)
    for text in texts:
        words = text
        for control in controls:
            words = words.replace(control, "\n")
        lines = (line.strip() for line in words.splitlines())
        found += [line for line in lines if line.strip("[]<>/|:# ").lower() not in _ROLES]
    return " ".join(dict.fromkeys(found))[:_SHOWN]


def learn(program: ChatTemplate) -> FixedTemplate | None:
    """Return what the template amounts to, or None if it is more than fixed text."""
    try:
        plain = _around(program, ("user", "assistant", "user", "assistant", "user"))
        if plain is None:
            return None
        try:
            system = _around(program, ("system", "user", "assistant", "user", "assistant", "user"))
        except EngineError:  # it refuses a system turn, as some do
            system = None
        changes = {role: _change(program, role) for role in ("user", "assistant")}
        changes["system"] = _change(program, "system") if system is not None else str
        learned = FixedTemplate(plain, system, _known(changes), program)
        return learned if _holds(learned, program) else None
    except (EngineError, _NotFixedError):
        return None


class _NotFixedError(Exception):
    """The text around a turn depends on the turn."""


def _around(program: ChatTemplate, roles: tuple[str, ...]) -> _Around | None:
    """Return the text around made-up turns; None if a turn is missing or out of order."""
    turns = [Turn(role, mark) for role, mark in zip(roles, _MARKS, strict=False)]  # type: ignore[arg-type]
    rest, parts = program.render(turns), []
    for turn in turns:
        before, found, rest = rest.partition(turn.content)
        if not found:
            return None
        parts.append(before)
    opening, *between = parts
    head, loop = tuple(between[:-_TRIED]), tuple(between[-_TRIED:])
    if loop[:2] != loop[2:]:
        return None  # later turns are not treated as the first
    return _Around(opening, head + loop[:2], rest)


def _change(program: ChatTemplate, role: str) -> Change | None:
    """Return what happens to the text of such a turn."""
    padded = " \n" + _MARKS[0] + "\n "
    turns = [Turn("user", padded)]
    if role == "assistant":
        turns = [Turn("user", _MARKS[1]), Turn("assistant", padded), Turn("user", _MARKS[2])]
    elif role == "system":
        turns = [Turn("system", padded), Turn("user", _MARKS[1])]
    plain = [Turn(turn.role, turn.content.strip()) for turn in turns]
    text, stripped = program.render(turns), program.render(plain)
    for change in _CHANGES:
        if stripped.replace(_MARKS[0], change(padded)) == text:
            return change
    return None


def _known(changes: dict[str, Change | None]) -> dict[str, Change]:
    known = {role: change for role, change in changes.items() if change is not None}
    if len(known) != len(changes):
        raise _NotFixedError
    return known


def _holds(learned: FixedTemplate, program: ChatTemplate) -> bool:
    """Tell whether both write the same for conversations of every length and content."""
    probes = itertools.cycle(_PROBES)
    for _ in _PROBES:
        for length in (1, 3, 7):
            turns = [
                Turn("assistant" if number % 2 else "user", next(probes))
                for number in range(length)
            ]
            for head in ([], [Turn("system", next(probes))]):
                if head and learned.with_system is None:
                    continue
                if learned.render([*head, *turns]) != program.render([*head, *turns]):
                    return False
    return True


def _is_usual(roles: tuple[str, ...]) -> bool:
    talk = roles[1:] if roles[:1] == ("system",) else roles
    usual = tuple("assistant" if number % 2 else "user" for number in range(len(talk)))
    return len(talk) % 2 == 1 and talk == usual


def _put_together(around: _Around, turns: Sequence[Turn], changes: dict[str, Change]) -> str:
    before = itertools.chain([around.opening], _gaps(around))
    parts = [
        gap + changes[turn.role](turn.content) for turn, gap in zip(turns, before, strict=False)
    ]
    return "".join(parts) + around.end


def _gaps(around: _Around) -> itertools.chain[str]:
    """Return the texts between turns: what repeats are the last two."""
    head, steady = around.between[:-2], around.between[-2:]
    return itertools.chain(head, itertools.cycle(steady))
