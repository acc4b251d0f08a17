import mmap
import struct
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.core.gguf import Header, facts_of, parse, read, read_beginning
from indoors.protocol.faults import Fault
from indoors.services.starter import starter_model
from tests.helpers.gguf_writer import TENSORS, Value, header, model, text, typed

LLAMA = "llama."


def small(**changes: Value) -> Header:
    return parse(header(model(**changes), TENSORS))


def fault_of(data: bytes) -> Fault:
    with pytest.raises(AppError) as caught:
        read(data, "model.gguf")
    assert caught.value.facts["path"] == "model.gguf"
    return caught.value.fault


def test_facts_of_a_small_model() -> None:
    facts = facts_of(small())
    assert (facts.architecture, facts.name, facts.kind) == ("llama", "Small", "chat")
    assert facts.quantization == "Q4_K_M"
    assert facts.parameters == 2 * 3 * 256 + 2 * 256 * 256 + 2 * 256 * 512 + 256
    assert facts.tensor_bytes == {
        "Q8_0": (2 * 3 * 256 + 256 * 512) // 32 * 34,
        "Q4_K": (2 * 256 * 256 + 256 * 512) // 256 * 144,
        "F32": 1024,
    }
    assert (facts.context_length, facts.layer_count, facts.vocabulary) == (4096, 2, 3)
    assert (facts.heads, facts.kv_heads) == (4, (2, 2))
    assert (facts.key_length, facts.value_length) == (64, 64)
    assert (facts.licence, facts.tokenizer) == ("apache-2.0", "gpt2")
    assert facts.chat_template == "{{ messages }}"


def test_real_file() -> None:
    path = starter_model()
    assert path is not None
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        facts = facts_of(read(data, str(path)))
    assert (facts.architecture, facts.quantization, facts.vocabulary) == ("llama", "Q4_1", 49152)
    assert facts.parameters == 134_515_008
    assert sum(facts.tensor_bytes.values()) == 96_576_768
    assert facts.layers is not None
    assert [(layer.keys, layer.values) for layer in facts.layers] == [(192, 192)] * 30


def test_the_beginning_of_a_file_tells_the_shape_and_asks_for_the_rest() -> None:
    path = starter_model()
    assert path is not None
    whole = path.stat().st_size
    with path.open("rb") as file:
        data = file.read(64 * 1024)
        beginning = read_beginning(data, whole, "x")
        facts = facts_of(beginning.header)
        assert not beginning.header.complete
        assert (facts.layer_count, facts.vocabulary, facts.parameters) == (30, 49152, None)
        asked = 0
        while beginning.bytes_needed:
            assert len(data) < beginning.bytes_needed <= whole
            asked += 1
            data += file.read(beginning.bytes_needed - len(data))
            beginning = read_beginning(data, whole, "x")
    assert asked < 15
    assert facts_of(beginning.header).parameters == 134_515_008


@pytest.mark.parametrize("length", range(0, 400, 7))
def test_every_beginning_is_either_enough_or_asks_for_more(length: int) -> None:
    data = header(model(), TENSORS)
    beginning = read_beginning(data[:length], len(data), "x")
    assert length < beginning.bytes_needed <= len(data)


@pytest.mark.parametrize("data", [b"", b"GG", b"PK\x03\x04" + bytes(100), b"gguf" + bytes(100)])
def test_other_files_are_not_gguf(data: bytes) -> None:
    assert fault_of(data) is Fault.MODEL_NOT_GGUF


def damaged() -> dict[str, bytes]:
    good = header(model(), TENSORS)
    at = good.index(b"blk.0.attn_q.weight") + len(b"blk.0.attn_q.weight")
    u64, u32 = struct.Struct("<Q").pack, struct.Struct("<I").pack
    long_key = text("k" * 2000) + typed(1)
    return {
        "version 1": good[:4] + u32(1) + good[8:],
        "big-endian": good[:4] + struct.pack(">I", 3) + good[8:],
        "cut in the header": good[:200],
        "cut in the data": good[:-1],
        "no tensors": header(model()),
        "no architecture": header({"general.name": "x"}, TENSORS),
        "too many tensors": good[:8] + u64(1 << 40) + good[16:],
        "too many values": good[:16] + u64(1 << 40) + good[24:],
        "five dimensions": good[:at] + u32(5) + good[at + 4 :],
        "no rows": good[:at] + u32(2) + u64(256) + u64(0) + good[at + 20 :],
        "rows that fill no block": good[:at] + u32(2) + u64(255) + good[at + 12 :],
        "enormous tensor": good[:at] + u32(2) + u64(1 << 40) * 2 + good[at + 20 :],
        "offset off alignment": good[: at + 24] + u64(7) + good[at + 32 :],
        "offset behind the end": good[: at + 24] + u64(1 << 40) + good[at + 32 :],
        "two tensors of a name": header(model(), [*TENSORS, TENSORS[0]]),
        "two values of a key": b"GGUF" + u32(3) + u64(0) + u64(2) + (text("k") + typed(1)) * 2,
        "unknown value type": b"GGUF" + u32(3) + u64(0) + u64(1) + text("k") + u32(99) + bytes(64),
        "list of lists": b"GGUF" + u32(3) + u64(0) + u64(1) + text("k") + u32(9) * 2 + bytes(64),
        "text longer than file": b"GGUF" + u32(3) + u64(0) + u64(1) + u64(1 << 50) + bytes(64),
        "only a long key": b"GGUF" + u32(3) + u64(0) + u64(1) + long_key,
        "alignment 3": header(model(general__alignment=3), TENSORS),
    }


@pytest.mark.parametrize("name", damaged())
def test_damage_is_found(name: str) -> None:
    assert fault_of(damaged()[name]) is Fault.MODEL_DAMAGED


def test_long_lists_are_counted_not_kept() -> None:
    found = small(some__list=list(range(5000)), short=[1, 2, 3])
    assert found.lengths["some.list"] == 5000
    assert "some.list" not in found.pairs
    assert found.pairs["short"] == (1, 2, 3)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"llama.pooling_type": 4}, "reranker"),
        ({"llama.pooling_type": 1}, "embedding"),
        ({"llama.attention.causal": False}, "encoder"),
        ({"general.type": "mmproj"}, "projector"),
        ({"general.type": "adapter"}, "adapter"),
        ({"general.architecture": "nomic-bert"}, "embedding"),
    ],
)
def test_kinds(changes: dict[str, Value], kind: str) -> None:
    assert facts_of(parse(header(model() | changes, TENSORS))).kind == kind


def layers(architecture: str, **pairs: Value) -> list[tuple[int, int, int | None, int]] | None:
    own: dict[str, Value] = {
        "block_count": 6,
        "embedding_length": 256,
        "attention.head_count": 4,
        "attention.head_count_kv": 2,
    }
    own |= {key.replace("__", "."): value for key, value in pairs.items()}
    named = {f"{architecture}.{key}": value for key, value in own.items()}
    found = facts_of(parse(header({"general.architecture": architecture} | named, TENSORS))).layers
    if found is None:
        return None
    return [(each.keys, each.values, each.window, each.state) for each in found]


def test_layers_with_a_window() -> None:
    full, seen = (128, 128, None, 0), (128, 128, 512, 0)
    assert layers("gemma3", attention__sliding_window=512) == [seen] * 5 + [full]
    assert layers("gpt-oss", attention__sliding_window=512) == [seen, full] * 3
    assert layers("phi3", attention__sliding_window=512) == [full] * 6
    pattern = [True, False, True, False, True, False]
    found = layers("x", attention__sliding_window=512, attention__sliding_window_pattern=pattern)
    assert found == [seen, full] * 3


def test_layers_that_differ() -> None:
    found = layers("x", attention__head_count_kv=[2, 1, 2, 1, 2, 1], attention__key_length=96)
    assert found == [(192, 128, None, 0), (96, 64, None, 0)] * 3
    shared = layers("gemma4", attention__shared_kv_layers=2)
    assert shared is not None
    assert shared[3:] == [(128, 128, None, 0), (0, 0, None, 0), (0, 0, None, 0)]


def test_layers_that_carry_a_state() -> None:
    ssm: dict[str, Value] = {
        "ssm.conv_kernel": 4, "ssm.inner_size": 512, "ssm.state_size": 16, "ssm.group_count": 1,
    }  # fmt: skip
    state = 3 * (512 + 2 * 16) + 16 * 512
    own, none = (128, 128, None, 0), (0, 0, None, state)
    assert layers("qwen35", **ssm) == [none, none, none, own, none, none]
    assert layers("granitehybrid", attention__head_count_kv=[0, 2, 0, 0, 2, 0], **ssm) == [
        none, own, none, none, own, none,
    ]  # fmt: skip
    assert layers("falcon-h1", **ssm) == [(128, 128, None, state)] * 6
    lfm = layers("lfm2", attention__head_count_kv=[0, 2, 0, 2, 0, 2], shortconv__l_cache=3)
    assert lfm == [(0, 0, None, 512), own] * 3


def test_designs_nobody_told_us_about_are_not_guessed() -> None:
    assert layers("rwkv7", wkv__head_size=64) is None
    assert layers("qwen35") is None  # it says nothing of its state
    assert layers("x", block_count=0) is None


def test_parsing_a_mapped_file(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(header(model(), TENSORS))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        assert read(data, str(path)).largest_tensor == 256 * 512
