"""Headers of files on the disk are read once, and what is no model is named."""

import shutil
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.model_headers import ModelHeaders
from indoors.services.starter import starter_model

STARTER = starter_model()


@pytest.mark.skipif(STARTER is None, reason="the starter model is not installed")
def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    assert STARTER
    path = tmp_path / "model.gguf"
    shutil.copyfile(STARTER, path)
    headers = ModelHeaders()
    first = headers.read(path)
    assert first.facts.architecture == "llama"
    assert headers.read(path) is first
    headers.set_repacked({"Q4_1": 8})
    assert headers.read(path) is not first
    path.write_bytes(b"GGUF")
    with pytest.raises(AppError) as told:
        headers.read(path)
    assert told.value.fault is Fault.MODEL_DAMAGED


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.MODEL_NOT_GGUF),
        (b"PK\3\4" * 9, Fault.MODEL_NOT_GGUF),
        (None, Fault.MODEL_MISSING),
    ],
)
def test_what_is_no_model_is_named(tmp_path: Path, content: bytes | None, fault: Fault) -> None:
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AppError) as told:
        ModelHeaders().read(path)
    assert told.value.fault is fault
    assert told.value.facts["path"] == str(path)
