import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indoors.engine.gguf_header import DamagedError, Header, NotGgufError, read_header
from tests.engine.gguf_files import (
    ARRAY,
    F32,
    STRING,
    U32,
    gguf,
    pair,
    string_pair,
    tensor,
    text,
    u32_pair,
)

ARCHITECTURE = string_pair("general.architecture", "llama")
SMALL = gguf(
    [
        ARCHITECTURE,
        u32_pair("llama.block_count", 2),
        pair("llama.attention.head_count_kv", ARRAY, struct.pack("<IQII", U32, 2, 4, 8)),
        pair("llama.rope.freq_base", F32, struct.pack("<f", 10000.0)),
        pair("tokenizer.ggml.tokens", ARRAY, struct.pack("<IQ", STRING, 2) + text("a") + text("b")),
    ],
    [tensor("blk.0.w", (4, 2)), tensor("output", (8,), offset=32)],
)


def read(tmp_path: Path, data: bytes) -> Header:
    path = tmp_path / "model.gguf"
    path.write_bytes(data)
    return read_header(path)


def test_a_real_file(model_path: Path) -> None:
    header = read_header(model_path)
    assert header.architecture == "llama"
    assert header.number("block_count") == 30
    assert header.tensors == 272
    assert header.file_bytes == model_path.stat().st_size
    assert "<|im_start|>" in str(header.pairs["tokenizer.chat_template"])
    assert header.largest_tensor == 576 * 1536


def test_values_of_every_shape(tmp_path: Path) -> None:
    header = read(tmp_path, SMALL)
    assert header.number("block_count") == 2
    assert header.per_layer("attention.head_count_kv", 2) == (4, 8)
    assert header.per_layer("block_count", 2) == (2, 2)
    assert header.pairs["llama.rope.freq_base"] == 10000.0
    assert "tokenizer.ggml.tokens" not in header.pairs  # passed over, and the next pair found
    assert header.largest_tensor == 8


@pytest.mark.parametrize("data", [b"", b"GG", b"PK\x03\x04" + bytes(100), b"<html>"])
def test_not_gguf(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotGgufError):
        read(tmp_path, data)


def test_every_truncation_is_found(tmp_path: Path) -> None:
    for length in range(4, len(SMALL)):
        with pytest.raises(DamagedError):
            read(tmp_path, SMALL[:length])


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (gguf([], [], version=1), "version 1"),
        (gguf([], [], version=0x03000000), "version"),
        (gguf([], [], counts=(2**63, 0)), "tensors cannot fit"),
        (gguf([], [], counts=(0, 2**40)), "values cannot fit"),
        (gguf([struct.pack("<Q", 2**63) + b"key"], []), "longer than the file"),
        (gguf([pair("k", STRING, struct.pack("<Q", 2**64 - 1))], []), "longer than the file"),
        (gguf([pair("k", ARRAY, struct.pack("<IQ", U32, 2**62))], []), "items cannot fit"),
        (gguf([pair("k", ARRAY, struct.pack("<IQQ", STRING, 3, 2**63))], []), "longer than"),
        (gguf([pair("k", ARRAY, struct.pack("<IQ", ARRAY, 1))], []), "unknown type 9"),
        (gguf([pair("k", 99, b"")], []), "unknown type 99"),
        (gguf([ARCHITECTURE, ARCHITECTURE], []), "twice"),
        (gguf([ARCHITECTURE], [tensor(sizes=(1, 1, 1, 1, 1))]), "5 dimensions"),
        (gguf([ARCHITECTURE], [tensor(sizes=(2**63, 2**63))]), "of its"),
        (gguf([ARCHITECTURE], [tensor(offset=2**63)]), "of its"),
        (gguf([ARCHITECTURE], [tensor(offset=7)]), "where one can be"),
        (gguf([u32_pair("general.alignment", 0)], [tensor()]), "alignment"),
        (gguf([u32_pair("general.alignment", 48)], [tensor()]), "alignment"),
        (gguf([string_pair("general.alignment", "x")], [tensor()]), "alignment"),
    ],
)
def test_damage_has_a_reason(tmp_path: Path, data: bytes, complaint: str) -> None:
    with pytest.raises(DamagedError, match=complaint):
        read(tmp_path, data)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.lists(
        st.tuples(st.integers(4, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=6
    )
)
def test_random_damage_never_escapes(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    data = bytearray(SMALL)
    for at, byte in changes:
        data[at] = byte
    try:
        header = read(tmp_path, bytes(data))
    except DamagedError:
        return
    assert header.file_bytes == len(SMALL)
