"""What a quantization costs in quality."""

from collections.abc import Mapping

LOSS: Mapping[str, float] = {
    # mean KL divergence from F16, Llama 3 8B on wikitext (llama.cpp, examples/perplexity).
    # MXFP4 is what gpt-oss was trained in; F32 and BF16 lose nothing that can be seen.
    "F32": 0.0, "F16": 0.0, "BF16": 0.0, "MXFP4": 0.0, "Q8_0": 0.00136, "Q6_K": 0.00545,
    "Q5_K_M": 0.01076, "Q5_K_S": 0.0166, "Q4_K_M": 0.02815, "Q4_K_S": 0.03195, "IQ4_NL": 0.03574,
    "IQ4_XS": 0.03633, "Q4_0": 0.07194, "Q3_K_L": 0.07308, "Q3_K_M": 0.08436, "IQ3_M": 0.10253,
    "IQ3_XXS": 0.18363, "Q3_K_S": 0.19982, "IQ2_M": 0.32599, "Q2_K": 0.33222, "IQ2_XXS": 0.81202,
    "IQ1_M": 1.39308, "IQ1_S": 2.25455,
}  # fmt: skip
GOOD = LOSS["Q4_K_M"]
"""The knee of the curve; small models lose more than large ones, so they may not go below."""
LAST_RESORT = LOSS["Q3_K_M"]
"""For larger models, when nothing better fits."""
SMALL_PARAMETERS = 4.5e9
"""What is sold as "4B" has up to 4.3 billion."""


def loss_of(quantization: str) -> float | None:
    """Return the loss in nats per token; None for one that nobody measured."""
    return LOSS.get(quantization)


def is_recommendable(
    quantization: str, parameters: float | None, *, last_resort: bool = False
) -> bool:
    """Whether a file of this quantization may be suggested to somebody who did not ask for it."""
    loss = loss_of(quantization)
    if loss is None:
        return False
    if last_resort and parameters is not None and parameters > SMALL_PARAMETERS:
        return loss <= LAST_RESORT
    return loss <= GOOD
