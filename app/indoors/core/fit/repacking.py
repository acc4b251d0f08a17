"""Which weights llama.cpp copies into another order for the processor's vector units.

The copy is what it computes with; the original stays in the mapped file, unused. So a model
can show nearly twice its size as resident memory without needing it.
"""

from collections.abc import Mapping

from indoors.core.gguf import TENSOR_TYPES, Tensor

_BY_FEATURE: Mapping[str, Mapping[str, int]] = {
    # tensor type -> rows must be a multiple of; as ggml-cpu/repack.cpp chooses
    "AVX2": {"Q4_0": 8, "Q4_K": 8, "IQ4_NL": 8, "MXFP4": 8},
    "AVX512": {"Q2_K": 8},
    "MATMUL_INT8": {"Q4_0": 4, "Q4_K": 8, "Q5_K": 8, "Q6_K": 8, "Q8_0": 4, "Q1_0": 4},
    "DOTPROD": {
        "Q4_0": 4, "Q4_K": 8, "Q5_K": 8, "Q6_K": 8, "Q8_0": 4, "IQ4_NL": 4, "MXFP4": 4,
    },
}  # fmt: skip
_LOOKED_UP = ("token_embd.", "per_layer_token_embd.", "position_embd.", "token_types.")


def repacked_types(system: str) -> dict[str, int]:
    """Read ``Hello.system`` ("AVX2 = 1 | REPACK = 1 | ..."): tensor type -> multiple of rows."""
    entries = (part.rpartition(":")[2].partition("=") for part in system.split("|"))
    on = {name.strip() for name, _, value in entries if value.strip() == "1"}
    if "REPACK" not in on:
        return {}
    types: dict[str, int] = {}
    for feature, rows in _BY_FEATURE.items():
        if feature in on:
            types |= {name: count for name, count in rows.items() if name not in types}
    return types


def repacked_bytes(tensor: Tensor, types: Mapping[str, int]) -> int:
    """Size of the tensor's copy, 0 if none is made."""
    known = TENSOR_TYPES.get(tensor.type)
    if not known or len(tensor.dimensions) < 2 or tensor.name.startswith(_LOOKED_UP):
        return 0
    if not tensor.name.endswith(".weight"):
        return 0
    multiple = types.get(known.name)
    return tensor.bytes if multiple and tensor.dimensions[1] % multiple == 0 else 0
