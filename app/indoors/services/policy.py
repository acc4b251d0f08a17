"""Where an office's policy comes from, and whether it is the office's.

A policy that a user could have written is none: its file, and every folder above it, must
belong to the administrator and be writable by nobody else. No environment variable names
another place. Linux: ``/etc/indoors/policy.json`` and ``/etc/indoors/policy.d/*.json``.
Other systems keep policies elsewhere, see ``policy_stores``.
"""

import hashlib
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from indoors.core.policy import Policy, Problem, Source, Trouble, combine
from indoors.core.policy.reading import ReadingError, read_json

FOLDER = Path("etc/indoors")
LARGEST = 1_000_000
_ADMINISTRATOR = 0
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

Sources = tuple[list[Source], list[Problem]]


class Place(Protocol):
    """Where a policy may be."""

    def read(self) -> Sources:
        """Return what is there and understood, and what is wrong with the rest."""

    def stamp(self) -> object:
        """Return what is another once the policy may be another. Costs next to nothing."""

    @property
    def folder(self) -> Path | None:
        """The folder to watch, if it is in one."""


class PolicyFiles:
    """The files of one computer. ``root`` and ``owner`` are others in tests alone."""

    def __init__(self, root: Path = Path("/"), *, owner: int = _ADMINISTRATOR) -> None:
        self._root = root
        self._owner = owner

    @property
    def folder(self) -> Path:
        return self._root / FOLDER

    def read(self) -> Sources:
        """Return what is there and understood, and what is wrong with the rest."""
        sources: list[Source] = []
        problems: list[Problem] = []
        for path in self._paths(problems):
            try:
                data = self._bytes(path)
                if data is None:
                    problems.append(Problem(str(path), Trouble.NOT_THE_OFFICES))
                    continue
                digest = hashlib.sha256(data).hexdigest()
                sources.append(Source(str(path), digest, read_json(data)))
            except ReadingError as error:
                problems.append(Problem(str(path), error.trouble, error.detail))
            except (OSError, RuntimeError) as error:  # the latter: links in a circle
                problems.append(Problem(str(path), Trouble.UNREADABLE, reason(error)))
        return sources, problems

    def stamp(self) -> tuple[tuple[str, int, int, int, int], ...]:
        """Return what changes when a file does; costs a few microseconds."""
        return tuple(_stamps([self.folder, self.folder / "policy.d", *self._paths([])]))

    def _paths(self, problems: list[Problem]) -> list[Path]:
        main, more = self.folder / "policy.json", self.folder / "policy.d"
        try:
            found = [main] if _is_there(main) else []
            if more.is_dir():
                found += sorted(path for path in more.iterdir() if path.suffix == ".json")
        except OSError as error:
            problems.append(Problem(str(self.folder), Trouble.UNREADABLE, reason(error)))
            return []
        return found

    def _bytes(self, path: Path) -> bytes | None:
        """Return the file's bytes, or None if the user could have written them.

        Raises ``OSError``, and ``ReadingError`` for one that is too large.
        """
        real = path.resolve(strict=True)
        with real.open("rb") as file:
            if not self._is_the_offices(os.fstat(file.fileno())):
                return None
            root = self._root.resolve()
            for folder in real.parents:
                if not self._is_the_offices(folder.stat()):
                    return None
                if folder == root:
                    break
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ReadingError(Trouble.NOT_JSON, f"more than {LARGEST} bytes")
        return data

    def _is_the_offices(self, found: os.stat_result) -> bool:
        return found.st_uid == self._owner and not found.st_mode & _OTHERS_WRITE


def _is_there(path: Path) -> bool:
    """Raises ``OSError`` where that cannot be known: then it may be."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def reason(error: BaseException) -> str:
    """Return what the system said."""
    return getattr(error, "strerror", None) or type(error).__name__


def _stamps(paths: list[Path]) -> Iterator[tuple[str, int, int, int, int]]:
    for path in paths:
        try:
            seen = path.stat()
        except OSError:
            continue
        yield str(path), seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


class PolicyService:
    """The policy as it is now. Methods may be called from any thread."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._stamp: object = None
        self._policy: Policy | None = None
        self.changed: Callable[[], None] = lambda: None
        """Called when a look found another policy, on the thread that looked."""

    def current(self) -> Policy:
        """Return the policy, read anew if it may be another than before."""
        with self._lock:
            stamp, before = self._place.stamp(), self._policy
            if before is None or stamp != self._stamp:
                self._stamp, self._policy = stamp, combine(*self._place.read())
            policy = self._policy
        assert policy is not None
        if before is not None and policy != before:
            self.changed()
        return policy

    @property
    def folder(self) -> Path | None:
        """Return the folder to watch, if the policy is in one."""
        return self._place.folder


def system_place() -> Place:
    """Return where this operating system keeps an office's policies."""
    if sys.platform == "win32":
        from indoors.services.policy_stores import Registry

        return Registry()
    if sys.platform == "darwin":
        from indoors.services.policy_stores import ManagedPreferences

        return ManagedPreferences()
    return PolicyFiles()
