"""NVIDIA cards, with a library of ours in the place of the driver's, in processes of their own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.energy import PowerCap

ROOT = Path(__file__).parents[3]
COMPILER = shutil.which("cc")
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the stand-in is an ELF library"),
    pytest.mark.skipif(COMPILER is None, reason="no C compiler here"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nvml")
    source = ROOT / "tests" / "data" / "nvml_stub.c"
    command = [str(COMPILER), "-shared", "-fPIC", "-O1", "-Wall", "-Werror"]
    subprocess.run([*command, "-o", folder / "libnvidia-ml.so.1", source], check=True)
    return folder


def run(library: Path, tmp_path: Path, what: str, **stub: str) -> dict[str, Any]:
    environment = os.environ | {
        "LD_LIBRARY_PATH": str(library),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "app"), str(ROOT)]),
        "NVML_STUB_LOG": str(tmp_path / "log"),
    }
    command = [sys.executable, "-m", "tests.helpers.nvml_child", what, str(tmp_path)]
    done = subprocess.run(
        command, env=environment | stub, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("refresh_ms", [20, 100])
def test_the_counter(library: Path, tmp_path: Path, refresh_ms: int) -> None:
    seen = run(library, tmp_path, "reader", NVML_STUB_REFRESH_MS=str(refresh_ms))
    assert seen["kind"] == "counter"
    assert seen["watts"] == pytest.approx(115, rel=0.25)
    assert refresh_ms / 1000 * 0.8 < seen["refresh"] < 0.5  # a busy machine looks too rarely
    assert seen["others"] == [True, False]
    assert seen["lost"] is None
    assert seen["unknown"]
    assert (tmp_path / "log").read_text().split().count("init") == 2
    assert (tmp_path / "log").read_text().split().count("shutdown") == 2


def test_the_windows_limits_leave_the_card_readable(library: Path, tmp_path: Path) -> None:
    seen = run(library, tmp_path, "confined")
    assert seen["kind"] == "counter"
    assert seen["watts"] == pytest.approx(115, rel=0.25)


def test_a_card_without_counter_is_sampled_and_never_takes_nothing(
    library: Path, tmp_path: Path
) -> None:
    seen = run(library, tmp_path, "reader", NVML_STUB_NO_ENERGY="1")
    assert seen["kind"] == "sample"
    assert seen["last"] == 115_000_000


def test_an_answer_on_a_card(library: Path, tmp_path: Path) -> None:
    """Card and processor, opened with the model and let go with it."""
    PowerCap(tmp_path).zone("intel-rapl:0", "package-0", 1_000_000)
    seen = run(library, tmp_path, "session")
    assert seen["sources"][0] == "nvml:0000:01:00.0"
    assert seen["joules"] == pytest.approx(100 * seen["seconds"], rel=0.1)
    assert abs(seen["joules"] - 100 * seen["seconds"]) <= seen["half"]
    assert not seen["opened early"]
    assert seen["after unload"] == ["init", "shutdown"]
    # The processor's counter stands still in this tree: what is left is a part.
    assert (seen["grade"], seen["lowered"]) == ("partial", ["meter_stuck"])


def test_a_card_alone_is_a_part(library: Path, tmp_path: Path) -> None:
    seen = run(library, tmp_path, "session")
    assert (seen["grade"], seen["lowered"]) == ("partial", ["processor_not_metered"])
    assert seen["sources"] == ["nvml:0000:01:00.0"]
