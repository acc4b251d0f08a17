"""What is counted while an answer is written, and the report made of it."""

import math
from dataclasses import dataclass, field

from indoors.engine.memory import peak_bytes
from indoors.protocol.engine import Report, StopReason


@dataclass(slots=True)
class Tally:
    """Times are ``time.perf_counter`` seconds; 0 means that it has not happened."""

    received: float
    prompt_tokens: int = 0
    reused_tokens: int = 0
    prefill_began: float = 0.0
    prefill_ended: float = 0.0
    first_sent: float = 0.0
    ended: float = 0.0
    decodes: int = 0  # tokens computed after the prompt, each giving the next choice
    logprobs: list[float] = field(default_factory=list)
    entropies: list[float] = field(default_factory=list)

    def token(self, logprob: float, entropy: float) -> None:
        self.logprobs.append(logprob)
        self.entropies.append(entropy)

    def report(
        self, *, model: str, context: int, seed: int, reason: StopReason, load_ms: float | None
    ) -> Report:
        decode_s = max(0.0, self.ended - self.prefill_ended)
        count = len(self.logprobs)
        speed = self.decodes / decode_s if count > 1 and self.decodes and decode_s else None
        return Report(
            model=model,
            prompt_tokens=self.prompt_tokens,
            reused_tokens=self.reused_tokens,
            generated_tokens=count,
            load_ms=load_ms,
            prefill_ms=1000 * (self.prefill_ended - self.prefill_began),
            decode_ms=1000 * decode_s,
            ttft_ms=1000 * ((self.first_sent or self.ended) - self.received),
            tokens_per_second=speed,
            stop_reason=reason,
            seed=seed,
            context=context,
            peak_memory=peak_bytes(),
            mean_logprob=math.fsum(self.logprobs) / count if count else None,
            min_logprob=min(self.logprobs, default=None),
            mean_entropy=math.fsum(self.entropies) / count if count else None,
        )
