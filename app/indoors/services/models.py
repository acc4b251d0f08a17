"""The model files that this computer has, as far as the user has shown them to us."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indoors.services.starter import starter_model

_QUANTIZATION = re.compile(r"[-._](I?Q\d\w*|BF16|F16|F32|MXFP4)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model file; name and quantization are read off the file's name, before any load."""

    path: str
    name: str
    quantization: str | None
    is_starter: bool
    exists: bool


def describe_file(path: Path, *, is_starter: bool = False) -> ModelChoice:
    """Read name and quantization off a file name like ``Qwen3-8B-Q4_K_M.gguf``.

    The name inside a file is worse: it is often that of a training run.
    """
    stem = path.stem
    match = _QUANTIZATION.search(stem)
    name = re.sub(r"[-_]+", " ", stem[: match.start()] if match else stem)
    quantization = match.group(1).upper() if match else None
    return ModelChoice(str(path), name, quantization, is_starter, path.is_file())


def known_models(recent: Sequence[str]) -> list[ModelChoice]:
    """The starter model, then the files used lately, newest first."""
    starter = starter_model()
    choices = [describe_file(starter, is_starter=True)] if starter else []
    seen = {choice.path for choice in choices}
    others = (path for path in dict.fromkeys(recent) if path not in seen)
    return [*choices, *(describe_file(Path(path)) for path in others)]
