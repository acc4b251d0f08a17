"""A bundle arrives as it left, or is refused."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.bundle import export_bundle, import_bundle, open_bundle
from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import InstalledModel, Provenance

DATA = b"GGUF" + bytes(range(256)) * 4000
SHA = hashlib.sha256(DATA).hexdigest()
ENTRY = {"id": "tiny", "name": "Tiny", "license": {"spdx": "MIT"}}
LICENCE = "MIT Licence\n\nPermission is hereby granted …\n"


def folder(path: Path) -> ModelFiles:
    files = ModelFiles(path)
    files.prepare()
    return files


@pytest.fixture
def model(tmp_path: Path) -> InstalledModel:
    files = folder(tmp_path / "here")
    part = files.partial / "1.part"
    part.write_bytes(DATA)
    origin = Provenance(origin="download", title="Tiny", repo="a/b", file="tiny.gguf")
    return files.adopt(part, SHA, origin)


@pytest.fixture
def carried(model: InstalledModel, tmp_path: Path) -> Path:
    return export_bundle(
        model, tmp_path / "stick", catalog_entry=ENTRY, licence=LICENCE, part_bytes=300_000
    )


@pytest.fixture
def there(tmp_path: Path) -> ModelFiles:
    return folder(tmp_path / "there")


def test_a_round_trip(carried: Path, there: ModelFiles) -> None:
    assert carried.name == "tiny.indoors-model"
    parts = sorted(path.name for path in carried.glob("model-*.part"))
    assert parts == ["model-00.part", "model-01.part", "model-02.part", "model-03.part"]
    bundle = open_bundle(carried)
    assert bundle.catalog_entry == ENTRY
    assert bundle.licence == LICENCE
    seen: list[tuple[int, int]] = []
    model = import_bundle(bundle, there, lambda done, total: seen.append((done, total)))
    assert model.path == there.folder / "tiny.gguf"
    assert model.path.read_bytes() == DATA
    assert model.sidecar.provenance.origin == "bundle"
    assert model.sidecar.provenance.repo == "a/b"
    assert there.installed() == [model]
    assert seen[-1] == (len(DATA), len(DATA))


def test_it_is_opened_by_any_of_its_files(carried: Path) -> None:
    assert open_bundle(carried / "manifest.json") == open_bundle(carried)


def test_without_entry_and_licence(model: InstalledModel, tmp_path: Path) -> None:
    carried = export_bundle(model, tmp_path / "stick")
    assert sorted(path.name for path in carried.iterdir()) == ["manifest.json", "model-00.part"]
    bundle = open_bundle(carried)
    assert (bundle.catalog_entry, bundle.licence) == (None, None)


def test_a_model_that_rotted_is_not_carried(model: InstalledModel, tmp_path: Path) -> None:
    with model.path.open("r+b") as file:
        file.seek(5000)
        file.write(b"!")
    with pytest.raises(AppError) as error:
        export_bundle(model, tmp_path / "stick")
    assert error.value.fault is Fault.MODEL_DAMAGED
    assert list((tmp_path / "stick").iterdir()) == []


def test_nothing_is_overwritten(model: InstalledModel, carried: Path) -> None:
    with pytest.raises(AppError) as error:
        export_bundle(model, carried.parent)
    assert error.value.fault is Fault.EXPORT_FAILED
    assert [path.name for path in carried.parent.iterdir()] == [carried.name]


@pytest.mark.parametrize("name", ["model-00.part", "model-03.part", "catalog.json", "LICENCE.txt"])
def test_one_changed_byte_is_found(name: str, carried: Path, there: ModelFiles) -> None:
    path = carried / name
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)
    with pytest.raises(AppError) as error:
        import_bundle(open_bundle(carried), there)
    assert error.value.fault is Fault.BUNDLE_DAMAGED
    assert error.value.facts["file"] == name
    assert there.installed() == []
    assert list(there.partial.iterdir()) == []
    assert list(there.folder.glob("*.gguf")) == []


def shorter(carried: Path) -> None:
    path = carried / "model-01.part"
    path.write_bytes(path.read_bytes()[:-1])


def missing(carried: Path) -> None:
    (carried / "model-02.part").unlink()


def linked(carried: Path) -> None:
    path = carried / "model-01.part"
    away = carried.parent / "away"
    path.rename(away)
    path.symlink_to(away)


@pytest.mark.parametrize("harm", [shorter, missing, linked])
def test_parts_must_be_there_and_whole(
    harm: Callable[[Path], None], carried: Path, there: ModelFiles
) -> None:
    harm(carried)
    with pytest.raises(AppError) as error:
        import_bundle(open_bundle(carried), there)
    assert error.value.fault is Fault.BUNDLE_DAMAGED


def edited(carried: Path, **changes: object) -> Path:
    manifest = json.loads((carried / "manifest.json").read_text())
    (carried / "manifest.json").write_text(json.dumps(manifest | changes))
    return carried


PART = {"name": "model-00.part", "size": len(DATA), "sha256": SHA}


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"parts": []},
        {"parts": [PART | {"name": "../../../etc/passwd"}]},
        {"parts": [PART | {"name": "/etc/passwd"}]},
        {"parts": [PART, PART], "size": 2 * len(DATA)},
        {"parts": [PART | {"size": 5}]},
        {"parts": [PART | {"size": -1}]},
        {"parts": [PART | {"sha256": "zz"}]},
        {"texts": [PART | {"name": "run.sh"}]},
        {"size": 2**60},
        {"extra": 1},
        {"sha256": None},
    ],
)
def test_a_manifest_is_not_believed(changes: dict[str, object], carried: Path) -> None:
    with pytest.raises(AppError) as error:
        open_bundle(edited(carried, **changes))
    assert error.value.fault is Fault.BUNDLE_NOT_ONE


def test_a_wrong_hash_of_the_whole(carried: Path, there: ModelFiles) -> None:
    with pytest.raises(AppError) as error:
        import_bundle(open_bundle(edited(carried, sha256="0" * 64)), there)
    assert error.value.fault is Fault.BUNDLE_DAMAGED
    assert error.value.facts["file"] == "manifest.json"


def test_a_name_that_wants_out_stays_in(carried: Path, there: ModelFiles) -> None:
    model = import_bundle(open_bundle(edited(carried, file="../../../evil.sh")), there)
    assert model.path == there.folder / "evil.sh.gguf"


def test_a_model_that_is_none_is_refused(carried: Path, there: ModelFiles) -> None:
    data = b"MZ" + bytes(100)
    sha256 = hashlib.sha256(data).hexdigest()
    (carried / "model-00.part").write_bytes(data)
    part = {"name": "model-00.part", "size": len(data), "sha256": sha256}
    edited(carried, parts=[part], size=len(data), sha256=sha256)
    with pytest.raises(AppError) as error:
        import_bundle(open_bundle(carried), there)
    assert error.value.fault is Fault.MODEL_NOT_GGUF


@given(data=st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_for_a_manifest(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(data)
    with pytest.raises(AppError) as error:
        open_bundle(tmp_path)
    assert error.value.fault is Fault.BUNDLE_NOT_ONE
