"""The shape of a model that is not here yet, from what the catalogue says of it."""

from indoors.core.catalog import Cache, Entry, File
from indoors.core.fit.shape import ModelShape, outline
from indoors.core.gguf import Layer

_USUAL_LAYERS = 28


def published_shape(entry: Entry, file: File) -> ModelShape | None:
    """Return the shape; None if the file's size is not known."""
    if file.size is None:
        return None
    shape = entry.shape
    return outline(
        file.size,
        layers=_layers(entry.cache) if entry.cache else None,
        layer_count=shape.layers or _USUAL_LAYERS,
        embedding=shape.embedding or 0,
        vocabulary=shape.vocabulary or 0,
        context_trained=shape.context,
    )


def _layers(cache: Cache) -> tuple[Layer, ...]:
    """Spread the published bytes per token over layers; the state of recurrent ones is unknown."""
    everything = _equal(cache.per_token, cache.layers or 1, None)
    windows = _equal(cache.per_token_window, cache.window_layers, cache.window)
    return everything + windows + (Layer(),) * cache.recurrent_layers


def _equal(bytes_per_token: int, count: int, window: int | None) -> tuple[Layer, ...]:
    if not count:
        return ()
    numbers = bytes_per_token // (2 * count)  # two bytes each, keys and values together
    return (Layer(numbers - numbers // 2, numbers // 2, window),) * count
