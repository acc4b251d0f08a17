"""The life of a model in the real window: cards, download, break, kill, check, load, chat, bundle.

The large test takes the 1.5B model of ``make models`` from a hub on the loopback interface and
compares it with the hash that the catalogue pins. The small one carries the starter model to a
computer without any network. Pictures go to INDOORS_PICTURES, if that names a folder.
"""

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from fetch_models import DEFAULT_FOLDER, MODELS

from indoors.core.catalog import Entry, File
from indoors.services.bundle import export_bundle
from indoors.services.catalog import read_catalog
from indoors.services.model_files import ModelFiles
from indoors.services.model_sidecars import Provenance
from indoors.services.paths import Paths
from indoors.services.starter import starter_model
from tests.helpers.desktop import MISSING, Window, screen, wait_for
from tests.helpers.hub import LoopbackHub, Trouble, running_hub

STARTER = starter_model()
LARGE = DEFAULT_FOLDER / MODELS["qwen-1.5b"].file
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}"),
    pytest.mark.skipif(STARTER is None, reason="the starter model is not installed"),
    pytest.mark.timeout(300),
]

OFFLINE = ("unshare", "--net")
"""A network namespace with nothing in it; files, such as the screen's socket, are as before."""
ANSWERS = "select text, state, report from message where role = 'assistant' order by created_ms"
DROP_AT = 300_000_000
KILL_AT = 500_000_000
RATE = 80e6
"""Bytes per second of the hub, so that there is time for a break."""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


def can_be_offline() -> bool:
    if shutil.which(OFFLINE[0]) is None:
        return False
    return subprocess.run([*OFFLINE, "true"], capture_output=True, check=False).returncode == 0


def picture(window: Window, name: str) -> None:
    folder = os.environ.get("INDOORS_PICTURES")
    if folder and shutil.which("import"):
        window.picture(Path(folder) / f"{name}.png")


def opened(display: str, profile: Path, **how: Any) -> Window:
    """A window that takes keys, whichever page it shows."""
    window = Window(display, profile, **how)
    wait_for(lambda: window.rows("select 1 from sqlite_master where name = 'draft'"))
    time.sleep(1.0)  # until keys are taken; a user needs longer
    window.focus()
    return window


def checked(window: Window) -> None:
    """Wait until the first run has checked this computer: at most 15 s, as it promises.

    On a busy computer the memory's speed may not be measured; then it says so, and goes on.
    """
    until = time.monotonic() + 16
    fact = "select 1 from computer_fact where name = 'memory_bandwidth'"
    wait_for(lambda: window.rows(fact) or time.monotonic() > until)
    time.sleep(1.5)  # the measurement is saved before the cards are filled


def models_in(profile: Path) -> list[str]:
    return sorted(path.name for path in (profile / "models").glob("*.gguf"))


def find_model(window: Window, words: str) -> None:
    """Go to the row of a model on the models screen."""
    window.focus()
    window.key("ctrl+4")
    time.sleep(1.5)
    window.key("ctrl+f")
    window.type(words)
    time.sleep(1.0)
    window.key("Down")
    time.sleep(0.3)


def answer(window: Window, question: str) -> tuple[str, Any]:
    """Ask in the chat and return the newest answer and its report."""
    before = len(window.rows(ANSWERS))
    window.key("ctrl+1")
    time.sleep(0.5)
    window.type(question)
    window.key("Return")
    wait_for(lambda: [row[1] for row in window.rows(ANSWERS)[before:]] == ["done"], 180)
    text, _, report = window.rows(ANSWERS)[-1]
    return str(text), json.loads(str(report))


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def in_catalogue(model_id: str) -> tuple[Entry, File]:
    entry = read_catalog(Paths.of(None).resources).entry(model_id)
    assert entry is not None
    return entry, entry.files[0]


# ---- by a stick, without any network -------------------------------------------------------


def bundle_of(model: Path, name: str, stick: Path, entry: Entry) -> Path:
    """Write a bundle as the models screen of another computer does."""
    files = ModelFiles(stick.parent / "elsewhere")
    files.prepare()
    here = stick.parent / name
    here.symlink_to(model)
    installed = files.import_in_place(here, Provenance(origin="link", title=entry.name))
    return export_bundle(installed, stick)


def import_on_first_run(window: Window, bundle: Path) -> None:
    """Import has the keyboard where no download can be asked for; the dialog takes a path."""
    window.key("Return")
    time.sleep(1.5)
    window.type(str(bundle / "manifest.json"))
    window.key("Return")
    wait_for(lambda: models_in(window.profile), 120)
    time.sleep(1.5)


def test_a_bundle_brings_a_model_to_a_computer_without_a_network(
    display: str, profile: Path, tmp_path: Path
) -> None:
    if not can_be_offline():
        pytest.skip("no network namespace can be made here")
    assert STARTER
    stick = tmp_path / "stick"
    stick.mkdir()
    entry, _ = in_catalogue("smollm2-135m-instruct")
    bundle = bundle_of(STARTER, "SmolLM2-135M-Instruct.Q4_1.gguf", stick, entry)
    profile.mkdir()
    with opened(display, profile, through=OFFLINE) as window:
        checked(window)
        picture(window, "offline-first-run")
        import_on_first_run(window, bundle)
        picture(window, "offline-imported")
        assert models_in(profile) == ["SmolLM2-135M-Instruct.Q4_1.gguf"]
        shutil.rmtree(stick)  # pulled out: the model was copied
        window.key("Return")  # "Start with ..."
        time.sleep(1.0)
        text, report = answer(window, "What is the capital of France?")
        assert text
        assert report["generated_tokens"] > 0
        settings = window.rows("select value from setting where section = 'engine'")
        assert json.loads(str(settings[0][0]))["model_path"].startswith(str(profile))
        assert "Traceback" not in window.errors()


# ---- by download ---------------------------------------------------------------------------


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    _, file = in_catalogue("qwen2.5-coder-1.5b-instruct")
    assert file.revision
    with running_hub() as server:
        server.sends_on = False
        server.put(LARGE, repo=file.repository, name=file.name, commit=file.revision)
        yield server


def arrived(profile: Path) -> int:
    """Bytes of the download that are on the disk."""
    return sum(path.stat().st_size for path in (profile / "models/.partial").glob("*.part"))


def others_of(window: Window) -> list[psutil.Process]:
    return psutil.Process(window.process.pid).children(recursive=True)


@pytest.mark.slow
@pytest.mark.larger_model
@pytest.mark.skipif(not LARGE.exists(), reason="fetched by make models")
def test_a_model_from_the_first_look_to_the_answer(
    display: str, profile: Path, tmp_path: Path, hub: LoopbackHub
) -> None:
    _, file = in_catalogue("qwen2.5-coder-1.5b-instruct")
    hub.bytes_per_second = RATE
    hub.troubles.append(Trouble(drop_at=DROP_AT))
    environment = {"HF_ENDPOINT": hub.url}
    profile.mkdir()
    began = time.monotonic()
    with opened(display, profile, environment=environment) as window:
        checked(window)
        print(f"\nfrom the start to cards: {time.monotonic() - began:.1f} s")
        picture(window, "1-cards")
        find_model(window, "coder 1.5b")
        window.key("Return")
        wait_for(lambda: arrived(profile) > KILL_AT, 120)
        picture(window, "2-downloading")
        assert models_in(profile) == []
        children = others_of(window)
        window.kill()
        _, alive = psutil.wait_procs(children, timeout=10)
        assert not alive  # nobody goes on downloading behind the user's back
    kept = arrived(profile)
    assert kept >= KILL_AT
    breaks = len(hub.seen)
    with opened(display, profile, environment=environment) as window:  # it goes on by itself
        wait_for(lambda: models_in(profile) == [file.name], 120)
        ranges = [seen.headers["range"] for seen in hub.seen[breaks:] if "range" in seen.headers]
        assert int(ranges[0].removeprefix("bytes=").rstrip("-")) >= KILL_AT
        path = profile / "models" / file.name
        assert sha256_of(path) == file.sha256  # the one in the catalogue, and the publisher's
        sidecar = json.loads((profile / "models" / f"{file.name}.indoors.json").read_text())
        assert sidecar["sha256"] == file.sha256
        assert arrived(profile) == 0
        checked(window)
        picture(window, "3-verified")
        find_model(window, "coder 1.5b")
        window.key("Return")  # Use
        text, report = answer(window, "What is the capital of France?")
        assert "Paris" in text
        assert report["generated_tokens"] > 0
        answer(window, "Write five sentences about it.")  # a few words say little of the speed
        picture(window, "4-answer")
        speeds = "select speed, predicted, low, high from model_speed where kind = 'writing'"
        for speed, predicted, low, high in learned(window, speeds):
            print(f"measured {speed:.1f} tok/s, predicted {predicted:.1f} ({low:.1f}-{high:.1f})")
            assert predicted > 0
        find_model(window, "coder 1.5b")
        time.sleep(1.0)
        picture(window, "5-measured")
        stick = tmp_path / "stick"
        stick.mkdir()
        bundle = export_in_window(window, stick)
        assert "Traceback" not in window.errors()
    if can_be_offline():
        carry_on(display, tmp_path / "office" / "profile", bundle, file)


def learned(window: Window, speeds: str) -> list[tuple[Any, ...]]:
    """The speeds of these answers. Beside busy programs nothing is learned, and rightly so."""
    busy = os.getloadavg()[0] > (os.cpu_count() or 1)
    if busy:
        time.sleep(2.0)
        return window.rows(speeds)
    return list(wait_for(lambda: window.rows(speeds)))  # type: ignore[call-overload,no-any-return]


def export_in_window(window: Window, stick: Path) -> Path:
    """By the row's menu and the dialog, as a user does."""
    window.key("Menu")
    time.sleep(0.7)
    picture(window, "6-menu")
    window.key("Down", "Down", "Down", "Return")  # Unload, Settings, Export as a bundle
    time.sleep(1.5)
    window.type(str(stick))
    window.key("Return")
    return Path(str(wait_for(lambda: next(stick.glob("[!.]*"), None), 120)))


def carry_on(display: str, profile: Path, bundle: Path, file: File) -> None:
    """The same on a computer that has no network, from the stick."""
    profile.mkdir(parents=True)
    with opened(display, profile, through=OFFLINE) as window:
        checked(window)
        import_on_first_run(window, bundle)
        assert sha256_of(profile / "models" / file.name) == file.sha256
        picture(window, "7-carried")
        window.key("Return")
        time.sleep(1.0)
        text, _ = answer(window, "What is the capital of Italy?")
        assert "Rome" in text
