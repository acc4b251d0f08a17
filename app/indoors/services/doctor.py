"""Look at everything the app needs from this computer."""

import os
import platform
import shutil
import sys
from collections.abc import Mapping
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Literal

from msgspec import Struct

from indoors import __version__
from indoors.core.errors import AppError, Fact
from indoors.core.hardware import EngineBuild
from indoors.protocol.faults import Fault
from indoors.services.libraries import has_screen, missing_packages
from indoors.services.paths import Paths
from indoors.services.probe import NotHere, Survey, check_computer, sources
from indoors.services.probe.asked import LATE
from indoors.services.probe.check import ENGINE_LATE_S
from indoors.services.probe.engine import greet
from indoors.services.profile import open_profile
from indoors.services.programs import Programs
from indoors.services.secrets import Secrets
from indoors.services.starter import starter_model
from indoors.services.vault import Vault
from indoors.store import Key, pages

DISK_LOW = 500_000_000
"""Bytes below which a long conversation with attachments may not be saved."""


DatabaseState = Literal["absent", "plain", "locked", "good", "unusable"]


class Finding(StrEnum):
    """Problems that only the doctor meets; all others are ``Fault``s."""

    LIBRARIES_MISSING = "libraries_missing"  # packages
    QT_MISSING = "qt_missing"
    STARTER_MISSING = "starter_missing"
    DISK_LOW = "disk_low"  # path, free_bytes


class Problem(Struct, frozen=True):
    """Something to act on: a ``Finding`` or a ``Fault``, and its facts."""

    kind: str
    facts: dict[str, Fact] = {}


class System(Struct, frozen=True, kw_only=True):
    """What runs the app."""

    name: str
    python: str
    executable: str
    qt: str | None
    has_screen: bool


class Profile(Struct, frozen=True, kw_only=True):
    """The data folder. ``database_bytes`` is ``None`` before the first start."""

    folder: str
    database: str
    logs: str
    database_state: DatabaseState
    database_bytes: int | None
    free_bytes: int


class Examination(Struct, frozen=True, kw_only=True):
    version: str
    system: System
    hardware: Survey
    starter_model: str | None
    profile: Profile
    problems: tuple[Problem, ...]


class Doctor:
    """One examination; problems are collected on the way."""

    def __init__(
        self,
        paths: Paths,
        environ: Mapping[str, str] = os.environ,
        *,
        programs: Programs | None = None,
        measure: bool = True,
        key: Key | None = None,
    ) -> None:
        """Without ``measure`` memory and disk are not put to the test, which takes 4 s at most."""
        self._paths = paths
        self._key = key
        self._environ = environ
        self._programs = programs
        self._measure = measure
        self._problems: list[Problem] = []

    def examine(self) -> Examination:
        """Look at everything."""
        return Examination(
            version=__version__,
            system=self._system(),
            hardware=self._hardware(),
            starter_model=self._starter(),
            profile=self._profile(),
            problems=tuple(self._problems),
        )

    def _system(self) -> System:
        packages = missing_packages(self._environ)
        if packages:
            self._note(Finding.LIBRARIES_MISSING, packages=" ".join(packages))
        qt = None
        try:
            qt = metadata.version("PySide6-Essentials")
        except metadata.PackageNotFoundError:
            self._note(Finding.QT_MISSING)
        return System(
            name=platform.platform(),
            python=f"{platform.python_implementation()} {platform.python_version()}",
            executable=sys.executable,
            qt=qt,
            has_screen=has_screen(self._environ),
        )

    def _hardware(self) -> Survey:
        found = check_computer(
            sources(self._paths.models),
            file=starter_model(),
            engine=self._ask_engine,
            measure=self._measure,
        )
        if found.missing.get("engine") == LATE.reason:
            self._note(Fault.ENGINE_HUNG, seconds=ENGINE_LATE_S)
        return found

    def _ask_engine(self) -> EngineBuild | NotHere:
        try:
            return greet(self._programs)
        except AppError as error:
            self._note(error.fault, **error.facts)
            return NotHere(error.fault.value)

    def _starter(self) -> str | None:
        path = starter_model()
        if path is None:
            self._note(Finding.STARTER_MISSING)
        return str(path) if path else None

    def _profile(self) -> Profile:
        folder, database = self._paths.data, self._paths.database
        nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        free = shutil.disk_usage(nearest).free
        if not os.access(nearest, os.W_OK | os.X_OK) or not nearest.is_dir():
            self._note(Fault.FOLDER_READ_ONLY, path=str(nearest))
        elif free < DISK_LOW:
            self._note(Finding.DISK_LOW, path=str(nearest), free_bytes=free)
        return Profile(
            folder=str(folder),
            database=str(database),
            logs=str(self._paths.logs),
            database_state=self._database_state(database),
            database_bytes=database.stat().st_size if database.exists() else None,
            free_bytes=free,
        )

    def _database_state(self, path: Path) -> DatabaseState:
        """Open the database as a start would (an older one is brought up to date); read it all."""
        if not path.exists():
            return "absent"
        try:
            if pages.is_plain(path):
                return "plain"
            key = self._database_key()
            if key is None:
                return "locked"
            with open_profile(self._paths, key) as store:
                wrong = store.problems()
        except OSError as error:
            self._note(Fault.FOLDER_READ_ONLY, path=str(path), detail=type(error).__name__)
            return "unusable"
        except AppError as error:
            self._note(error.fault, **error.facts)
            return "unusable"
        if wrong:
            self._note(Fault.DATABASE_DAMAGED, path=str(path), detail="; ".join(wrong[:3]))
            return "unusable"
        return "good"

    def _database_key(self) -> Key | None:
        """Return the key; None if only the user can open the database, here or in the window."""
        secrets = Secrets(self._paths.data)
        try:
            return Vault(self._paths, secrets, self._key).open()
        except AppError as error:
            if not error.facts.get("phrase"):
                raise
            return None
        finally:
            secrets.close()

    def _note(self, kind: Finding | Fault, **facts: Fact) -> None:
        self._problems.append(Problem(kind.value, facts))
