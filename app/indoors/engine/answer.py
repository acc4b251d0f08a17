"""One answer: read the prompt, write token by token, say what it took."""

import math
import secrets
import time

from indoors.engine.context import Outcome
from indoors.engine.loaded import LoadedModel
from indoors.engine.prompt import Prompt
from indoors.engine.sampling import Sampler
from indoors.engine.tally import Tally
from indoors.engine.text_stream import CharacterDecoder, StopFilter
from indoors.protocol.engine import (
    EngineChannel,
    Generate,
    Prefill,
    Report,
    Started,
    StopReason,
    Token,
)

_SEED_BITS = 32
_TOKENS_WAIT_S = 0.045
"""Tokens of a fast model come two or three at once; as often as a screen shows them anyway."""


class Answer:
    """Writes one answer. ``run`` returns its report; events go out as they happen."""

    def __init__(
        self, order: Generate, loaded: LoadedModel, channel: EngineChannel, received: float
    ) -> None:
        self._order = order
        self._loaded = loaded
        self._context = loaded.context
        self._vocabulary = loaded.model.vocabulary
        self._channel = channel
        self._tally = Tally(received)
        self._characters = CharacterDecoder()
        self._stops = StopFilter(order.sampling.stop)
        self._uncounted = ""  # decoded text that no point of the history covers yet
        given = order.sampling.seed
        self._seed = secrets.randbits(_SEED_BITS) if given is None else given % 2**_SEED_BITS

    def run(self) -> Report:
        """Raises ``EngineError`` if the prompt can't be made or the model fails."""
        prompt = self._loaded.prompts.build(self._order)
        kept = self._reuse(prompt)
        started = Started(
            id=self._order.id,
            prompt_tokens=len(prompt.tokens),
            reused_tokens=kept,
            dropped_turns=prompt.dropped_turns,
        )
        self._tally.prompt_tokens, self._tally.reused_tokens = len(prompt.tokens), kept
        self._channel.send(started)
        reason = self._write(prompt) if self._prefill(prompt, kept) else "cancelled"
        self._tally.ended = time.perf_counter()
        return self._tally.report(
            model=self._loaded.model.name,
            context=self._context.size,
            seed=self._seed,
            reason=reason,
            load_ms=self._loaded.waited_for(self._tally.received),
        )

    def _reuse(self, prompt: Prompt) -> int:
        """Keep what the cache has of the prompt, but never all: logits need one new token."""
        common = 0
        for ours, theirs in zip(self._context.tokens, prompt.tokens[:-1], strict=False):
            if ours != theirs:
                break
            common += 1
        kept = self._context.keep(common)
        self._loaded.history.cut(kept)
        return kept

    def _prefill(self, prompt: Prompt, kept: int) -> bool:
        """Compute the new part of the prompt; returns False if cancelled."""
        new, batch = prompt.tokens[kept:], self._context.batch
        self._tally.prefill_began = self._tally.prefill_ended = time.perf_counter()
        for start in range(0, len(new), batch):
            if not self._compute(new[start : start + batch]):
                return False
            done = min(len(new), start + batch)
            self._tally.prefill_ended = time.perf_counter()
            self._channel.send(Prefill(id=self._order.id, done=done, total=len(new)))
        self._loaded.history.renew(prompt.text, len(prompt.tokens))
        return True

    def _compute(self, tokens: list[int]) -> bool:
        if self._loaded.abort.raised:
            return False
        return self._context.append(tokens) is Outcome.DONE

    def _write(self, prompt: Prompt) -> StopReason:
        sampler = Sampler(self._order.sampling, self._vocabulary.size, self._seed)
        try:
            if prompt.continued:
                sampler.remember(self._vocabulary.tokenize_continuation(prompt.continued))
            while True:
                token, reason = self._choose(sampler)
                if reason is None and not self._advance(token):
                    reason = "cancelled"
                if reason is not None:
                    return reason
        finally:
            sampler.free()

    def _choose(self, sampler: Sampler) -> tuple[int, StopReason | None]:
        """Choose the next token and send its text; the reason is None if it goes on."""
        confidence = self._loaded.confidence
        logits = self._context.logits()
        confidence.read(logits)
        token = sampler.choose(logits)
        logprob = confidence.logprob(token)
        if self._vocabulary.ends_answer(token):
            rest = self._stops.feed(self._characters.finish()) + self._stops.finish()
            if rest:
                self._send(rest, logprob, confidence.entropy)
            return token, "end"
        self._tally.token(logprob, confidence.entropy)
        decoded = self._characters.feed(self._vocabulary.piece(token))
        self._uncounted += decoded
        text = self._stops.feed(decoded)
        reason = self._reason_to_end()
        if reason in ("length", "context_full"):
            text += self._stops.feed(self._characters.finish()) + self._stops.finish()
        self._send(text, logprob, confidence.entropy)
        return token, reason

    def _reason_to_end(self) -> StopReason | None:
        if self._stops.stopped:
            return "stop_text"
        limit = self._order.sampling.max_tokens
        if limit is not None and len(self._tally.logprobs) >= limit:
            return "length"
        return None if self._context.room else "context_full"

    def _advance(self, token: int) -> bool:
        """Compute the chosen token; returns False if cancelled."""
        if self._loaded.abort.raised or self._context.append((token,)) is Outcome.ABORTED:
            return False
        self._tally.decodes += 1
        if self._characters.complete:
            self._loaded.history.extend(self._uncounted, len(self._context.tokens))
            self._uncounted = ""
        return True

    def _send(self, text: str, logprob: float, entropy: float) -> None:
        probability = math.exp(logprob)
        token = Token(id=self._order.id, text=text, probability=probability, entropy=entropy)
        self._channel.send(token, may_wait_s=_TOKENS_WAIT_S if self._tally.first_sent else 0.0)
        if not self._tally.first_sent:
            self._tally.first_sent = time.perf_counter()
