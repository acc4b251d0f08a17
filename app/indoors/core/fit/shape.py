"""What a model is made of, as far as memory is concerned."""

from collections.abc import Mapping
from dataclasses import dataclass

from indoors.core.fit.repacking import repacked_bytes
from indoors.core.gguf import Header, Layer, layers_of, vocabulary_size

_INPUT = ("token_embd.", "per_layer_token_embd.", "position_embd.", "token_types.")
_HEADER_BYTES = 6_000_000
"""A vocabulary of 150,000 tokens; subtracted from a file whose tensors are not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelShape:
    """Sizes in bytes, widths in numbers.

    ``layers`` None: how much a token costs is not known. ``is_exact``: from the tensors
    themselves; otherwise layers are taken to be of equal size.
    """

    layer_bytes: tuple[int, ...]
    repacked_bytes: tuple[int, ...]  # of each layer, the part that is copied
    input_bytes: int  # looked up, never multiplied: stays in main memory
    output_bytes: int
    output_repacked: int
    output_is_input: bool  # one matrix for both; a graphics card gets a copy of it
    layers: tuple[Layer, ...] | None
    embedding: int
    feed_forward: int  # numbers per token that a layer holds between its halves
    heads: int
    vocabulary: int
    largest_matrix: int
    context_trained: int | None
    is_exact: bool

    @property
    def weights(self) -> int:
        return sum(self.layer_bytes) + self.input_bytes + self.output_bytes

    @property
    def read_bytes(self) -> int:
        """Weights that are gone through for every token."""
        return self.weights - (0 if self.output_is_input else self.input_bytes)

    @property
    def layer_count(self) -> int:
        return len(self.layer_bytes)


def shape_of(header: Header, repacked: Mapping[str, int] | None = None) -> ModelShape:
    """Return the shape from a header; ``repacked`` is what ``repacked_types`` returned."""
    if not header.complete:
        return _even(header)
    count = header.number("block_count")
    layers, copies = [0] * count, [0] * count
    inside = outside = outside_copied = 0
    for tensor in header.tensors:
        index = tensor.layer
        if index is not None and index < count:
            layers[index] += tensor.bytes
            copies[index] += repacked_bytes(tensor, repacked or {})
        elif tensor.name.startswith(_INPUT):
            inside += tensor.bytes
        else:
            outside += tensor.bytes
            outside_copied += repacked_bytes(tensor, repacked or {})
    return ModelShape(
        layer_bytes=tuple(layers),
        repacked_bytes=tuple(copies),
        input_bytes=inside,
        output_bytes=outside,
        output_repacked=outside_copied,
        output_is_input=all(tensor.name != "output.weight" for tensor in header.tensors),
        layers=layers_of(header),
        embedding=header.number("embedding_length"),
        feed_forward=_feed_forward(header),
        heads=max(1, header.number("attention.head_count")),
        vocabulary=vocabulary_size(header) or 0,
        largest_matrix=header.largest_tensor,
        context_trained=header.number("context_length") or None,
        is_exact=True,
    )


def outline(
    weights: int,
    *,
    layers: tuple[Layer, ...] | None,
    layer_count: int,
    embedding: int,
    vocabulary: int,
    context_trained: int | None,
) -> ModelShape:
    """Return the shape that a catalogue's figures give; widths it lacks are taken as usual."""
    count = max(1, layer_count)
    inner = 4 * embedding
    return ModelShape(
        layer_bytes=_equal_parts(weights, count),
        repacked_bytes=(0,) * count,
        input_bytes=0,
        output_bytes=0,
        output_repacked=0,
        output_is_input=False,
        layers=layers,
        embedding=embedding,
        feed_forward=3 * inner,
        heads=max(1, embedding // 128),
        vocabulary=vocabulary,
        largest_matrix=embedding * inner,
        context_trained=context_trained,
        is_exact=False,
    )


def _even(header: Header) -> ModelShape:
    """Return the shape that the beginning of a file tells, before its tensors are known."""
    count = max(1, header.number("block_count"))
    return ModelShape(
        layer_bytes=_equal_parts(max(0, header.file_bytes - _HEADER_BYTES), count),
        repacked_bytes=(0,) * count,
        input_bytes=0,
        output_bytes=0,
        output_repacked=0,
        output_is_input=False,
        layers=layers_of(header),
        embedding=header.number("embedding_length"),
        feed_forward=_feed_forward(header),
        heads=max(1, header.number("attention.head_count")),
        vocabulary=vocabulary_size(header) or 0,
        largest_matrix=header.number("embedding_length") * header.number("feed_forward_length"),
        context_trained=header.number("context_length") or None,
        is_exact=False,
    )


def _feed_forward(header: Header) -> int:
    """Numbers per token that a layer holds between its halves: gate, up and their product."""
    dense = 3 * header.number("feed_forward_length")
    used = header.number("expert_used_count")
    expert = header.number("expert_feed_forward_length") or header.number("feed_forward_length")
    mixed = used * (3 * expert + header.number("embedding_length"))
    return max(dense, mixed) if used else dense


def _equal_parts(whole: int, count: int) -> tuple[int, ...]:
    part, rest = divmod(whole, count)
    return tuple(part + (index < rest) for index in range(count))
