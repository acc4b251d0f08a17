"""From a conversation to the tokens of a prompt that fits."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indoors.engine.context import Context
from indoors.engine.faults import EngineError
from indoors.engine.fitting import Conversation, fewest_dropped, guess_dropped
from indoors.engine.fixed_template import FixedTemplate, added_words, learn
from indoors.engine.history import History
from indoors.engine.model import Model
from indoors.engine.rendering import CUT, Renderer
from indoors.engine.template import CHATML, ChatTemplate
from indoors.protocol.engine import Generate, TemplateKind, Turn
from indoors.protocol.faults import Fault

_DEFAULT_ANSWER = 1024
_ANSWER_SHARE = 4  # at most a quarter of the context is kept free for the answer
_SLACK_SHARE = 4  # once turns must go, a quarter of the room is made free at once

_BYTES_PER_TOKEN = 3  # fewer than in most texts: below this, nothing need be dropped


@dataclass(frozen=True, slots=True)
class Prompt:
    text: str
    tokens: list[int]
    dropped_turns: int
    continued: str  # text of the assistant's turn that is to be continued


class PromptBuilder:
    """Renders, tokenizes, and drops the oldest exchanges if need be."""

    def __init__(self, model: Model, context: Context, history: History) -> None:
        self._vocabulary = model.vocabulary
        self._template_source = model.template
        self._context = context
        self._history = history
        self._renderers: dict[str, Renderer] = {}
        self._fixed: FixedTemplate | None = None
        self._first_kept: str | None = None  # the oldest question the last prompt still had

    def build(self, order: Generate) -> Prompt:
        """Raises ``EngineError``: TEMPLATE_FAILED, TEMPLATE_TOO_SLOW or PROMPT_TOO_LONG."""
        self._history.cut(len(self._context.tokens))  # after a failure the cache may be empty
        renderer = self._renderer(order.template)
        conversation = Conversation.of(order.turns)
        drafts: dict[int, tuple[str, list[int]]] = {}

        def length(dropped: int) -> int:
            if dropped not in drafts:
                text = renderer.render(conversation.without(dropped))
                drafts[dropped] = text, self._tokenize(text)
            return len(drafts[dropped][1])

        limit = self._context.size - self._room_for_answer(order)
        dropped = self._choose(conversation, length, limit)
        length(dropped)
        text, tokens = drafts[dropped]
        return Prompt(text, tokens, conversation.turns_in(dropped), _continued(order.turns))

    def _choose(self, conversation: Conversation, length: Callable[[int], int], limit: int) -> int:
        """Return how many exchanges to drop.

        Dropping one more at every question would change the prompt's beginning every time,
        and the whole context would have to be read again. So some more are dropped at once,
        and the next questions drop the same ones until that no longer suffices.
        """
        fewest = self._fewest(conversation, length, limit)
        if fewest is None:
            tokens = length(conversation.droppable)
            raise EngineError(Fault.PROMPT_TOO_LONG, tokens=tokens, limit=limit)
        if fewest:
            as_before = conversation.exchange_beginning(self._first_kept, fewest)
            if as_before is not None:
                fewest = as_before
            else:
                roomy = self._fewest(conversation, length, limit - limit // _SLACK_SHARE)
                if roomy is not None and roomy < conversation.droppable:
                    fewest = roomy
        self._first_kept = conversation.beginning(fewest) if fewest else None
        return fewest

    def _fewest(
        self, conversation: Conversation, length: Callable[[int], int], limit: int
    ) -> int | None:
        guess = 0
        if conversation.bytes > limit * _BYTES_PER_TOKEN:
            guess = guess_dropped(conversation, limit, self._count)
        return fewest_dropped(conversation.droppable, lambda n: length(n) <= limit, guess)

    def _count(self, text: str) -> int:
        return len(self._vocabulary.tokenize(text))

    def _room_for_answer(self, order: Generate) -> int:
        wanted = order.sampling.max_tokens or _DEFAULT_ANSWER
        return min(wanted, self._context.size // _ANSWER_SHARE)

    def prepare(self) -> None:
        """Learn the model's template before the first question, which should not wait for it."""
        with contextlib.suppress(EngineError):  # the first answer tells
            self._renderer("model")

    @property
    def template_kind(self) -> TemplateKind:
        if self._template_source is None:
            return "none"
        return "fixed" if self._fixed is not None else "program"

    @property
    def template_adds(self) -> str:
        """Words that the model's template puts around a conversation, as far as they are fixed."""
        if self._fixed is None or self._template_source is None:
            return ""
        return added_words(self._fixed.texts, self._vocabulary.control_texts)

    def _renderer(self, template: str) -> Renderer:
        if template not in self._renderers:
            vocabulary = self._vocabulary
            source = self._template_source if template == "model" else None
            compiled = ChatTemplate(
                source or CHATML, bos=vocabulary.bos_text, eos=vocabulary.eos_text
            )
            fixed = learn(compiled)
            if template == "model":
                self._fixed = fixed
            self._renderers[template] = Renderer(fixed or compiled, vocabulary.control_texts)
        return self._renderers[template]

    def _tokenize(self, text: str) -> list[int]:
        """Return the prompt's tokens, beginning with those in the cache if the text does."""
        characters, count = self._history.match(text)
        tokens = self._context.tokens[:count]
        for index, part in enumerate(text[characters:].split(CUT)):
            if tokens or index:
                tokens += self._vocabulary.tokenize_continuation(part)
            else:
                tokens += self._opening(part)
        return tokens

    def _opening(self, text: str) -> list[int]:
        vocabulary = self._vocabulary
        has_bos = bool(vocabulary.bos_text) and text.startswith(vocabulary.bos_text)
        opening = [vocabulary.bos] if vocabulary.adds_bos and not has_bos else []
        return opening + vocabulary.tokenize(text)


def _continued(turns: Sequence[Turn]) -> str:
    return turns[-1].content if turns and turns[-1].role == "assistant" else ""
