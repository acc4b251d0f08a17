"""The models folder shows whole and verified files, and loses none."""

import hashlib
import json
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import Provenance, Sidecar
from indoors.services.models_elsewhere import models_elsewhere
from indoors.services.safe_names import safe_model_name

DATA = b"GGUF" + bytes(2_000_000)
SHA = hashlib.sha256(DATA).hexdigest()
FROM_HUB = Provenance(origin="download", repo="a/b", file="x.gguf")


@pytest.fixture
def files(tmp_path: Path) -> ModelFiles:
    made = ModelFiles(tmp_path / "models")
    made.prepare()
    return made


def part(files: ModelFiles, data: bytes = DATA) -> Path:
    path = files.partial / "1.part"
    path.write_bytes(data)
    return path


def test_a_verified_part_is_installed(files: ModelFiles) -> None:
    model = files.adopt(part(files), SHA, FROM_HUB)
    assert files.installed() == [model]
    assert model.path == files.folder / "x.gguf"
    assert not model.linked
    assert files.with_hash(SHA) == model
    assert list(files.partial.iterdir()) == []


def test_files_without_a_sidecar_are_not_installed(files: ModelFiles) -> None:
    stray = files.folder / "stray.gguf"
    stray.write_bytes(DATA)
    assert files.installed() == []
    assert files.unverified() == [stray]
    model = files.import_in_place(stray, Provenance(origin="import"))
    assert (model.path, model.linked) == (stray, False)
    assert files.installed() == [model]
    assert files.unverified() == []


def test_a_file_that_changed_is_not_installed_any_more(files: ModelFiles) -> None:
    model = files.adopt(part(files), SHA, FROM_HUB)
    with model.path.open("r+b") as file:
        file.write(b"GGUFx")
    os.utime(model.path, ns=(1, 1))
    assert files.installed() == []
    assert files.unverified() == [model.path]


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"sha256": 3}', b"\xff"])
def test_a_sidecar_that_is_none_vouches_for_nothing(text: bytes, files: ModelFiles) -> None:
    model = files.adopt(part(files), SHA, FROM_HUB)
    model.path.with_name(model.path.name + ".indoors.json").write_bytes(text)
    assert files.installed() == []


def test_a_sidecar_cannot_point_out_of_the_folder(files: ModelFiles, tmp_path: Path) -> None:
    """Only a link's may; one that lies beside a model speaks for that model alone."""
    outside = tmp_path / "secret"
    outside.write_bytes(DATA)
    stat = outside.stat()
    sidecar = Sidecar(
        sha256=SHA,
        size=stat.st_size,
        mtime_ns=stat.st_mtime_ns,
        provenance=FROM_HUB,
        path=str(outside),
    )
    (files.folder / "x.gguf.indoors.json").write_bytes(msgspec.json.encode(sidecar))
    assert files.installed() == []


def test_the_same_hash_twice_is_one_file(files: ModelFiles) -> None:
    first = files.adopt(part(files), SHA, FROM_HUB)
    second = files.adopt(part(files), SHA, FROM_HUB)
    assert first == second
    assert list(files.partial.iterdir()) == []


def test_another_file_of_the_same_name_gets_another(files: ModelFiles) -> None:
    files.adopt(part(files), SHA, FROM_HUB)
    other = DATA + b"!"
    sha256 = hashlib.sha256(other).hexdigest()
    model = files.adopt(part(files, other), sha256, FROM_HUB)
    assert model.path.name == f"x-{sha256[:8]}.gguf"
    assert len(files.installed()) == 2


def test_what_is_no_model_is_refused(files: ModelFiles, tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"MZ" + bytes(100))
    for take in (files.import_in_place, files.import_copy):
        with pytest.raises(AppError) as error:
            take(path, Provenance(origin="import"))
        assert error.value.fault is Fault.MODEL_NOT_GGUF
    with pytest.raises(AppError) as missing:
        files.import_in_place(tmp_path / "none.gguf", Provenance(origin="import"))
    assert missing.value.fault is Fault.MODEL_MISSING
    assert files.installed() == []


def test_an_import_stays_where_it_is(files: ModelFiles, tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(DATA)
    seen: list[tuple[int, int]] = []
    model = files.import_in_place(
        path, Provenance(origin="link"), lambda done, total: seen.append((done, total))
    )
    assert (model.path, model.linked, model.sidecar.sha256) == (path, True, SHA)
    assert seen[-1] == (len(DATA), len(DATA))
    assert files.installed() == [model]
    assert list(files.folder.glob("*.gguf")) == []
    path.unlink()
    assert files.installed() == []


def test_an_import_by_copy(files: ModelFiles, tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(DATA)
    model = files.import_copy(path, Provenance(origin="import"))
    path.unlink()
    assert model.path == files.folder / "mine.gguf"
    assert model.path.read_bytes() == DATA
    assert files.installed() == [model]


def test_an_import_can_be_stopped(files: ModelFiles, tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StoppedError

    path = tmp_path / "mine.gguf"
    path.write_bytes(DATA)
    for take in (files.import_copy, files.import_in_place):
        with pytest.raises(StoppedError):
            take(path, Provenance(origin="import"), stop)
    assert files.installed() == []
    assert list(files.partial.iterdir()) == []


def test_delete_and_undo(files: ModelFiles) -> None:
    model = files.adopt(part(files), SHA, FROM_HUB)
    deleted = files.delete(model)
    assert files.installed() == []
    assert files.undo(deleted) == model
    assert files.installed() == [model]
    assert model.path.read_bytes() == DATA


def test_undo_beside_a_new_file_of_that_name(files: ModelFiles) -> None:
    deleted = files.delete(files.adopt(part(files), SHA, FROM_HUB))
    other = DATA + b"!"
    files.adopt(part(files, other), hashlib.sha256(other).hexdigest(), FROM_HUB)
    files.undo(deleted)
    assert {model.sidecar.size for model in files.installed()} == {len(DATA), len(other)}


def test_delete_for_good(files: ModelFiles) -> None:
    model = files.adopt(part(files), SHA, FROM_HUB)
    before = files.disk_bytes()
    deleted = files.delete(model)
    assert files.disk_bytes() == before
    files.purge(deleted)
    assert files.disk_bytes() == 0
    with pytest.raises(AppError) as error:
        files.undo(deleted)
    assert error.value.fault is Fault.MODEL_MISSING


def test_a_linked_file_is_never_deleted(files: ModelFiles, tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(DATA)
    model = files.import_in_place(path, Provenance(origin="link"))
    deleted = files.delete(model)
    files.purge()
    assert files.installed() == []
    assert path.read_bytes() == DATA
    files.undo(deleted)
    assert files.installed() == [model]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as error:
        ModelFiles(tmp_path / "file" / "models").prepare()
    assert error.value.fault is Fault.FOLDER_READ_ONLY


# ---- names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Qwen3-8B-Q4_K_M.gguf", "Qwen3-8B-Q4_K_M.gguf"),
        ("Q4/model.GGUF", "model.gguf"),
        ("../../etc/passwd", "passwd.gguf"),
        ("..\\..\\boot.ini", "boot.ini.gguf"),
        ("...", "model.gguf"),
        ("", "model.gguf"),
        ("CON.gguf", "_CON.gguf"),
        ("nul.x.gguf", "_nul.x.gguf"),
        ("a\u202egguf.exe", "agguf.exe.gguf"),
        ('a<b>:"|?*.gguf', "a_b_.gguf"),
        ("x" * 300, "x" * 115 + ".gguf"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_model_name(name) == safe


@given(st.text(max_size=200))
def test_any_name_is_made_safe(name: str) -> None:
    safe = safe_model_name(name)
    assert safe == Path(safe).name
    assert safe.endswith(".gguf")
    assert not safe.startswith(".")
    assert len(safe) <= 120
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert safe_model_name(safe) == safe


# ---- other programs' files -----------------------------------------------------------------


def put(path: Path, data: bytes = DATA) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_models_of_other_programs(tmp_path: Path) -> None:
    home = tmp_path
    studio = put(home / ".lmstudio/models/acme/tiny-GGUF/tiny.gguf")
    blob = put(home / f".ollama/models/blobs/sha256-{SHA}")
    layers = [
        {"mediaType": "application/vnd.ollama.image.template", "digest": "sha256:" + "1" * 64},
        {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{SHA}"},
    ]
    manifest = home / ".ollama/models/manifests/registry/library/llama3/8b"
    put(manifest, json.dumps({"layers": layers}).encode())
    put(manifest.with_name("bad"), b"{")
    put(manifest.with_name("evil"), json.dumps({"layers": [
        {"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:../../../x"}
    ]}).encode())  # fmt: skip
    all_ = put(home / ".local/share/nomic.ai/GPT4All/orca.gguf")
    put(home / ".local/share/nomic.ai/GPT4All/incomplete-x.gguf")
    cache = home / ".cache/huggingface/hub/models--a--b"
    cached = put(cache / "blobs" / SHA)
    link = cache / "snapshots/abc/q/tiny.gguf"
    link.parent.mkdir(parents=True)
    link.symlink_to(cached)
    put(cache / "blobs" / f"{SHA}.123.incomplete")
    put(home / ".lmstudio/models/acme/tiny-GGUF/small.gguf", b"GGUF")
    found = {model.program: model for model in models_elsewhere(home, {}, "linux")}
    assert {program: model.path for program, model in found.items()} == {
        "LM Studio": studio,
        "Ollama": blob,
        "GPT4All": all_,
        "Hugging Face cache": link,
    }
    assert found["Ollama"].name == "llama3:8b"
    assert found["Ollama"].claimed_sha256 == SHA
    assert found["Hugging Face cache"].claimed_sha256 == SHA
    assert len(models_elsewhere(home, {}, "linux")) == 4


def test_their_folders_may_be_elsewhere(tmp_path: Path) -> None:
    put(tmp_path / "hf" / "models--a--b/snapshots/abc/tiny.gguf")
    put(tmp_path / "win/nomic.ai/GPT4All/orca.gguf")
    put(tmp_path / "lm/models/acme/tiny/x.gguf")
    put(tmp_path / ".lmstudio-home-pointer", str(tmp_path / "lm").encode())
    environment = {"HF_HUB_CACHE": str(tmp_path / "hf"), "LOCALAPPDATA": str(tmp_path / "win")}
    found = models_elsewhere(tmp_path, environment, "win32")
    assert {model.program for model in found} == {"Hugging Face cache", "GPT4All", "LM Studio"}
    assert models_elsewhere(tmp_path / "nobody", {}, "linux") == []


def test_they_are_used_where_they_are(files: ModelFiles, tmp_path: Path) -> None:
    blob = put(tmp_path / f".ollama/models/blobs/sha256-{SHA}")
    before = blob.stat()
    model = files.import_in_place(blob, Provenance(origin="link", title="llama3:8b"))
    assert model.path == blob
    after = blob.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert list(blob.parent.iterdir()) == [blob]


def test_a_linked_file_whose_disk_is_away_is_missed_and_comes_back(
    files: ModelFiles, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    path = put(stick / "mine.gguf")
    model = files.import_in_place(path, Provenance(origin="link", title="Mine"))
    stick.rename(tmp_path / "pulled")
    assert files.installed() == []
    assert files.absent() == [model]
    (tmp_path / "pulled").rename(stick)
    assert files.installed() == [model]
    assert files.absent() == []


def test_a_linked_file_that_changed_is_offered_for_checking(
    files: ModelFiles, tmp_path: Path
) -> None:
    path = put(tmp_path / "mine.gguf")
    files.import_in_place(path, Provenance(origin="link"))
    put(path, DATA + b"!")
    assert files.installed() == []
    assert files.unverified() == [path]
    again = files.import_in_place(path, Provenance(origin="link"))
    assert files.installed() == [again]
    assert files.unverified() == []
