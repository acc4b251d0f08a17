"""Other programs' folders as those programs leave them: found, read, and not touched."""

import hashlib
import json
from pathlib import Path

import pytest

from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import Provenance
from indoors.services.models_elsewhere import FoundModel, models_elsewhere

DATA = b"GGUF" + bytes(range(256)) * 8192
SHA = hashlib.sha256(DATA).hexdigest()


def put(path: Path, data: bytes = DATA) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def lm_studio(home: Path) -> None:
    models = home / ".lmstudio/models"
    put(models / "lmstudio-community/Qwen3-8B-GGUF/Qwen3-8B-Q4_K_M.gguf")
    put(models / "lmstudio-community/gemma-3-4b-it-GGUF/gemma-3-4b-it-Q4_K_M.gguf")
    put(models / "lmstudio-community/gemma-3-4b-it-GGUF/mmproj-model-f16.gguf")
    put(models / "unsloth/GLM-5-GGUF/GLM-5-Q4_K_M-00001-of-00002.gguf")
    put(models / "unsloth/GLM-5-GGUF/GLM-5-Q4_K_M-00002-of-00002.gguf")
    put(models / "mlx-community/Qwen3-4B-4bit/model.safetensors")
    put(models / "someone/Half-GGUF/downloading_Half-Q4_K_M.gguf.part")
    put(home / ".lmstudio/.internal/model-index-cache.json", b"{}")
    put(home / ".lmstudio/hub/models/qwen/qwen3-8b/manifest.json", b"{}")


def ollama(home: Path) -> None:
    models = home / ".ollama/models"
    kinds = ("model", "template", "license", "params")
    blobs = {kind: DATA if kind == "model" else f"{kind} {{}}".encode() for kind in kinds}
    layers = []
    for kind, data in blobs.items():
        digest = hashlib.sha256(data).hexdigest()
        put(models / f"blobs/sha256-{digest}", data)
        media = f"application/vnd.ollama.image.{kind}"
        layers.append({"mediaType": media, "digest": f"sha256:{digest}", "size": len(data)})
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 5},
        "layers": layers,
    }
    text = json.dumps(manifest).encode()
    put(models / "manifests/registry.ollama.ai/library/qwen3/8b", text)
    put(models / "manifests/registry.ollama.ai/library/qwen3/latest", text)  # the same model
    put(models / "manifests/hf.co/bartowski/Qwen3-8B-GGUF/Q4_K_M", text)
    gone = [{**layers[0], "digest": "sha256:" + "0" * 64}]
    pruned = json.dumps({**manifest, "layers": gone}).encode()
    put(models / "manifests/registry.ollama.ai/library/pruned/latest", pruned)
    put(models / f"blobs/sha256-{'1' * 64}-partial")
    put(home / ".ollama/id_ed25519", b"secret")


def gpt4all(home: Path) -> None:
    folder = home / ".local/share/nomic.ai/GPT4All"
    put(folder / "Meta-Llama-3-8B-Instruct.Q4_0.gguf")
    put(folder / "incomplete-Phi-3-mini-4k-instruct.Q4_0.gguf")
    put(folder / "gpt4all-gpt-5.rmodel", b'{"apiKey": "secret"}')
    put(folder / "localdocs_v3.db", b"SQLite format 3\0")


def hub_cache(home: Path) -> None:
    repo = home / ".cache/huggingface/hub/models--Qwen--Qwen3-0.6B-GGUF"
    put(repo / f"blobs/{SHA}")
    put(repo / f"blobs/{SHA}.0a1b2c3d.incomplete", DATA[:100])
    put(repo / "refs/main", b"0123456789abcdef")
    snapshot = repo / "snapshots/0123456789abcdef"
    snapshot.mkdir(parents=True)
    (snapshot / "Qwen3-0.6B-Q8_0.gguf").symlink_to(f"../../blobs/{SHA}")  # as the library does
    (snapshot / "README.md").symlink_to("../../blobs/gone")
    put(repo / ".no_exist/0123456789abcdef/config.json", b"")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    for program in (lm_studio, ollama, gpt4all, hub_cache):
        program(made)
    return made


def everything_in(home: Path) -> dict[str, tuple[int, int, str]]:
    """Names, dates, and where links lead, of all there is."""
    found = {}
    for path in sorted(home.rglob("*")):
        stat = path.lstat()
        target = str(path.readlink()) if path.is_symlink() else ""
        found[str(path)] = stat.st_mtime_ns, stat.st_size, target
    return found


def names(found: list[FoundModel], program: str) -> list[str]:
    return [each.name for each in found if each.program == program]


def test_whole_models_are_found_and_nothing_else(home: Path) -> None:
    found = models_elsewhere(home, {}, "linux")
    assert names(found, "LM Studio") == ["gemma-3-4b-it-Q4_K_M.gguf", "Qwen3-8B-Q4_K_M.gguf"]
    assert len(names(found, "Ollama")) == 1  # three names for one blob
    assert names(found, "GPT4All") == ["Meta-Llama-3-8B-Instruct.Q4_0.gguf"]
    assert names(found, "Hugging Face cache") == ["Qwen3-0.6B-Q8_0.gguf"]
    assert all(each.claimed_sha256 == SHA for each in found if each.program == "Ollama")


def test_looking_and_using_change_nothing(home: Path, tmp_path: Path) -> None:
    before = everything_in(home)
    files = ModelFiles(tmp_path / "models")
    files.prepare()
    for found in models_elsewhere(home, {}, "linux"):
        model = files.import_in_place(found.path, Provenance(origin="link", title=found.name))
        assert model.linked
        assert model.sidecar.sha256 == SHA
    for model in files.installed():
        files.purge(files.delete(model))  # "remove from this list"
    assert everything_in(home) == before
    assert not files.installed()


def test_folders_that_may_not_be_read_are_passed_over(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "glob", refuse)
    assert models_elsewhere(home, {}, "linux") == []
