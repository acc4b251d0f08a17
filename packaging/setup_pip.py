"""Run pip: everything it says goes to a log, one live line to the terminal."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from setup_failures import explain

NINJA = re.compile(r"^\s*\[(\d+)/(\d+)\] ")
DOWNLOADING = re.compile(r"^\s*(?:Downloading|Using cached) ([^-\s]+)\S* ?(\(.*\))?")
PROGRESS = re.compile(r"^\s*Progress (\d+) of (\d+)")
INSTALLING = re.compile(r"^\s*Installing collected packages")
QUIET_SECONDS = 30
"""Between two lines if the output is not a terminal."""


class Display:
    """One line that changes; where there is no terminal, a plain line now and then."""

    def __init__(self) -> None:
        self.live = sys.stdout.isatty()
        self.started = self.last = time.monotonic()
        self.what = ""

    def read(self, line: str) -> None:
        """Take what pip printed; show it if it means progress."""
        if match := NINJA.match(line):
            self.show(f"compiling [{match[1]}/{match[2]}]")
        elif match := DOWNLOADING.match(line):
            self.what = f"{match[1]} {match[2] or ''}".strip()
            self.show(self.what)
        elif match := PROGRESS.match(line):
            self.show(f"{self.what} {100 * int(match[1]) // max(1, int(match[2]))} %")
        elif INSTALLING.match(line):
            self.show("writing files")

    def show(self, text: str) -> None:
        now = time.monotonic()
        minutes, seconds = divmod(int(now - self.started), 60)
        if self.live:
            print(f"\r\033[K  {minutes}:{seconds:02}  {text}"[:100], end="", flush=True)
        elif now - self.last >= QUIET_SECONDS:
            print(f"  {minutes}:{seconds:02}  {text}", flush=True)
            self.last = now

    def close(self) -> None:
        if self.live:
            print("\r\033[K", end="", flush=True)


def run_pip(command: Sequence[str], log: Path, extra: dict[str, str] | None = None) -> None:
    """Run ``command`` (it starts pip). Raises SetupError with the cause in a sentence."""
    display, output = Display(), []
    scratch = log.parent / "tmp"  # the system's /tmp may be small
    scratch.mkdir(exist_ok=True)
    with (
        log.open("a", encoding="utf-8") as file,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment(extra or {}) | {"TMPDIR": str(scratch)},
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        print("\n$", *command, file=file)
        assert process.stdout is not None
        for line in process.stdout:
            file.write(line)
            output.append(line)
            display.read(line)
    display.close()
    shutil.rmtree(scratch, ignore_errors=True)
    if process.returncode != 0:
        raise explain("".join(output), log)


def environment(extra: dict[str, str]) -> dict[str, str]:
    """The user's environment (proxy, certificate, index) less what would install elsewhere."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    for name in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_HASHES"):
        kept.pop(name, None)
    return (
        kept | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "LC_ALL": "C.UTF-8"} | extra
    )
