"""Automatic settings, their reasons, and the order they end in."""

from dataclasses import replace

from indoors.core.automatic import ContextReason, LayersReason, automatic, load_order
from indoors.core.fit import ModelShape, Room, Verdict, outline
from indoors.core.gguf import Layer
from indoors.core.model_settings import AUTOMATIC, ModelSettings
from indoors.core.settings import EngineChoice

GIB = 2**30
USUAL = EngineChoice()


def shape(weights: int = 4 * GIB, trained: int | None = 32_768) -> ModelShape:
    return outline(
        weights,
        layers=(Layer(1024, 1024, None),) * 32,
        layer_count=32,
        embedding=4096,
        vocabulary=32_000,
        context_trained=trained,
    )


def room(gigabytes: float, card: float = 0.0) -> Room:
    return Room(
        main_free=int(gigabytes * GIB),
        graphics="separate" if card else "none",
        graphics_free=int(card * GIB),
    )


def test_the_usual_context_is_enough_though_more_would_fit() -> None:
    found = automatic(shape(), room(64), AUTOMATIC, USUAL, 8)
    assert (found.context, found.context_reason) == (8192, ContextReason.USUAL)
    assert found.largest == 32_768
    assert found.threads == 8
    assert found.layers_reason is LayersReason.NO_GRAPHICS


def test_a_small_model_gives_all_it_has() -> None:
    found = automatic(shape(trained=2048), room(64), AUTOMATIC, USUAL, None)
    assert (found.context, found.context_reason) == (2048, ContextReason.ALL)


def test_little_memory_makes_the_context_smaller() -> None:
    found = automatic(shape(), room(5.2), AUTOMATIC, USUAL, None)
    assert found.context_reason is ContextReason.MEMORY
    assert 256 <= found.context < 8192
    assert found.fit.verdict is not Verdict.TOO_BIG
    order = load_order("/a.gguf", AUTOMATIC, USUAL, found)
    assert order.context == found.context


def test_the_settings_page_is_followed() -> None:
    usual = EngineChoice(context=4096, threads=3)
    found = automatic(shape(), room(64), AUTOMATIC, usual, 8)
    assert (found.context, found.context_reason) == (4096, ContextReason.CHOSEN_FOR_ALL)
    assert found.threads == 3


def test_layers_go_to_the_card_as_far_as_they_fit() -> None:
    whole = automatic(shape(), room(32, card=24), AUTOMATIC, USUAL, None)
    assert whole.layers_reason is LayersReason.ALL_FIT
    part = automatic(shape(), room(32, card=3), AUTOMATIC, USUAL, None)
    assert part.layers_reason is LayersReason.SOME_FIT
    assert 0 < part.gpu_layers < part.layers
    assert load_order("/a.gguf", AUTOMATIC, USUAL, part).gpu_layers == part.gpu_layers


def test_what_the_user_sets_wins() -> None:
    own = ModelSettings(context=1024, gpu_layers=0, threads=1, kv_type="q8_0", flash_attention=True)
    found = automatic(shape(), room(32, card=24), own, USUAL, 8)
    order = load_order("/a.gguf", own, USUAL, found)
    assert (order.context, order.gpu_layers, order.threads) == (1024, 0, 1)
    assert (order.kv_type, order.flash_attention) == ("q8_0", True)
    assert found.fit.setting.context == 1024


def test_without_anything_known_the_engine_decides() -> None:
    order = load_order("/a.gguf", AUTOMATIC, USUAL, None)
    assert (order.context, order.threads, order.gpu_layers) == (None, None, -1)


def test_a_windowed_model_gets_a_small_cache_where_memory_is_short() -> None:
    """The engine is told, and told what the cache then takes: it counts memory for itself."""
    windowed = replace(shape(), layers=(Layer(1024, 1024, 512),) * 30 + (Layer(1024, 1024),) * 2)
    plenty = load_order(
        "/a.gguf", AUTOMATIC, USUAL, automatic(windowed, room(64), AUTOMATIC, USUAL, 8)
    )
    assert plenty.full_window_cache
    assert plenty.cache_bytes is None
    found = automatic(windowed, room(5.5), AUTOMATIC, USUAL, 8)
    little = load_order("/a.gguf", AUTOMATIC, USUAL, found)
    assert not little.full_window_cache
    assert little.cache_bytes == found.fit.requirement.context
    assert found.context == 8192  # with a whole cache it would have to be smaller
