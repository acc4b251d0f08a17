"""Apple's computers: one memory for processor and graphics, and a limit for the latter."""

import subprocess
import sys
from collections.abc import Callable

from indoors.core.hardware import Graphics
from indoors.services.probe.answer import NotHere
from indoors.services.probe.data_sheets import bandwidth_of

_PATIENCE_S = 0.25
_LARGE = 36 * 1024**3
"""From this size on Metal grants three quarters of the memory, below it two thirds."""


def setting(name: str) -> str | None:
    """Return a value of the kernel's, as ``sysctl -n`` prints it."""
    try:
        done = subprocess.run(  # noqa: S603 - names of ours, not of a user
            ["/usr/sbin/sysctl", "-n", name],
            capture_output=True,
            text=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None


def read_apple(
    system: str = sys.platform, ask: Callable[[str], str | None] = setting
) -> tuple[Graphics, ...] | NotHere:
    """Return the graphics of an Apple chip with the share of memory that it may use."""
    if system != "darwin":
        return NotHere("not macOS")
    chip = ask("machdep.cpu.brand_string") or ""
    memory = ask("hw.memsize") or ""
    if not chip.startswith("Apple ") or not memory.isdigit():
        return NotHere("no Apple chip")
    total = int(memory)
    limit = ask("iogpu.wired_limit_mb") or ""
    granted = int(limit) * 1024**2 if limit.isdigit() and int(limit) else _granted(total)
    return (
        Graphics(
            name=chip,
            vendor="apple",
            is_shared=True,
            memory_total=granted,
            memory_free=granted,
            driver="Metal",
            bandwidth=bandwidth_of(chip),
        ),
    )


def _granted(total: int) -> int:
    return total * 3 // 4 if total >= _LARGE else total * 2 // 3
