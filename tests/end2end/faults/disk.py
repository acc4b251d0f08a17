"""F4: the disk is full at every place that writes. Nothing kept is lost, and all works again."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from indoors.core.chat import Draft, MessageState, Parameters
from indoors.core.errors import AppError
from indoors.core.model_settings import ModelSettings
from indoors.core.model_speeds import MeasuredSpeed
from indoors.core.settings import Appearance
from indoors.protocol.faults import Fault
from indoors.services.archive import export_archive
from indoors.services.conversations import export
from indoors.services.paths import Paths
from indoors.services.vault import Vault
from indoors.store import Store
from indoors.store.ballast import Ballast
from indoors.store.contents import contents
from tests.helpers.keys import KEY
from tests.store.samples import add, conversation_with, message

MB = 1024**2
LARGE = "y" * 400_000
"""More than what is left in the files' last blocks."""

ACCEPTED = {Fault.DISK_FULL, Fault.EXPORT_FAILED, Fault.ARCHIVE_FAILED}


@dataclass
class Outcome:
    sites: int = 0
    unnamed: list[str] = field(default_factory=list)  # failed otherwise than as a full disk
    changed: list[str] = field(default_factory=list)  # left something half done
    stuck: list[str] = field(default_factory=list)  # failed when there was room again
    saved_by_ballast: int = 0


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk of its own, where the system lets us mount one."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def run(disk: Path) -> Outcome:
    outcome = Outcome()
    paths = Paths.of(disk / "profile")
    vault = Vault(paths, None, KEY)
    vault.open()
    with Store(paths.database, KEY) as store:
        made = conversation_with(store, "kept", "an answer")
        conversation_with(store, *("a long text of many words " * 200 for _ in range(300)))
        writing = add(store, made, "so far", state=MessageState.WRITING)
        for name, write in _sites(store, vault, made, writing.id).items():
            outcome.sites += 1
            _try(name, write, store, disk, outcome)
    _with_ballast(paths, disk, outcome)
    return outcome


def _sites(store: Store, vault: Vault, made: str, writing: str) -> dict[str, Callable[[], object]]:
    paths = vault.paths
    speed = MeasuredSpeed(
        model=LARGE, kind="writing", speed=1.0, at_ms=1, on_card=False,
        amount=1.0, layers=1, factor=1.0,
    )  # fmt: skip
    return {
        "create": lambda: store.chats.create(title=LARGE, now_ms=1),
        "rename": lambda: store.chats.rename(made, LARGE),
        "parameters": lambda: store.chats.set_parameters(made, Parameters(system_prompt=LARGE)),
        "add": lambda: store.chats.add(message(made, LARGE)),
        "save_text": lambda: store.chats.save_text(writing, LARGE),
        "finish": lambda: store.chats.finish(writing, text=LARGE, state=MessageState.DONE),
        "draft": lambda: store.drafts.put(Draft(conversation_id="new", text=LARGE)),
        "settings": lambda: _save_settings(store),
        "model settings": lambda: store.models.save_settings(LARGE, ModelSettings(threads=1)),
        "speed": lambda: store.models.add_speed(speed),
        "fact": lambda: store.models.save_fact(LARGE, 1.0),
        "backup": lambda: store.back_up("daily"),
        "key file": lambda: vault.set_phrase("a phrase of my own"),
        "export": lambda: export(store, made, paths.data / "out.md", "markdown"),
        "archive": lambda: export_archive(
            paths.database, KEY, "a phrase of my own", paths.data / "out.indoors-profile"
        ),
    }


def _save_settings(store: Store) -> None:
    """Often enough to need new space: a section is small."""
    for _ in range(400):
        store.settings.save("appearance", Appearance())


def _try(
    name: str, write: Callable[[], object], store: Store, disk: Path, outcome: Outcome
) -> None:
    before = _held(store)
    keys = (disk / "profile" / "keys.json").read_bytes()
    store.chats._connection.truncate_log()  # its file would be written over, without new space
    rest = _fill(disk)
    try:
        write()
    except AppError as error:
        if error.fault not in ACCEPTED:
            outcome.unnamed.append(f"{name}: {error.fault}")
    else:
        outcome.unnamed.append(f"{name}: written on a full disk")
    if _held(store) != before or (disk / "profile" / "keys.json").read_bytes() != keys:
        outcome.changed.append(name)
    rest.unlink()
    try:
        write()
    except AppError as error:
        outcome.stuck.append(f"{name}: {error.fault}")


def _held(store: Store) -> object:
    with store.chats._connection.reading() as db:
        return contents(db)


def _fill(disk: Path) -> Path:
    rest = disk / "rest"
    with rest.open("wb", buffering=0) as file:
        for size in (65_536, 512, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return rest


def _with_ballast(paths: Paths, disk: Path, outcome: Outcome) -> None:
    """With space held back the same writes succeed, until it is used up."""
    ballast = Ballast(paths.ballast, size=4 * MB, low=2 * MB, room=5 * MB)
    with Store(paths.database, KEY, ballast=ballast) as store:
        assert ballast.restore()
        rest = _fill(disk)
        made = store.chats.conversations()[0].id
        answer = add(store, made, "so far", state=MessageState.WRITING)
        store.chats.save_text(answer.id, "y" * 50_000)
        store.chats.finish(answer.id, text="z" * 50_000, state=MessageState.DONE)
        store.drafts.put(Draft(conversation_id=made, text="a draft"))
        store.chats.delete(made, 1)
        found = store.chats.message(answer.id)
        outcome.saved_by_ballast = 5 * (found is not None and not ballast.is_there)
        rest.unlink()
        assert store.problems() == []


def summary(outcome: Outcome) -> str:
    return msgspec.json.encode(outcome).decode()
