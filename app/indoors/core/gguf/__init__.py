"""GGUF files: a bounded reader for their headers, and what the headers say.

read(data, path)                  whole file -> Header, faults as AppError
read_beginning(data, size, path)  first bytes of a file -> Beginning, faults as AppError
facts_of(header)                  Header -> FileFacts
"""

from indoors.core.errors import AppError
from indoors.core.gguf.cursor import DamagedError, Data, NotGgufError
from indoors.core.gguf.facts import FileFacts, Kind, facts_of, vocabulary_size
from indoors.core.gguf.header import Beginning, Header, Tensor, parse, parse_beginning
from indoors.core.gguf.layers import Layer, layers_of
from indoors.core.gguf.tensor_types import FILE_TYPES, TENSOR_TYPES
from indoors.protocol.faults import Fault

__all__ = [
    "FILE_TYPES",
    "TENSOR_TYPES",
    "Beginning",
    "DamagedError",
    "Data",
    "FileFacts",
    "Header",
    "Kind",
    "Layer",
    "NotGgufError",
    "Tensor",
    "facts_of",
    "layers_of",
    "parse",
    "parse_beginning",
    "read",
    "read_beginning",
    "vocabulary_size",
]


def read(data: Data, path: str) -> Header:
    """Read a whole file's header. Raises AppError(MODEL_NOT_GGUF or MODEL_DAMAGED).

    A header without an architecture or without tensors is damage too: nothing can run it.
    """
    header = read_beginning(data, len(data), path).header
    if not header.architecture:
        raise AppError(Fault.MODEL_DAMAGED, path=path, detail="it names no architecture")
    if not header.tensors:
        raise AppError(Fault.MODEL_DAMAGED, path=path, detail="it holds no tensors")
    return header


def read_beginning(data: Data, file_bytes: int, path: str) -> Beginning:
    """Read as far as the first bytes go. Raises AppError(MODEL_NOT_GGUF or MODEL_DAMAGED)."""
    try:
        return parse_beginning(data, file_bytes)
    except NotGgufError as error:
        raise AppError(Fault.MODEL_NOT_GGUF, path=path) from error
    except DamagedError as error:
        raise AppError(Fault.MODEL_DAMAGED, path=path, detail=str(error)) from error
