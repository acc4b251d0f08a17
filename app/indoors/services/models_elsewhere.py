"""Model files that other programs keep on this computer. Nothing of theirs is changed."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Program = Literal["LM Studio", "Ollama", "GPT4All", "Hugging Face cache"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_LEAST_BYTES = 1024 * 1024
_MANIFEST_LIMIT = 1024 * 1024
_NOT_WHOLE = re.compile(r"mmproj.*|.*-\d{5}-of-\d{5}\.gguf", re.IGNORECASE)
"""Eyes of a model, and parts of one: nothing that could be loaded by itself."""
_OLLAMA_MODEL = "application/vnd.ollama.image.model"


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A file of another program. ``claimed_sha256`` is what its store says; it is unchecked."""

    path: Path
    name: str
    program: Program
    size: int
    claimed_sha256: str | None = None


def models_elsewhere(
    home: Path, environment: Mapping[str, str], platform: str = sys.platform
) -> list[FoundModel]:
    """Look where these programs keep their models; a program that is not there has none."""
    found = [
        *_lm_studio(home),
        *_ollama(home, environment),
        *_gpt4all(home, environment, platform),
        *_hub_cache(home, environment),
    ]
    unique = {model.path.resolve(): model for model in reversed(found)}
    return sorted(unique.values(), key=lambda model: (model.program, model.name.lower()))


def _lm_studio(home: Path) -> Iterator[FoundModel]:
    folders = [home / ".lmstudio" / "models", home / ".cache" / "lm-studio" / "models"]
    pointer = home / ".lmstudio-home-pointer"
    if pointer.is_file():
        text = pointer.read_text(encoding="utf-8", errors="replace").strip()
        folders.append(Path(text) / "models")
    for folder in folders:
        for path in _files(folder, "*/*/*.gguf"):  # publisher/repository/file
            yield FoundModel(path, path.name, "LM Studio", path.stat().st_size)


def _ollama(home: Path, environment: Mapping[str, str]) -> Iterator[FoundModel]:
    folders = [home / ".ollama" / "models", Path("/usr/share/ollama/.ollama/models")]
    if own := environment.get("OLLAMA_MODELS"):
        folders.insert(0, Path(own))
    for folder in folders:
        for manifest in _files(folder / "manifests", "*/*/*/*", least=1):
            sha256 = _ollama_model(manifest)
            blob = folder / "blobs" / f"sha256-{sha256}"
            if sha256 and _is_model(blob):
                name = f"{manifest.parent.name}:{manifest.name}"
                yield FoundModel(blob, name, "Ollama", blob.stat().st_size, sha256)


def _ollama_model(manifest: Path) -> str | None:
    """Return the hash of the layer that is the model."""
    try:
        if manifest.stat().st_size > _MANIFEST_LIMIT:
            return None
        layers = json.loads(manifest.read_bytes())["layers"]
        digests = [layer["digest"] for layer in layers if layer["mediaType"] == _OLLAMA_MODEL]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):  # not a manifest
        return None
    digest = str(digests[0]).removeprefix("sha256:") if digests else ""
    return digest if _SHA256.fullmatch(digest) else None


def _gpt4all(home: Path, environment: Mapping[str, str], platform: str) -> Iterator[FoundModel]:
    if platform == "win32":
        base = Path(environment.get("LOCALAPPDATA", str(home / "AppData" / "Local")))
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_DATA_HOME", str(home / ".local" / "share")))
    for path in _files(base / "nomic.ai" / "GPT4All", "*.gguf"):
        if not path.name.startswith("incomplete"):
            yield FoundModel(path, path.name, "GPT4All", path.stat().st_size)


def _hub_cache(home: Path, environment: Mapping[str, str]) -> Iterator[FoundModel]:
    cache = environment.get("XDG_CACHE_HOME", str(home / ".cache"))
    hub_home = environment.get("HF_HOME", str(Path(cache) / "huggingface"))
    folder = Path(environment.get("HF_HUB_CACHE", str(Path(hub_home) / "hub")))
    for path in _files(folder, "models--*/snapshots/*/**/*.gguf"):
        blob = path.resolve()  # its name is the file's hash
        claimed = blob.name if _SHA256.fullmatch(blob.name) else None
        yield FoundModel(path, path.name, "Hugging Face cache", path.stat().st_size, claimed)


def _files(folder: Path, pattern: str, least: int = _LEAST_BYTES) -> Iterator[Path]:
    try:
        for path in folder.glob(pattern):
            whole = not _NOT_WHOLE.fullmatch(path.name)
            if whole and path.is_file() and path.stat().st_size >= least:
                yield path
    except OSError:  # a folder that may not be read has nothing for us
        return


def _is_model(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"GGUF"
    except OSError:
        return False
