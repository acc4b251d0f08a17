"""Whether a graphics processor can be used from inside the sandbox: tried, not believed.

A driver that lists a device may still be unable to use it here, as some of them want sockets
or files that the engine does not have. So a piece of its memory is taken and written before a
model is put there. Never run with a graphics processor yet; the test runs it on the CPU
device, which goes the same way. A driver that ends the process instead of refusing is seen
as a crash of the load, and the window then offers to do without it.
"""

import ctypes
from functools import cache
from pathlib import Path
from typing import Any

from llama_cpp import _ctypes_extensions as loader

from indoors.engine.binding import lib
from indoors.engine.devices import devices

_BYTES = 1024 * 1024


@cache
def refused_graphics() -> tuple[str, ...]:
    """Return the names of graphics devices that ggml lists and that do not work here."""
    return tuple(
        device.name
        for index, device in enumerate(devices())
        if device.kind != "cpu" and not works(index)
    )


def works(index: int) -> bool:
    """Take memory on a device, write it, and give it back."""
    folder = Path(lib.__file__).parent / "lib"
    registry: Any = loader.load_shared_library("ggml", folder)
    base: Any = loader.load_shared_library("ggml-base", folder)
    registry.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    registry.ggml_backend_dev_get.restype = ctypes.c_void_p
    for name, arguments in (
        ("ggml_backend_dev_init", [ctypes.c_void_p, ctypes.c_char_p]),
        ("ggml_backend_alloc_buffer", [ctypes.c_void_p, ctypes.c_size_t]),
    ):
        function = getattr(base, name)
        function.argtypes, function.restype = arguments, ctypes.c_void_p
    backend = base.ggml_backend_dev_init(registry.ggml_backend_dev_get(index), None)
    if not backend:
        return False
    buffer = base.ggml_backend_alloc_buffer(backend, _BYTES)
    if buffer:
        base.ggml_backend_buffer_clear(ctypes.c_void_p(buffer), ctypes.c_uint8(0))
        base.ggml_backend_buffer_free(ctypes.c_void_p(buffer))
    base.ggml_backend_free(ctypes.c_void_p(backend))
    return bool(buffer)
