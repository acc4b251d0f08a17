"""Pictures of the first run: ``python -m tests.ui.render_welcome FOLDER [--scale 2]``."""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from indoors.core.errors import AppError
from indoors.core.recommend import Role
from indoors.protocol.faults import Fault
from indoors.services.download_status import DownloadPhase
from indoors.services.model_sidecars import InstalledModel, Provenance, Sidecar
from tests.helpers.windows import theme_for_tests
from tests.ui.welcome.desk import CARD_OF_OFFICE_PC, OFFICE_PC, WelcomeDesk, hello

WIDE, NARROW, MIDDLE = (1280, 800), (640, 400), (900, 700)


def settle(seconds: float = 0.3) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)


def wait_for(ready: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not ready() and time.monotonic() < end:
        settle(0.05)


class Pictures:
    def __init__(self, desk: WelcomeDesk, folder: Path, name: str) -> None:
        self.desk, self.page = desk, desk.page
        self._folder, self._name = folder, name

    def shoot(self, part: str, size: tuple[int, int] = WIDE) -> None:
        self.page.resize(*size)
        settle()
        path = self._folder / f"{part}-{self._name}-{size[0]}x{size[1]}.png"
        self.page.grab().save(str(path))
        print(path.name)

    def shoot_lower(self, part: str, size: tuple[int, int]) -> None:
        self.page.resize(*size)
        settle()
        bar = self.page.scroller.verticalScrollBar()
        for step, value in enumerate((bar.maximum() // 2, bar.maximum())):
            bar.setValue(value)
            self.shoot(f"{part}-lower{step + 1}", size)
        bar.setValue(0)

    def office(self) -> None:
        """The computer of the target picture, with figures of the real catalogue."""
        desk = self.desk
        self.shoot("checking")
        desk.engine.hello = hello(CARD_OF_OFFICE_PC)
        desk.found(OFFICE_PC)
        wait_for(lambda: desk.page.cards.filled)
        self.shoot("office")
        self.shoot("office", MIDDLE)
        self.shoot("office", NARROW)
        self.shoot_lower("office", NARROW)
        self.downloading()
        self.troubles()

    def downloading(self) -> None:
        desk, cards = self.desk, self.page.cards.cards
        first = cards[Role.FASTEST]
        assert first.candidate is not None
        sha256, size = first.candidate.file.sha256 or "", first.candidate.file.size or 0
        sidecar = Sidecar(
            sha256=sha256, size=size, mtime_ns=0, provenance=Provenance(origin="download")
        )
        model = InstalledModel(Path("models/first.gguf"), sidecar, linked=False)
        desk.say(first, DownloadPhase.DONE, model=model)
        clock = [0.0]
        foot = cards[Role.BALANCED].foot
        foot._clock = lambda: clock[0]
        size = cards[Role.BALANCED].candidate.file.size or 0  # type: ignore[union-attr]
        for second in range(5):
            clock[0] = second
            done = int(size * 0.62) + second * 46_000_000
            desk.say(cards[Role.BALANCED], DownloadPhase.RUNNING, done=done, speed=46e6)
        self.shoot("downloading")
        self.shoot("downloading", MIDDLE)

    def troubles(self) -> None:
        desk, cards = self.desk, self.page.cards.cards
        damaged = AppError(Fault.DOWNLOAD_DAMAGED, file="model.gguf", expected="a", found="b")
        desk.say(cards[Role.BALANCED], DownloadPhase.FAILED, error=damaged)
        desk.say(cards[Role.BEST], DownloadPhase.WAITING, done=3 * 10**9)
        self.shoot("troubles")
        desk.say(cards[Role.BALANCED], DownloadPhase.CHECKING, done=2 * 10**9)
        desk.say(cards[Role.BEST], DownloadPhase.PAUSED, done=3 * 10**9)
        self.shoot("paused")

    def here(self) -> None:
        """This computer, really checked."""
        desk = self.desk
        desk.survey.start()
        wait_for(lambda: desk.page.cards.filled)
        self.shoot("here")
        desk.online = False
        desk.page._look_for_network()
        self.shoot("offline")
        desk.page.set_sealed(True)
        self.shoot("sealed")

    def no_fit(self) -> None:
        desk = self.desk
        assert OFFICE_PC.memory is not None
        desk.models.cards = lambda purpose="chat": ()  # type: ignore[method-assign]
        small = replace(OFFICE_PC.memory, total=2**30, free=2**27)
        desk.found(replace(OFFICE_PC, memory=small, graphics=(), memory_speed=None))
        self.shoot("no-fit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    parser.add_argument("--parts", nargs="*", default=["office", "here", "no_fit"])
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(given.scale)
    given.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = theme_for_tests(app)
    for name in given.themes:
        theme.set_mode(name)
        for part in given.parts:
            with tempfile.TemporaryDirectory() as profile:
                desk = WelcomeDesk(Path(profile))
                desk.models.start()
                desk.page.resize(*WIDE)
                desk.page.show()
                wait_for(lambda: desk.models.is_ready)  # noqa: B023
                scale = "" if given.scale == 1 else f"-at-{given.scale:g}"
                getattr(Pictures(desk, given.folder, f"{name}{scale}"), part)()
                desk.close()
                settle(0.1)


if __name__ == "__main__":
    main()
