"""F1 and F8: SIGKILL while the window's store writes, and while a profile is brought over."""

import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.store import Store, pages
from indoors.store.backup import check, copies
from tests.end2end.faults.old_profiles import all_profiles, texts_of
from tests.helpers.keys import KEY
from tests.store.children import child

WRITES = 10_000
RUNS_OF_A_PROFILE = 10

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from indoors.bridge.tasks import StoreTasks
from indoors.core.chat import Message, MessageState, Role
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from tests.helpers.keys import KEY

paths, turn, writes = Paths.of(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
app = QCoreApplication([])
tasks = StoreTasks(lambda: open_profile(paths, KEY))

def write(store, number):
    identity = f"{turn}-{number}"
    if number % 4 == 0:
        made = store.chats.create(title=identity, now_ms=number)
        write.conversation, write.parent = made.id, None
    store.chats.add(Message(
        id=identity, conversation_id=write.conversation, parent_id=write.parent,
        role=Role.ASSISTANT, text="word " * 200, state=MessageState.DONE, created_ms=number,
    ))
    write.parent = identity
    return identity

def next_one(number):
    if number < writes:
        tasks.run(lambda store: write(store, number), lambda said: done(said, number))
    else:
        app.quit()

def done(identity, number):
    print(identity, flush=True)
    next_one(number + 1)

print("ready", flush=True)
next_one(0)
app.exec()
tasks.close()
"""

MIGRATE = """
import sys
from pathlib import Path
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from tests.helpers.keys import KEY
print("start", flush=True)
open_profile(Paths.of(Path(sys.argv[1])), KEY).close()
print("end", flush=True)
"""


@dataclass
class Outcome:
    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    corrupt: int = 0
    slowest_open_s: float = 0.0


def kill_the_window(work: Path, kills: int, *, writes: int = WRITES, seed: int = 1) -> Outcome:
    """Kill it after a random number of its writes, in the midst of the next one.

    After each kill open, check, and look for all that was acknowledged, in this run and in
    those before it: a profile lives through several.
    """
    chance, outcome = random.Random(seed), Outcome()
    held: list[str] = []
    for turn in range(kills):
        if turn % RUNS_OF_A_PROFILE == 0:
            held = []
        paths = Paths.of(work / f"profile-{turn // RUNS_OF_A_PROFILE}")
        said = _killed(paths, turn, writes, chance)
        held += said
        outcome.kills += 1
        outcome.acknowledged += len(said)
        began = time.monotonic()
        with open_profile(paths, KEY) as store:
            outcome.slowest_open_s = max(outcome.slowest_open_s, time.monotonic() - began)
            outcome.lost += sum(store.chats.message(each) is None for each in held)
            outcome.corrupt += bool(store.problems())
            _check_index(store)
    return outcome


def _killed(paths: Paths, turn: int, writes: int, chance: random.Random) -> list[str]:
    """Return the writes that were acknowledged before the kill."""
    with child(WINDOW, paths.data, turn, writes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        said = [process.stdout.readline() for _ in range(chance.randint(1, writes))]
        time.sleep(chance.uniform(0, 0.01))
        process.kill()
        said += process.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]


def _check_index(store: Store) -> None:
    """Compare the search index with the texts; raises if they differ."""
    with store.chats._connection.writing() as db:
        db.execute("insert into message_fts(message_fts, rank) values ('integrity-check', 1)")


@dataclass
class MigrationOutcome:
    kills: int = 0
    old: int = 0
    new: int = 0
    between: int = 0  # neither, or something missing
    readable: int = 0  # words left readable after the next start


def kill_migrations(work: Path, kills: int, *, seed: int = 1) -> MigrationOutcome:
    """Kill bringing over a profile of each older schema; then let it finish and compare."""
    chance, outcome = random.Random(seed), MigrationOutcome()
    profiles = all_profiles()
    longest = _time_to_migrate(work, profiles[-1])
    for number in range(kills):
        source = profiles[number % len(profiles)]
        profile = work / f"profile-{number}"
        profile.mkdir(parents=True)
        database = Paths.of(profile).database
        shutil.copyfile(source, database)
        held = texts_of(source, None)
        with child(MIGRATE, profile) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "start\n"
            time.sleep(chance.uniform(0, longest))
            process.kill()
        outcome.kills += 1
        _judge(database, held, outcome)
        shutil.rmtree(profile)
    return outcome


def _judge(database: Path, held: list[tuple[str, str]], outcome: MigrationOutcome) -> None:
    plain = pages.is_plain(database)
    outcome.old += plain
    outcome.new += not plain
    if texts_of(database, None if plain else KEY) != held:
        outcome.between += 1
    with open_profile(Paths.of(database.parent), KEY) as store:
        whole = texts_of(database, KEY) == held and store.problems() == []
    outcome.between += not whole
    for copy in copies(database.parent / "backups"):
        check(copy.path, KEY)
    files = [path for path in database.parent.rglob("*") if path.is_file()]
    outcome.readable += any(b"about tides" in path.read_bytes() for path in files)


def _time_to_migrate(work: Path, source: Path) -> float:
    """Seconds from the start to the end, without a kill."""
    profile = work / "whole"
    profile.mkdir(parents=True)
    shutil.copyfile(source, Paths.of(profile).database)
    with child(MIGRATE, profile) as process:
        assert process.stdout is not None
        process.stdout.readline()
        began = time.monotonic()
        process.stdout.readline()
        return time.monotonic() - began
