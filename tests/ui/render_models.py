"""Draws the models page into PNGs, to be held against the design by eye.

    python -m tests.ui.render_models FOLDER

With real files, the real catalogue and this computer's memory; ``--card`` pretends to an
8 GB graphics card and 23 GB of free memory, as the design's picture has them.
"""

import argparse
import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge import models as models_bridge
from indoors.bridge.downloads import request_for
from indoors.bridge.installed import FileWork
from indoors.core.errors import AppError
from indoors.core.hardware import Computer, Graphics, MainMemory
from indoors.core.model_speeds import MeasuredSpeed
from indoors.protocol.engine import Device, Hello, Loaded
from indoors.protocol.faults import Fault
from indoors.services import situation
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.engine_state import EngineState
from indoors.services.model_shelf import speed_key
from indoors.services.models_elsewhere import FoundModel
from indoors.services.speeds import _writing
from indoors.services.starter import starter_model
from indoors.ui.models.page import ModelsPage
from indoors.ui.text import window as text
from indoors.ui.theme import ThemeSource
from indoors.ui.topbar import TopBar
from indoors.ui.widgets import NavRail, ScrimDialog
from tests.helpers.model_desk import ModelDesk
from tests.helpers.windows import theme_for_tests
from tests.ui.render_window import MEMORY, MODEL

GIB = 2**30


class Frame(QWidget):
    """Rail, top bar and page, as the window puts them together."""

    def __init__(self, desk: ModelDesk, theme: ThemeSource) -> None:
        super().__init__()
        self.page = ModelsPage(desk.models, desk.engine, theme)
        self.rail = NavRail()
        self.rail.add("chat", "chat-circle-text", text.CHAT)
        self.rail.add("models", "cube", "Models")
        self.rail.add("settings", "gear-six", text.SETTINGS, at_bottom=True)
        self.rail.set_current("models")
        self.top = TopBar()
        self.top.show_place("Models", "")
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.page, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)

    def go(self, width: int, height: int) -> None:
        self.resize(width, height)
        self.rail.set_icons_only(width < 760)
        self.top.fit(width, list_is_over=False)
        self.page.fit(width)


def settle(seconds: float = 0.6) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)


def pretend_card(desk: ModelDesk) -> None:
    """The computer of the design's picture; its disk and files stay this one's."""
    memory = MainMemory(total=32 * GIB, free=int(22.8 * GIB))
    card = Graphics(
        name="GeForce RTX 4060",
        vendor="nvidia",
        memory_total=8 * GIB,
        memory_free=int(7.4 * GIB),
        driver="560",
        bandwidth=272_000_000_000,
    )
    device = Device(
        name="CUDA0",
        description=card.name,
        kind="gpu",
        memory_total=8 * GIB,
        memory_free=int(7.4 * GIB),
    )
    desk.engine.hello = Hello(
        protocol=1, version="", build="", system="", devices=(device,), pid=os.getpid()
    )
    desk.models._judge.computer = Computer(memory=memory, graphics=(card,))
    mock.patch.object(situation, "read_memory", return_value=memory).start()


def add_speeds(desk: ModelDesk) -> None:
    """What some answers would have left behind."""
    desk.models.refresh()
    settle()
    for number, row in enumerate(row for row in desk.models.rows() if row.on_disk):
        assert row.judged
        assert row.predicted
        guess, work = row.predicted, _writing(row, 1024)
        speed = MeasuredSpeed(
            model=speed_key(row.entry, row.file),
            kind="writing",
            speed=guess.value * (1.04, 0.93, 1.1)[number % 3],
            at_ms=number,
            on_card=row.judged.fit.gpu_layers > 0,
            amount=work.amount,
            layers=work.layers,
            factor=work.factor,
            predicted=guess.value,
            low=guess.low,
            high=guess.high,
        )
        kept = desk.models._judge.kept
        desk.models._judge.kept = replace(kept, speeds=(*kept.speeds, speed))


def install(desk: ModelDesk, others: list[Path]) -> None:
    for path in others:
        desk.models.import_files([str(path)], copy=True)
        settle(2.0)


def use_starter(desk: ModelDesk) -> None:
    starter = starter_model()
    assert starter
    from msgspec.structs import replace as with_fields

    loaded = Loaded(model=with_fields(MODEL, path=str(starter)), memory=MEMORY, load_ms=800.0)
    desk.engine.loaded = loaded
    desk.engine.state = EngineState.READY
    desk.engine.loaded_changed.emit(loaded)
    desk.engine.state_changed.emit(EngineState.READY)
    settle()


def downloads(desk: ModelDesk) -> list[DownloadStatus]:
    catalog = desk.models.catalog
    first = catalog.entry("qwen3-1.7b")
    second = catalog.entry("llama-3.2-3b-instruct")
    assert first
    assert second
    asked = [request_for(entry, entry.files[0]) for entry in (first, second)]
    total = asked[0].size or 0
    return [
        DownloadStatus(
            "a", asked[0], DownloadPhase.RUNNING, int(total * 0.42), total, 11_400_000.0
        ),
        DownloadStatus(
            "b",
            asked[1],
            DownloadPhase.FAILED,
            412_000_000,
            asked[1].size,
            error=AppError(
                Fault.DOWNLOAD_DAMAGED,
                file=asked[1].file.name,
                expected="0f" * 32,
                found="a4" * 32,
            ),
        ),
    ]


def shoot(frame: Frame, folder: Path, name: str, width: int, height: int) -> None:
    frame.go(width, height)
    settle()
    frame.grab().save(str(folder / f"{name}.png"))
    print(name, flush=True)


def shoot_all(desk: ModelDesk, frame: Frame, folder: Path, name: str) -> None:
    shoot(frame, folder, f"models-{name}-1280x800", 1280, 800)
    shoot(frame, folder, f"models-{name}-900x700", 900, 700)
    shoot(frame, folder, f"models-{name}-640x400", 640, 400)
    frame.page.table.horizontalScrollBar().setValue(320)
    frame.page.table.setFocus(Qt.FocusReason.TabFocusReason)
    shoot(frame, folder, f"models-{name}-640x400-scrolled", 640, 400)
    frame.page.toggle_panel()
    shoot(frame, folder, f"models-{name}-640x400-panel", 640, 400)
    frame.page.panes.close_over()
    made = downloads(desk)
    desk.models.downloads._downloads._statuses.update({each.id: each for each in made})
    desk.models.refresh()
    desk.models.elsewhere.found = (
        FoundModel(Path("/models/a.gguf"), "llama3.2:latest", "Ollama", 2_019_377_376),
    )
    desk.models.elsewhere.changed.emit()
    desk.models.work_changed.emit(
        FileWork("import", "Ministral-3-8B-Q4_K_M.gguf", 2 * GIB, 5 * GIB)
    )
    shoot(frame, folder, f"models-{name}-downloads", 1280, 800)
    desk.models.error.emit(AppError(Fault.MODEL_NOT_GGUF, path="/home/ana/holiday.gguf"))
    frame.page.toolbar.search.setText("nothing of the kind")
    shoot(frame, folder, f"models-{name}-empty", 1280, 800)
    frame.page.notices.clear()
    frame.page.toolbar.clear()
    with mock.patch.object(models_bridge, "has_network", return_value=False):
        frame.page.table.scrollToBottom()
        frame.page.show_rows()
        shoot(frame, folder, f"models-{name}-offline", 1280, 800)
    frame.page.table.scrollToTop()
    desk.models.work_changed.emit(None)
    desk.models.downloads._downloads._statuses.clear()
    starter = starter_model()
    frame.page.edit_settings(str(starter))
    shoot(frame, folder, f"models-{name}-settings", 1280, 800)
    shoot(frame, folder, f"models-{name}-settings-640x400", 640, 400)
    for dialog in frame.findChildren(ScrimDialog):
        dialog.reject()
    for model in ("smollm2-135m-instruct", "llama-3.1-8b-instruct"):
        key = next(row.key for row in desk.models.rows() if row.entry.id == model)
        frame.page.show_licence(key)
        shoot(frame, folder, f"models-{name}-licence-{model}", 1280, 800)
        shoot(frame, folder, f"models-{name}-licence-{model}-640x400", 640, 400)
        for dialog in frame.findChildren(ScrimDialog):
            dialog.reject()
    desk.models.measuring.start()
    shoot(frame, folder, f"models-{name}-measuring", 1280, 800)
    frame.page.toggle_panel()
    shoot(frame, folder, f"models-{name}-measuring-640x400", 640, 400)
    desk.models.measuring.cancel()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--card", action="store_true")
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    parser.add_argument("--files", nargs="*", type=Path, default=[])
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(given.scale)
    given.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = theme_for_tests(app)
    with tempfile.TemporaryDirectory() as profile:
        desk = ModelDesk(Path(profile))
        desk.models.start()
        settle(2.0)
        if given.card:
            pretend_card(desk)
        install(desk, given.files)
        add_speeds(desk)
        use_starter(desk)
        for name in given.themes:
            theme.set_mode(name)
            frame = Frame(desk, theme)
            frame.show()
            scale = "" if given.scale == 1 else f"-at-{given.scale:g}"
            shoot_all(desk, frame, given.folder, f"{name}{scale}")
            frame.close()
            frame.deleteLater()
            settle(0.1)
        desk.close()
    shutil.rmtree(profile, ignore_errors=True)


if __name__ == "__main__":
    main()
