"""Open the window, after checking that it can open: a failing Qt ends the process rudely."""

import gc
import os
import sys
from pathlib import Path

from indoors.cli.key_file import KeyFileUnusableError, read_key
from indoors.cli.outcome import Exit, misused, report_error
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.isolation import Isolation
from indoors.services.libraries import has_screen, missing_packages, screen_is_remote
from indoors.ui.text import command_line as text


def open_window(profile: Path | None, isolation: Isolation, key_file: Path | None = None) -> int:
    """Run the window until it is closed. Nothing of Qt is imported before the checks."""
    obstacle = find_obstacle()
    if obstacle:
        sys.stderr.write(f"{obstacle}\n")
        return Exit.FAILED
    try:
        key = read_key(key_file)
    except KeyFileUnusableError:
        return misused(text.KEY_FILE_UNUSABLE)
    _import_plain_rooms()
    from indoors.main import run

    try:
        return run(profile, key, isolation)
    except AppError as error:
        if error.fault is not Fault.ALREADY_RUNNING:
            raise
        report_error(error, as_json=False)
        return Exit.DONE  # the window that was wanted is in front now


def _import_plain_rooms() -> None:
    """Import what needs no Qt before Qt: PySide reads the source of every module that comes later.

    Nothing is collected meanwhile, since nothing becomes garbage; the window's own collector
    takes over. Together this saves a seventh of the start.
    """
    gc.disable()
    import indoors.services.downloads
    import indoors.services.engines
    import indoors.services.journal
    import indoors.services.ledger
    import indoors.services.model_rows
    import indoors.services.network
    import indoors.services.vault
    import indoors.store.store  # noqa: F401
    from indoors.services import os_keyring

    os_keyring.import_reader()


def find_obstacle() -> str | None:
    """Say what keeps a window from opening here, and how to remove it."""
    packages = missing_packages(os.environ)
    if packages:
        return text.install_libraries(packages)
    if not has_screen(os.environ):
        return text.NO_SCREEN
    if screen_is_remote(os.environ):
        return text.REMOTE_SCREEN
    return None
