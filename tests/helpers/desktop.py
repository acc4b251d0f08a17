"""A screen of its own for one test, and hands to work on it: Xvfb and xdotool."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from indoors.core.chat import Parameters
from indoors.core.settings import ChatDefaults, WindowPlace
from indoors.protocol.engine import Sampling
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.store import driver
from tests.helpers.keys import KEY, command

APP = Path(__file__).parents[2] / "app"
MISSING = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]


def welcomed(profile: Path) -> None:
    """Make a profile whose first run is over, and whose answers are the same every time."""
    greedy = ChatDefaults(parameters=Parameters(sampling=Sampling(temperature=0, max_tokens=400)))
    with open_profile(Paths.of(profile), KEY) as store:
        store.settings.save("window", WindowPlace(welcomed=True))
        store.settings.save("chat", greedy)


def wait_for(what: Callable[[], object], seconds: float = 60.0) -> object:
    """Poll until ``what()`` is true and return it; fails the test after ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := what():
            return value
        time.sleep(0.1)
    raise AssertionError(f"nothing came within {seconds} s")


class Window:
    """The real program in a window on a virtual screen.

    ``through`` is put before its command, such as one that takes the network away.
    """

    def __init__(
        self,
        display: str,
        profile: Path,
        scale: float = 1.0,
        *,
        environment: Mapping[str, str] | None = None,
        through: tuple[str, ...] = (),
    ) -> None:
        self.profile = profile
        self._environment = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": str(scale),
            "PYTHONPATH": str(APP),
            "HOME": str(profile.parent),
            **(environment or {}),
        }
        self._errors = (profile.parent / "stderr.txt").open("ab")
        self.process = subprocess.Popen(
            [*through, *command(profile)],
            env=self._environment,
            stderr=self._errors,
        )
        self.id = str(wait_for(self._find))

    def _find(self) -> str:
        assert self.process.poll() is None, self.errors()
        front = self.program("cli")
        if front is None:
            return ""
        return self.xdotool("search", "--onlyvisible", "--pid", str(front.pid), check=False)

    def program(self, module: str) -> psutil.Process | None:
        """Return one of the launcher's programs: "cli" is the window's own process."""
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if f"indoors.{module}" in child.cmdline():
                    return child
        return None

    @property
    def engine(self) -> psutil.Process:
        found = self.program("engine")
        assert found
        return found

    def xdotool(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=check,
            timeout=60,
        )
        return done.stdout.strip().splitlines()[0] if done.stdout.strip() else ""

    def focus(self) -> None:
        """Give keys to the window there is: a slow start shows another one before it."""

        def focused() -> bool:
            self.id = self._find()
            try:
                self.xdotool("windowfocus", "--sync", self.id)
            except subprocess.CalledProcessError:
                return False
            return bool(self.id)

        wait_for(focused)

    def type(self, text: str) -> None:
        self.xdotool("type", "--delay", "8", text)

    def key(self, *keys: str) -> None:
        self.xdotool("key", "--delay", "60", *keys)

    def click(self, x: int, y: int) -> None:
        self.xdotool("mousemove", "--window", self.id, str(x), str(y), "click", "1")

    def picture(self, path: Path) -> None:
        """Save what is on the screen (needs ImageMagick)."""
        subprocess.run(["import", "-window", self.id, str(path)], env=self._environment, check=True)

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Read the profile's database from outside, as another program would."""
        database = self.profile / "indoors.db"
        if not database.exists():
            return []
        db = driver.connect(database, KEY, busy_timeout_ms=10_000)
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def title(self) -> str:
        return self.xdotool("getwindowname", self.id)

    def errors(self) -> str:
        return (self.profile.parent / "stderr.txt").read_text()

    def kill(self) -> None:
        """kill -9 of the window's process: no goodbye. The launcher ends with it."""
        (self.program("cli") or self.process).kill()
        self.process.wait(10)

    def close(self) -> int:
        """Quit as a user would, and return the exit code."""
        self.focus()
        self.key("ctrl+q")
        return self.process.wait(20)

    def __enter__(self) -> "Window":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()
        self._errors.close()


@contextmanager
def screen(width: int = 1280, height: int = 800) -> Iterator[str]:
    """Run an X server without a screen; gives its DISPLAY."""
    read, write = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            f"{width}x{height}x24",
            "-nolisten",
            "tcp",
            "-noreset",  # else it starts anew, deaf for a moment, whenever a test's window goes
        ],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        display = f":{pipe.readline().strip()}"
    try:
        yield display
    finally:
        server.terminate()
        server.wait(10)
