"""Hostile headers: whatever the bytes, the reader ends soon, in little memory, with a fault."""

import random
import struct
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indoors.core.errors import AppError
from indoors.core.gguf import Data, facts_of, read, read_beginning
from indoors.protocol.faults import Fault
from indoors.services.starter import starter_model
from tests.helpers.gguf_writer import TENSORS, header, model, text, typed

MEMORY_LIMIT = 64 * 1024 * 1024
SEED = 20_261_122
EXPECTED = {Fault.MODEL_NOT_GGUF, Fault.MODEL_DAMAGED}

FORMS: tuple[dict[str, Any], ...] = (
    model(),
    model(general__architecture="gemma3", llama__attention__sliding_window=512),
    {"general.architecture": "qwen35", "qwen35.block_count": 64, "qwen35.ssm.state_size": 16},
    {"general.architecture": "x", "x.block_count": [1, 2], "x.attention.head_count": [0, -1]},
)
values = st.one_of(
    st.text(max_size=20),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(width=32, allow_nan=True),
    st.booleans(),
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=5),
    st.lists(st.text(max_size=5), max_size=5),
)
keys = st.sampled_from(
    ["block_count", "attention.head_count", "attention.head_count_kv", "embedding_length",
     "attention.key_length", "attention.sliding_window", "attention.sliding_window_pattern",
     "attention.recurrent_layers", "full_attention_interval", "expert_used_count",
     "attention.shared_kv_layers", "feed_forward_length", "ssm.state_size", "vocab_size"]
)  # fmt: skip
architectures = st.sampled_from(["llama", "gemma3", "qwen35", "falcon-h1", "nemotron_h", "", "é"])


def try_to_read(data: Data) -> None:
    """Read it all; any exception but an expected fault ends the test."""
    with suppress_expected():
        facts_of(read(data, "x"))


def try_beginning(data: Data, whole: int) -> None:
    with suppress_expected():
        beginning = read_beginning(data, whole, "x")
        facts_of(beginning.header)
        assert beginning.bytes_needed <= whole


@contextmanager
def suppress_expected() -> Iterator[None]:
    try:
        yield
    except AppError as error:
        if error.fault not in EXPECTED:
            raise


def measured(work: Callable[[], None]) -> None:
    tracemalloc.start()
    try:
        work()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEMORY_LIMIT


def short_real_header() -> bytes:
    """The starter's own header, its vocabulary cut so that a case takes no time."""
    path = starter_model()
    assert path is not None
    with path.open("rb") as file:
        found = read_beginning(file.read(2_500_000), path.stat().st_size, str(path)).header
    out = b"GGUF" + struct.pack("<IQQ", 3, len(found.tensors), len(found.pairs) + 1)
    for key, value in found.pairs.items():
        out += text(key) + typed(value)
    out += text("tokenizer.ggml.tokens") + typed(["a", "b"])
    for tensor in found.tensors:
        out += text(tensor.name) + struct.pack("<I", len(tensor.dimensions))
        out += b"".join(struct.pack("<Q", size) for size in tensor.dimensions)
        out += struct.pack("<IQ", tensor.type, tensor.offset)
    return out + bytes(-len(out) % 32)


def mutate(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(changed))
        kind = chance.randrange(6)
        if kind == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            changed[at : at + 8] = struct.pack("<Q", chance.choice((0, 1, 2**31, 2**63, 2**64 - 1)))
        elif kind == 2:
            changed[at : at + 4] = struct.pack("<I", chance.choice((0, 8, 9, 99, 2**32 - 1)))
        elif kind == 3:
            del changed[at : at + chance.randrange(1, 64)]
        elif kind == 4:
            changed[at:at] = chance.randbytes(chance.randrange(1, 64))
        else:
            changed = changed[: max(1, at)]
        if not changed:
            return b""
    return bytes(changed)


def mutated_cases(count: int, seed: int) -> None:
    chance = random.Random(seed)
    samples = [header(form, TENSORS) for form in FORMS] + [short_real_header()]
    for _ in range(count):
        data = mutate(chance.choice(samples), chance)
        if chance.random() < 0.5:
            try_to_read(data)
        else:
            try_beginning(data, len(data) + chance.choice((0, 1, 1000, 2**40)))


def written_cases(count: int) -> None:
    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(architectures, st.dictionaries(keys, values, max_size=8), st.binary(max_size=64))
    def check(architecture: str, own: dict[str, Any], tail: bytes) -> None:
        pairs = {"general.architecture": architecture}
        pairs |= {f"{architecture}.{key}": value for key, value in own.items()}
        data = header(pairs, TENSORS)
        try_to_read(data)
        try_beginning(data + tail, len(data) + 2**33)

    check()


def test_500_cases() -> None:
    measured(lambda: mutated_cases(350, SEED))
    written_cases(150)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_20_000_cases() -> None:
    measured(lambda: mutated_cases(16_000, SEED + 1))
    measured(lambda: written_cases(4_000))


def bomb(body: bytes, pairs: int = 1) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", 3, 0, pairs) + body


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bomb(text("k") + struct.pack("<I", 8) + text("é" * 40_000_000)), id="text"),
        pytest.param(
            bomb(
                b"".join(
                    text(f"k{i}") + struct.pack("<I", 8) + text("é" * 1_900_000 + "😀")
                    for i in range(20)
                ),
                20,
            ),
            id="many texts",
        ),
        pytest.param(
            bomb(
                b"".join(
                    text(f"k{i}") + struct.pack("<IIQ", 9, 2, 4096) + b"\xff\x7f" * 4096
                    for i in range(200)
                ),
                200,
            ),
            id="many lists",
        ),
        pytest.param(
            bomb(text("k") + struct.pack("<IIQ", 9, 8, 300_000) + bytes(2_400_000)),
            id="list of empty texts",
        ),
        pytest.param(
            bomb(text("k") + struct.pack("<IIQ", 9, 10, 4_000_000) + bytes(32_000_000)),
            id="long list",
        ),
        pytest.param(
            b"".join(
                [
                    b"GGUF" + struct.pack("<IQQ", 3, 32_768, 0),
                    *(
                        text(f"{i:0100}") + struct.pack("<IQQQQIQ", 4, 2**20, 1, 1, 1, 0, 32)
                        for i in range(32_768)
                    ),
                ]
            ),
            id="many tensors",
        ),
    ],
)
def test_no_header_takes_much_memory(data: bytes) -> None:
    measured(lambda: try_to_read(data))
    beginning = memoryview(data)[: len(data) * 3 // 4]
    measured(lambda: try_beginning(beginning, len(data)))
