"""The engine's way to the reader in ``core/gguf``, which has the tests of every damage."""

from pathlib import Path

import pytest

from indoors.engine.header import DamagedError, NotGgufError, read_header
from tests.engine.gguf_files import gguf, string_pair, tensor, u32_pair

SMALL = gguf(
    [string_pair("general.architecture", "llama"), u32_pair("llama.block_count", 2)],
    [tensor("blk.0.w", (4, 2)), tensor("output", (8,), offset=32)],
)


def test_a_real_file(model_path: Path) -> None:
    header = read_header(model_path)
    assert header.architecture == "llama"
    assert header.number("block_count") == 30
    assert header.tensor_count == 272
    assert header.file_bytes == model_path.stat().st_size
    assert "<|im_start|>" in str(header.pairs["tokenizer.chat_template"])
    assert header.largest_tensor == 576 * 1536


@pytest.mark.parametrize("data", [b"", b"GG", b"PK\x03\x04" + bytes(100), b"<html>"])
def test_not_gguf(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(data)
    with pytest.raises(NotGgufError):
        read_header(path)


def test_every_truncation_is_found(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    for length in range(4, len(SMALL)):
        path.write_bytes(SMALL[:length])
        with pytest.raises(DamagedError):
            read_header(path)
    path.write_bytes(SMALL)
    assert read_header(path).largest_tensor == 8
