"""The devices in ggml's backend registry."""

import ctypes
from pathlib import Path
from typing import Any, Literal

from llama_cpp import _ctypes_extensions as loader

from indoors.engine.binding import lib
from indoors.protocol.engine import Device

Kind = Literal["cpu", "gpu", "igpu", "accelerator"]

_KINDS: dict[int, Kind] = {0: "cpu", 1: "gpu", 2: "igpu"}  # enum ggml_backend_dev_type


def devices() -> tuple[Device, ...]:
    """Return every device that this build of ggml can use."""
    folder = Path(lib.__file__).parent / "lib"
    registry = loader.load_shared_library("ggml", folder)
    base = loader.load_shared_library("ggml-base", folder)
    get = registry.ggml_backend_dev_get
    get.argtypes, get.restype = [ctypes.c_size_t], ctypes.c_void_p
    registry.ggml_backend_dev_count.restype = ctypes.c_size_t
    return tuple(
        _describe(base, ctypes.c_void_p(get(index)))
        for index in range(registry.ggml_backend_dev_count())
    )


def _describe(base: Any, device: ctypes.c_void_p) -> Device:
    free, total = ctypes.c_size_t(), ctypes.c_size_t()
    base.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
    for name in ("ggml_backend_dev_name", "ggml_backend_dev_description"):
        getattr(base, name).restype = ctypes.c_char_p
    return Device(
        name=base.ggml_backend_dev_name(device).decode(errors="replace"),
        description=base.ggml_backend_dev_description(device).decode(errors="replace"),
        kind=_KINDS.get(base.ggml_backend_dev_type(device), "accelerator"),
        memory_total=total.value,
        memory_free=free.value,
    )
