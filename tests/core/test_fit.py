from dataclasses import replace

import pytest

from indoors.core.fit import (
    Room,
    Setting,
    Verdict,
    engine_batch,
    judge,
    largest_context,
    outline,
    repacked_types,
    requirement,
    shape_of,
)
from indoors.core.gguf import Layer, parse, parse_beginning
from tests.helpers.gguf_writer import TENSORS, header, model

GIGA = 1_000_000_000
AVX2 = "CPU : SSE3 = 1 | AVX2 = 1 | FMA = 1 | REPACK = 1 | "
LAYER = Layer(1024, 1024)
BIG = outline(
    4 * GIGA,
    layers=(LAYER,) * 32,
    layer_count=32,
    embedding=4096,
    vocabulary=128_000,
    context_trained=131_072,
)
"""An 8B model: 4 GB of weights, 128 KiB of cache for each token."""
USUAL = Setting(context=8192)


def test_weights_are_the_tensors() -> None:
    shape = shape_of(parse(header(model(), TENSORS)))
    blocks = 256 * 256 // 256 * 144
    assert shape.layer_bytes == (3 * blocks, blocks + 256 * 512 // 32 * 34)
    assert shape.input_bytes == 816
    assert shape.output_bytes == 816 + 1024
    assert shape.is_exact
    assert not shape.output_is_input
    assert shape.read_bytes == shape.weights - 816


def test_a_shared_matrix_is_read_and_copied_to_the_card() -> None:
    tied = [tensor for tensor in TENSORS if tensor[0] != "output.weight"]
    shape = shape_of(parse(header(model(), tied)))
    assert shape.output_is_input
    assert shape.read_bytes == shape.weights
    all_moved = requirement(shape, Setting(context=256, gpu_layers=3))
    assert all_moved.weights == shape.input_bytes
    assert all_moved.graphics_weights == shape.weights


def test_repacking_follows_the_processor() -> None:
    assert repacked_types(AVX2)["Q4_K"] == 8
    assert "Q8_0" not in repacked_types(AVX2)
    assert repacked_types(AVX2.replace("REPACK = 1", "REPACK = 0")) == {}
    assert "Q8_0" in repacked_types("CPU : NEON = 1 | DOTPROD = 1 | REPACK = 1")
    shape = shape_of(parse(header(model(), TENSORS)), repacked_types(AVX2))
    assert shape.repacked_bytes == (3 * 256 * 144, 256 * 144)
    need = requirement(shape, Setting(context=256))
    assert need.resident - need.needed == 4 * 256 * 144
    assert requirement(shape, Setting(context=256, use_mmap=False)).resident == need.needed


@pytest.mark.parametrize(
    ("kv_type", "context", "expected"),
    [
        ("f16", 8192, 1_073_741_824),
        ("q8_0", 8192, 1_073_741_824 * 17 // 32),
        ("f16", 1, 256 * 131_072),  # cells come in 256
    ],
)
def test_cache(kv_type: str, context: int, expected: int) -> None:
    setting = Setting(context=context, kv_type="q8_0" if kv_type == "q8_0" else "f16")
    assert requirement(BIG, setting).context == expected


def test_cache_of_layers_with_a_window() -> None:
    shape = replace(BIG, layers=(LAYER, replace(LAYER, window=512)))
    per_token = 4096
    full = requirement(shape, Setting(context=8192))
    assert full.context == 2 * 8192 * per_token
    short = requirement(shape, Setting(context=8192, full_window_cache=False, batch=512))
    assert short.context == (8192 + 1024) * per_token


def test_state_does_not_grow_with_the_context() -> None:
    shape = replace(BIG, layers=(Layer(state=1000),))
    assert requirement(shape, USUAL).context == 4000
    assert requirement(shape, Setting(context=256)).context == 4000


def test_batches_get_smaller_with_larger_models() -> None:
    assert engine_batch(512, 1) == 512
    assert engine_batch(512, 10**12) == 32


@pytest.mark.parametrize("matrix", [1, 896 * 4864, 1536 * 8960, 4096 * 14336, 10**12])
def test_the_engine_chooses_the_same_batch(matrix: int) -> None:
    """It may not import this room, so both have the rule; this keeps them the same."""
    from indoors.engine.context import batch_size

    assert engine_batch(512, matrix) == batch_size(512, matrix)


def test_without_flash_attention_scores_take_memory() -> None:
    plain = requirement(BIG, replace(USUAL, flash_attention=False, batch=512)).compute
    assert plain - requirement(BIG, replace(USUAL, batch=512)).compute == 4 * 512 * 8192 * 32


@pytest.mark.parametrize(
    ("free", "verdict"),
    [(8, Verdict.FITS), (6, Verdict.TIGHT), (5.3, Verdict.TOO_BIG), (0, Verdict.TOO_BIG)],
)
def test_verdict_without_graphics(free: float, verdict: Verdict) -> None:
    fit = judge(BIG, USUAL, Room(main_free=int(free * GIGA)))
    assert fit.verdict is verdict
    assert fit.gpu_layers == 0
    assert fit.requirement.graphics == 0


def test_what_the_present_model_gives_back_counts() -> None:
    assert judge(BIG, USUAL, Room(main_free=3 * GIGA)).verdict is Verdict.TOO_BIG
    back = Room(main_free=3 * GIGA, main_returned=5 * GIGA)
    assert judge(BIG, USUAL, back).verdict is Verdict.FITS


def test_verdict_on_a_card() -> None:
    enough = judge(
        BIG, USUAL, Room(main_free=8 * GIGA, graphics="separate", graphics_free=8 * GIGA)
    )
    assert (enough.verdict, enough.gpu_layers) == (Verdict.FITS, 33)
    half = judge(BIG, USUAL, Room(main_free=8 * GIGA, graphics="separate", graphics_free=4 * GIGA))
    assert half.verdict is Verdict.TIGHT
    assert 0 < half.gpu_layers < 33
    assert half.requirement.graphics <= 0.85 * 4 * GIGA
    parts = half.requirement
    weights = parts.weights + parts.graphics_weights
    assert weights == BIG.weights
    neither = Room(main_free=GIGA, graphics="separate", graphics_free=2 * GIGA)
    assert judge(BIG, USUAL, neither).verdict is Verdict.TOO_BIG


def test_shared_memory_is_counted_once() -> None:
    shared = Room(main_free=8 * GIGA, graphics="shared", graphics_free=8 * GIGA)
    assert judge(BIG, USUAL, shared).verdict is Verdict.FITS
    small = Room(main_free=6 * GIGA, graphics="shared", graphics_free=6 * GIGA)
    assert judge(BIG, USUAL, small).verdict is not Verdict.FITS
    limited = judge(BIG, USUAL, replace(shared, graphics_free=4 * GIGA))
    assert limited.verdict is Verdict.TIGHT
    assert 0 < limited.gpu_layers < 33


def test_largest_context() -> None:
    room = Room(main_free=8 * GIGA)
    tokens = largest_context(BIG, USUAL, room)
    assert tokens is not None
    assert judge(BIG, replace(USUAL, context=tokens), room).verdict is Verdict.FITS
    more = judge(BIG, replace(USUAL, context=tokens + 256), room)
    assert more.verdict is not Verdict.FITS
    tight = largest_context(BIG, USUAL, room, Verdict.TIGHT)
    assert tight is not None
    assert tight > tokens
    assert largest_context(BIG, USUAL, Room(main_free=10**12)) == 131_072
    assert largest_context(BIG, USUAL, Room(main_free=GIGA)) is None


def test_unknown_cache_is_said() -> None:
    shape = replace(BIG, layers=None)
    fit = judge(shape, USUAL, Room(main_free=8 * GIGA))
    assert not fit.is_complete
    assert fit.requirement.context is None
    assert largest_context(shape, USUAL, Room(main_free=8 * GIGA)) is None


def test_the_beginning_of_a_file_is_enough_for_a_judgement() -> None:
    data = header(model(), TENSORS)
    seen = parse_beginning(data[:600], 3 * GIGA).header
    shape = shape_of(seen)
    assert not shape.is_exact
    assert shape.layers == (Layer(128, 128),) * 2
    assert 0.99 < shape.weights / (3 * GIGA) <= 1


def test_windowed_layers_get_a_whole_cache_only_where_there_is_room() -> None:
    """A whole cache spares reading again; a small one makes models run that would not."""
    shape = replace(BIG, layers=(LAYER, *(replace(LAYER, window=512),) * 7))
    setting = Setting(context=32_768)
    whole = requirement(shape, setting).total
    plenty = judge(shape, setting, Room(main_free=2 * whole))
    assert plenty.setting.full_window_cache
    assert plenty.verdict is Verdict.FITS
    little = judge(shape, setting, Room(main_free=whole))
    assert not little.setting.full_window_cache
    assert little.verdict is Verdict.FITS
    assert little.requirement.total < 0.85 * whole
    plain = judge(BIG, setting, Room(main_free=requirement(BIG, setting).total))
    assert plain.setting.full_window_cache
