"""llama.cpp's C functions, without the binding's high-level classes.

``llama_cpp/__init__.py`` imports those (with a disk cache and template code), which costs
time and memory at every start of the engine and is never used. So the package is put in
place without running its ``__init__``, and only the module with the C functions is loaded.
"""

import importlib
import importlib.util
import re
import sys
import types
from pathlib import Path
from typing import Any


def _load() -> Any:
    if "llama_cpp" not in sys.modules:
        spec = importlib.util.find_spec("llama_cpp")
        if spec is None or spec.submodule_search_locations is None:
            raise ModuleNotFoundError("llama_cpp is not installed")
        package = types.ModuleType("llama_cpp")
        package.__path__ = list(spec.submodule_search_locations)
        package.__spec__ = spec
        sys.modules["llama_cpp"] = package
    return importlib.import_module("llama_cpp.llama_cpp")


lib: Any = _load()
"""The ctypes module; its functions release the GIL while they run."""


def build() -> str:
    """Versions of llama.cpp and of the binding."""
    native = lib.llama_version().decode(errors="replace")
    return f"llama.cpp {native}, llama-cpp-python {_binding_version()}"


def _binding_version() -> str:
    """Read it off the file that is not run; asking the package's metadata takes 30 ms."""
    found = re.search(
        r'^__version__ = "(.+)"', Path(lib.__file__).with_name("__init__.py").read_text(), re.M
    )
    return found.group(1) if found else "of an unknown version"


def system() -> str:
    """CPU features this build uses."""
    return str(lib.llama_print_system_info().decode(errors="replace")).strip(" |\n")
