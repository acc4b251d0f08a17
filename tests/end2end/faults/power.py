"""F2: the power goes. What was not synced is on the disk, or not, or torn in the middle.

A run of the real store is recorded once, call by call. Each trial cuts the record at a random
place and makes the folder as a disk might then hold it: what was synced is there; each write
since then is kept, lost, or cut at a sector; names (made, removed, renamed) are kept up to a
random one of those since the folder was synced. The result is opened as the program does.
"""

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from indoors.core.errors import AppError
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.store import Store
from tests.end2end.faults.old_profiles import OLDEST, texts_of
from tests.end2end.faults.recording import Event, record
from tests.helpers.keys import KEY

SECTOR = 512

WRITE = """
import os, sys
from pathlib import Path
from indoors.core.chat import Message, MessageState, Role
from indoors.store import Store
from tests.helpers.keys import KEY

def say(line):
    os.write(1, f"{line}\\n".encode())  # one call, and so one event

folder, synchronous = Path(sys.argv[1]), sys.argv[2]
store = Store(folder / "indoors.db", KEY)
with store.chats._connection.reading() as db:
    db.execute(f"PRAGMA synchronous={synchronous}")
    db.execute("PRAGMA wal_autocheckpoint=40")  # so that the log is moved into the file often
say("opened")
made = store.chats.create(title="t", now_ms=1)
parent = None
for number in range(60):
    identity = f"m{number}"
    store.chats.add(Message(
        id=identity, conversation_id=made.id, parent_id=parent, role=Role.ASSISTANT,
        text=f"{number} begin", state=MessageState.WRITING, created_ms=number,
    ))
    say(f"{identity} begin")
    store.chats.finish(identity, text=f"{number} end " + "word " * 400, state=MessageState.DONE)
    say(f"{identity} end")
    parent = identity
"""


MIGRATE = """
import sys
from pathlib import Path
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from tests.helpers.keys import KEY
open_profile(Paths.of(Path(sys.argv[1])), KEY).close()
"""


@dataclass
class File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)
    position: int = 0


class Disk:
    """What a file system holds for certain, and what it may hold."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.names: dict[str, File] = {}
        self.files: dict[str, File] = {}  # as the names are for certain
        self.unsynced: list[Event] = []  # names changed since their folder was synced
        self.made: dict[str, File] = {}  # by the name that it was made under last

    def apply(self, event: Event) -> None:
        if event.kind in ("create", "unlink", "rename", "link"):
            self._name(self.names, event)
            self.unsynced.append(event)
            return
        if event.kind == "sync" and event.path not in self.names:
            self._settle_names(event.path)
            return
        file = self.names.get(event.path)
        if file is None:
            return
        if event.kind == "sync":
            for each in file.pending:
                _do(file.durable, each)
            file.pending.clear()
        elif event.kind == "append":
            file.pending.append(Event("write", event.path, file.position, event.data))
            file.position += len(event.data)
        else:
            file.pending.append(event)

    def _settle_names(self, folder: str) -> None:
        """A folder was synced: what was done to names in it is certain."""
        for event in [each for each in self.unsynced if _parent(each) == folder]:
            self._certain(event)
            self.unsynced.remove(event)

    def _certain(self, event: Event) -> None:
        if event.kind == "create":
            if event.path in self.made:
                self.files.setdefault(event.path, self.made[event.path])
        else:
            self._name(self.files, event)

    def _name(self, names: dict[str, File], event: Event) -> None:
        if event.kind == "create":
            if event.path not in names:
                names[event.path] = self.made[event.path] = File()
        elif event.kind == "unlink":
            names.pop(event.path, None)
        else:
            file = names.get(event.path)
            if file is not None:
                names[event.other] = file
                if event.kind == "rename":
                    del names[event.path]

    def after_power_loss(self, chance: random.Random) -> dict[str, bytes]:
        """Return one of the states that the disk may be found in."""
        names = dict(self.files)
        for event in self.unsynced[: chance.randint(0, len(self.unsynced))]:
            if event.kind == "create":
                names.setdefault(event.path, self.made.get(event.path, File()))
            else:
                self._name(names, event)
        return {name: _found(file, chance) for name, file in names.items()}


def _parent(event: Event) -> str:
    return str(Path(event.path).parent)


def _found(file: File, chance: random.Random) -> bytes:
    content = bytearray(file.durable)
    for event in file.pending:
        fate = chance.random()
        if fate < 0.4:
            _do(content, event)
        elif fate < 0.6 and event.kind == "write":
            for start in range(0, len(event.data), SECTOR):
                if chance.random() < 0.5:
                    piece = event.data[start : start + SECTOR]
                    _do(content, Event("write", "", event.offset + start, piece))
    return bytes(content)


def _do(content: bytearray, event: Event) -> None:
    if event.kind == "truncate":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
    else:
        end = event.offset + len(event.data)
        content.extend(bytes(max(0, end - len(content))))
        content[event.offset : end] = event.data


@dataclass
class Outcome:
    trials: int = 0
    corrupt: int = 0
    lost: int = 0  # trials in which something acknowledged was gone
    before_the_first: int = 0  # trials cut before the database existed


def run(work: Path, trials: int, *, synchronous: str = "FULL", seed: int = 1) -> Outcome:
    """Record writing once, then lose power ``trials`` times."""
    recorded = work / "recorded"
    recorded.mkdir(parents=True)
    events = record(WRITE, recorded, synchronous)
    assert sum(event.kind == "ack" for event in events) == 121
    chance, outcome = random.Random(seed), Outcome()
    target = work / "found"
    for cut in sorted(chance.randint(0, len(events)) for _ in range(trials)):
        _lose_power({}, events[:cut], recorded, target, chance)
        outcome.trials += 1
        if not (target / "indoors.db").exists():
            outcome.before_the_first += 1
        _check_written(target, _acknowledged(events[:cut]), outcome)
    return outcome


def run_migration(work: Path, trials: int, *, seed: int = 1) -> Outcome:
    """Lose power while a profile that is not encrypted, of the oldest schema, is brought over."""
    recorded = work / "recorded"
    recorded.mkdir(parents=True)
    shutil.copyfile(OLDEST, recorded / "indoors.db")
    before = {str(path): path.read_bytes() for path in recorded.iterdir()}
    held = texts_of(OLDEST, None)
    events = record(MIGRATE, recorded)
    chance, outcome = random.Random(seed), Outcome()
    target = work / "found"
    for cut in sorted(chance.randint(0, len(events)) for _ in range(trials)):
        _lose_power(before, events[:cut], recorded, target, chance)
        outcome.trials += 1
        try:
            with open_profile(Paths.of(target), KEY) as store:
                outcome.corrupt += bool(store.problems())
            outcome.lost += texts_of(target / "indoors.db", KEY) != held
        except AppError:
            outcome.corrupt += 1
    return outcome


def _lose_power(
    before: dict[str, bytes],
    events: list[Event],
    recorded: Path,
    target: Path,
    chance: random.Random,
) -> None:
    """Make ``target`` what a disk may hold after these events."""
    disk = Disk(str(recorded))
    disk.files = {name: File(bytearray(content)) for name, content in before.items()}
    disk.names = dict(disk.files)
    for event in events:
        if event.kind != "ack":
            disk.apply(event)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name, content in disk.after_power_loss(chance).items():
        place = target / Path(name).relative_to(recorded)
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)


def _acknowledged(events: list[Event]) -> dict[str, str]:
    """Return how far each message was said to be saved."""
    said: dict[str, str] = {}
    for event in events:
        if event.kind == "ack":
            identity, _, progress = event.data.decode().strip().partition(" ")
            said[identity] = progress
    said.pop("opened", None)
    return said


def _check_written(folder: Path, said: dict[str, str], outcome: Outcome) -> None:
    try:
        with Store(folder / "indoors.db", KEY) as store:
            if store.problems():
                outcome.corrupt += 1
                return
            outcome.lost += any(_is_lost(store, *each) for each in said.items())
    except AppError:
        outcome.corrupt += 1


def _is_lost(store: Store, identity: str, progress: str) -> bool:
    found = store.chats.message(identity)
    if found is None:
        return True
    return progress == "end" and "end" not in found.text
