"""The header of a model file that is still at the hub, read by a few small requests.

What decides the memory a model needs stands in the first kilobytes, before the vocabulary,
which takes megabytes. So the vocabulary is not fetched, and tensors are taken as of equal size
until the file itself is here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from indoors.core.errors import AppError
from indoors.core.fit import ModelShape, shape_of
from indoors.core.gguf import FileFacts, facts_of, read_beginning, vocabulary_size
from indoors.protocol.broker import Head, RemoteFile
from indoors.protocol.faults import Fault

FIRST_BYTES = 64 * 1024
MOST_BYTES = 512 * 1024
"""At once; what comes then is a vocabulary, or no model."""

Fetch = Callable[[RemoteFile, int], Head]


@dataclass(frozen=True, slots=True)
class RemoteHeader:
    """What the beginning of a remote file tells."""

    facts: FileFacts
    shape: ModelShape


def read_remote_header(fetch: Fetch, file: RemoteFile) -> RemoteHeader:
    """Read as much as is needed; waits. ``fetch`` brings the first bytes of a file.

    Raises ``AppError``: those of ``fetch``, MODEL_NOT_GGUF, MODEL_DAMAGED, or HUB_UNUSABLE if
    the size is not told.
    """
    wanted = FIRST_BYTES
    while True:
        head = fetch(file, wanted)
        if head.size is None:
            raise AppError(Fault.HUB_UNUSABLE, detail="the file's size is not told")
        found = read_beginning(head.data, head.size, file.name)
        header = found.header
        is_enough = header.number("block_count") and vocabulary_size(header)
        if is_enough or not found.bytes_needed or wanted >= MOST_BYTES:
            return RemoteHeader(facts_of(header), shape_of(header))
        wanted = min(MOST_BYTES, 4 * wanted)
