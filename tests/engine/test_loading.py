"""Loading: good files, bad files, and what the engine says of each."""

import math
import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.protocol.engine import (
    Describe,
    Failed,
    Loaded,
    Loading,
    MemoryReport,
    Sampling,
    Unload,
    Unloaded,
)
from indoors.protocol.faults import Fault
from tests.engine.gguf_files import (
    BOOL,
    gguf,
    pair,
    patched,
    string_pair,
    tensor,
    text,
    u32_pair,
    with_template,
)
from tests.helpers.engines import EngineUnderTest, engine, user

SHORT = Sampling(temperature=0, max_tokens=4)
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def empty_engine() -> Iterator[EngineUnderTest]:
    with engine() as under_test:
        yield under_test


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """Where a changed copy of a model may be put; it is large, so it does not stay."""
    path = tmp_path / "changed model ü.gguf"
    yield path
    path.unlink(missing_ok=True)


def failure(under_test: EngineUnderTest, path: Path, **options: object) -> Failed:
    last = under_test.load(path, **options)
    assert isinstance(last, Failed)
    assert last.id is None
    return last


def test_a_model_is_loaded_and_described(empty_engine: EngineUnderTest, model_path: Path) -> None:
    start = len(empty_engine.events)
    loaded = empty_engine.load(model_path, context=512, threads=1)
    assert isinstance(loaded, Loaded)
    fractions = [e.fraction for e in empty_engine.events[start:] if isinstance(e, Loading)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    facts = loaded.model
    assert (facts.architecture, facts.quantization, facts.threads) == ("llama", "Q4_1", 1)
    assert (facts.context, facts.context_trained, facts.vocabulary) == (512, 8192, 49152)
    assert facts.file_bytes == model_path.stat().st_size
    assert facts.template == "fixed"
    assert facts.template_adds == (
        "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
    )
    assert 130e6 < facts.parameters < 140e6
    memory = loaded.memory
    assert memory.context == 512 * 30 * 2 * 3 * 64 * 2  # layers, K and V, heads, size, f16
    assert 90 * MIB < memory.model < 100 * MIB
    assert memory.compute > MIB
    assert memory.resident
    assert memory.peak
    assert memory.peak >= memory.resident > memory.context


def test_a_smaller_cache_type(empty_engine: EngineUnderTest, model_path: Path) -> None:
    loaded = empty_engine.load(model_path, context=512, threads=1, kv_type="q8_0")
    assert isinstance(loaded, Loaded)
    assert loaded.memory.context == pytest.approx(512 * 30 * 2 * 3 * 64 * 34 / 32, rel=0.01)
    assert empty_engine.ask(user("Hi"), sampling=SHORT).text


def test_a_full_context_ends_the_answer(empty_engine: EngineUnderTest, model_path: Path) -> None:
    empty_engine.load(model_path, context=256, threads=1)
    never = Sampling(temperature=1.9, top_k=0, top_p=1, min_p=0, max_tokens=None, seed=1)
    report = empty_engine.ask(user("word " * 150), sampling=never).finished.report
    assert report.stop_reason == "context_full"
    assert report.prompt_tokens + report.generated_tokens == 256 + 1  # the last isn't computed
    assert empty_engine.ask(user("Hi"), sampling=SHORT).text


@pytest.mark.parametrize(
    "odd",
    [{"context": 0}, {"context": 1}, {"batch": 0}, {"batch": 10**9}, {"threads": -1}],
    ids=str,
)
def test_odd_settings_are_borne(
    empty_engine: EngineUnderTest, model_path: Path, odd: dict[str, object]
) -> None:
    loaded = empty_engine.load(model_path, **({"context": 256, "threads": 1} | odd))
    assert isinstance(loaded, Loaded)
    assert loaded.model.context == 256
    assert empty_engine.ask(user("Hi"), sampling=SHORT).text


def test_settings_that_exclude_each_other(empty_engine: EngineUnderTest, model_path: Path) -> None:
    last = failure(empty_engine, model_path, kv_type="q8_0", flash_attention=False)
    assert last.fault is Fault.MODEL_LOAD_FAILED
    assert "flash_attn" in str(last.facts["detail"])


def test_memory_comes_back(empty_engine: EngineUnderTest, model_path: Path) -> None:
    with_model = empty_engine.load(model_path, context=8192, threads=1)
    assert isinstance(with_model, Loaded)
    start = len(empty_engine.events)
    empty_engine.client.send(Unload())
    empty_engine.client.send(Describe())
    events = empty_engine.wait_for(lambda event: isinstance(event, MemoryReport), start)
    assert isinstance(events[0], Unloaded)
    after = events[-1]
    assert isinstance(after, MemoryReport)
    assert (after.memory.model, after.memory.context) == (0, 0)
    assert with_model.memory.resident
    assert after.memory.resident
    assert after.memory.resident < with_model.memory.resident - 150 * MIB


def test_no_model_no_answer(empty_engine: EngineUnderTest, tmp_path: Path) -> None:
    failure(empty_engine, tmp_path / "nothing.gguf")
    assert empty_engine.ask(user("Hi")).failed.fault is Fault.NO_MODEL


class TestBadFiles:
    def test_missing(self, empty_engine: EngineUnderTest, tmp_path: Path) -> None:
        path = tmp_path / "nothing.gguf"
        last = failure(empty_engine, path)
        assert (last.fault, last.facts) == (Fault.MODEL_MISSING, {"path": str(path)})

    def test_a_folder(self, empty_engine: EngineUnderTest, tmp_path: Path) -> None:
        assert failure(empty_engine, tmp_path).fault is Fault.MODEL_NOT_GGUF

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7 and so on", b"ggml" + bytes(1000)])
    def test_not_gguf(self, empty_engine: EngineUnderTest, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "model.gguf"
        path.write_bytes(data)
        assert failure(empty_engine, path).fault is Fault.MODEL_NOT_GGUF

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_unreadable(self, empty_engine: EngineUnderTest, tmp_path: Path) -> None:
        path = tmp_path / "model.gguf"
        path.write_bytes(b"GGUF")
        path.chmod(0)
        assert failure(empty_engine, path).fault is Fault.FILE_UNREADABLE

    @pytest.mark.parametrize("length", [8, 1000, 200_000, 40 * MIB])
    def test_truncated(
        self, empty_engine: EngineUnderTest, model_path: Path, copy: Path, length: int
    ) -> None:
        with model_path.open("rb") as file:
            copy.write_bytes(file.read(length))
        last = failure(empty_engine, copy)
        assert last.fault is Fault.MODEL_DAMAGED
        assert last.facts["detail"]

    def test_an_impossible_header(self, empty_engine: EngineUnderTest, tmp_path: Path) -> None:
        path = tmp_path / "model.gguf"
        path.write_bytes(gguf([], [], counts=(2**62, 2**62)))
        assert failure(empty_engine, path).fault is Fault.MODEL_DAMAGED

    def test_an_empty_header(self, empty_engine: EngineUnderTest, tmp_path: Path) -> None:
        path = tmp_path / "model.gguf"
        path.write_bytes(gguf([], []))
        assert failure(empty_engine, path).fault is Fault.MODEL_DAMAGED

    def test_a_header_that_contradicts_its_tensors(
        self, empty_engine: EngineUnderTest, model_path: Path, copy: Path
    ) -> None:
        old = text("llama.feed_forward_length") + struct.pack("<II", 4, 1536)
        new = text("llama.feed_forward_length") + struct.pack("<II", 4, 1600)
        last = failure(empty_engine, patched(model_path, copy, old, new))
        assert last.fault is Fault.MODEL_LOAD_FAILED
        assert str(last.facts["detail"]).startswith("check_tensor_dims: tensor")

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("llama.block_count", struct.pack("<II", 4, 0)),
            ("llama.block_count", struct.pack("<II", 4, 2**31)),
            ("llama.attention.layer_norm_rms_epsilon", struct.pack("<If", 6, math.nan)),
        ],
    )
    def test_values_that_cannot_be(
        self,
        empty_engine: EngineUnderTest,
        model_path: Path,
        copy: Path,
        key: str,
        value: bytes,
    ) -> None:
        old = text(key) + self.value_in(model_path, key)
        last = failure(empty_engine, patched(model_path, copy, old, text(key) + value))
        assert last.fault is Fault.MODEL_DAMAGED

    @staticmethod
    def value_in(model_path: Path, key: str) -> bytes:
        with model_path.open("rb") as file:
            return file.read(MIB).partition(text(key))[2][:8]

    def test_an_unknown_architecture(
        self, empty_engine: EngineUnderTest, model_path: Path, copy: Path
    ) -> None:
        old = string_pair("general.architecture", "llama")
        new = string_pair("general.architecture", "lhama")
        last = failure(empty_engine, patched(model_path, copy, old, new))
        assert last.fault is Fault.MODEL_UNKNOWN_ARCHITECTURE
        assert last.facts == {"path": str(copy), "architecture": "lhama"}

    @pytest.mark.parametrize(
        "sign",
        [
            pair("bert.attention.causal", BOOL, b"\x00"),
            u32_pair("bert.pooling_type", 2),
            string_pair("general.type", "mmproj"),
        ],
    )
    def test_not_made_for_chat(
        self, empty_engine: EngineUnderTest, tmp_path: Path, sign: bytes
    ) -> None:
        path = tmp_path / "model.gguf"
        path.write_bytes(gguf([string_pair("general.architecture", "bert"), sign], [tensor()]))
        assert failure(empty_engine, path).fault is Fault.MODEL_NOT_CHAT

    def test_a_context_larger_than_memory(
        self, empty_engine: EngineUnderTest, model_path: Path
    ) -> None:
        last = failure(empty_engine, model_path, context=100_000_000)
        assert last.fault is Fault.OUT_OF_MEMORY
        needed, free = last.facts["needed_bytes"], last.facts["free_bytes"]
        assert isinstance(needed, int)
        assert isinstance(free, int)
        assert needed > free > 0
        assert last.facts["context"] == 100_000_000

    def test_after_them_all_a_good_model_loads(
        self, empty_engine: EngineUnderTest, model_path: Path
    ) -> None:
        assert isinstance(empty_engine.load(model_path, context=512, threads=1), Loaded)
        assert empty_engine.ask(user("Hi"), sampling=SHORT).text


class TestBadTemplates:
    """The model loads; only what needs the template fails, and the engine goes on."""

    def test_one_that_refuses(
        self, empty_engine: EngineUnderTest, model_path: Path, copy: Path
    ) -> None:
        with_template(model_path, copy, "{{ raise_exception('never') }}")
        assert isinstance(empty_engine.load(copy, context=512, threads=1), Loaded)
        failed = empty_engine.ask(user("Hi")).failed
        assert (failed.fault, failed.facts) == (Fault.TEMPLATE_FAILED, {"detail": "never"})
        assert empty_engine.ask(user("Hi"), sampling=SHORT, template="chatml").text

    def test_one_that_loops(
        self, empty_engine: EngineUnderTest, model_path: Path, copy: Path
    ) -> None:
        loop = "{% for a in range(9999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
        with_template(model_path, copy, loop)
        assert isinstance(empty_engine.load(copy, context=512, threads=1), Loaded)
        assert empty_engine.ask(user("Hi")).failed.fault is Fault.TEMPLATE_TOO_SLOW
        assert empty_engine.ask(user("Hi"), sampling=SHORT, template="chatml").text

    def test_a_blank_one_counts_as_none(
        self, empty_engine: EngineUnderTest, model_path: Path, copy: Path
    ) -> None:
        key = text("tokenizer.chat_template")
        patched(model_path, copy, key, key.replace(b"chat_", b"chit_"))
        loaded = empty_engine.load(copy, context=512, threads=1)
        assert isinstance(loaded, Loaded)
        assert loaded.model.template == "none"
        own = empty_engine.ask(user("Hi"), sampling=SHORT)
        chatml = empty_engine.ask(user("Hi"), sampling=SHORT, template="chatml")
        assert own.started.prompt_tokens == chatml.started.prompt_tokens
