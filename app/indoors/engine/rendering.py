"""From turns to the text of a prompt, in which only the template can speak to the machine."""

import itertools
import re
from collections.abc import Sequence
from typing import Protocol

from indoors.engine.faults import EngineError
from indoors.protocol.engine import Turn
from indoors.protocol.faults import Fault

CUT = "\ufdd0"
"""A noncharacter (never part of text) that marks where text must be tokenized apart."""


class Template(Protocol):
    """Writes the prompt of turns; may raise ``EngineError`` (TEMPLATE_...)."""

    def render(self, turns: Sequence[Turn]) -> str: ...


class Renderer:
    """Renders turns with a template, around what templates are known not to accept.

    Texts that would be control tokens, such as ``<|im_end|>``, are cut in two wherever a turn
    contains them: the parts are tokenized apart, so that the model reads them as the plain
    characters they are. The mark goes through the template inside the turn's text, so it
    doesn't matter what the template does to it, and is gone before the model sees anything.
    """

    def __init__(self, template: Template, control_texts: Sequence[str]) -> None:
        self._template = template
        self._control = _pattern(control_texts)

    def render(self, turns: Sequence[Turn]) -> str:
        """Return the prompt up to where the assistant is to write, or to go on writing."""
        safe = [Turn(turn.role, self._cut(turn.content)) for turn in turns]
        if safe and safe[-1].role == "assistant":
            # The assistant's turn is opened as for a new answer: the text that the cache
            # holds after an interrupted answer is then found again, character by character.
            return self._render(safe[:-1]) + safe[-1].content
        return self._render(safe)

    def _render(self, turns: list[Turn]) -> str:
        plain = _plain(turns)
        try:
            text = self._template.render(turns)
        except EngineError as error:
            if plain == turns or error.fault is not Fault.TEMPLATE_FAILED:
                raise
            return self._template.render(plain)
        return text if _heard(turns, text) else self._template.render(plain)

    def _cut(self, content: str) -> str:
        content = content.replace(CUT, "")
        if self._control is None or not self._control.search(content):
            return content
        found = self._control.finditer(content)
        marks = sorted({match.start() + (len(match.group(1)) + 1) // 2 for match in found})
        edges = [0, *marks, len(content)]
        return CUT.join(content[start:end] for start, end in itertools.pairwise(edges))


def _pattern(control_texts: Sequence[str]) -> re.Pattern[str] | None:
    """Match at every position where a control text begins, also inside another one."""
    if not control_texts:
        return None
    return re.compile(f"(?=({'|'.join(map(re.escape, control_texts))}))")


def _heard(turns: Sequence[Turn], text: str) -> bool:
    """Whether the system turn found its way into the prompt; some templates pass it over."""
    for turn in turns:
        if turn.role == "system":
            first_line = turn.content.strip().partition("\n")[0].strip()
            if first_line not in text:
                return False
    return True


def _plain(turns: Sequence[Turn]) -> list[Turn]:
    """Return the turns for templates that know only user and assistant, taking turns.

    Nothing is lost: system texts move to the top of the first question, and neighbours of
    one role become one turn.
    """
    system = [turn.content for turn in turns if turn.role == "system" and turn.content.strip()]
    plain: list[Turn] = []
    for turn in turns:
        content = turn.content
        if turn.role == "system":
            continue
        if turn.role == "user" and system:
            content = "\n\n".join([*system, content])
            system = []
        if plain and plain[-1].role == turn.role:
            plain[-1] = Turn(turn.role, plain[-1].content + "\n\n" + content)
        else:
            plain.append(Turn(turn.role, content))
    return plain
