"""What encryption costs: the same work on a plain and an encrypted database, in turn.

``python -m tests.bench.store`` prints ratios; ``--messages 1000000`` also fills a large one
and looks at how fast it opens and is searched.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from indoors.core.chat import Message, MessageState, Role
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.services.vault import Vault
from indoors.store import Key, Store
from tests.helpers.keyring import MISSING, running_keyring

KEY = Key(bytes(range(32)))
ROUNDS = 5
BULK = 4_000
COMMITS = 150
QUERIES = 40

APP = Path(__file__).parents[2] / "app"

_CLOCK = """
import sys, time
from pathlib import Path
path = Path(sys.argv[1])
for name in ("numpy", "pandas"): sys.modules[name] = None
# What a window imports with or without encryption.
import hashlib, logging, multiprocessing.connection, msgspec, platformdirs, secrets, subprocess
import indoors.core.chat, indoors.core.model_settings, indoors.core.model_speeds
import indoors.core.settings, indoors.protocol.engine
began, used = time.perf_counter(), time.process_time()
"""
_BEFORE = (
    _CLOCK
    + """
import sqlite3
from sqlite_utils import Database
db = Database(sqlite3.connect(path))
db.execute("select * from setting").fetchall()
print((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000)
"""
)
_NOW = (
    _CLOCK
    + """
from indoors.store import driver
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.services.secrets import Secrets
from indoors.services.vault import Vault
vault = Vault(Paths.of(path), Secrets(path))
vault.open()
with open_profile(vault.paths, vault.key) as store:
    store.settings.load()
print((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000)
"""
)

WORDS = tuple(f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("l", "n", "r", "st"))


def text(chance: random.Random, words: int) -> str:
    """Words of which few are common and most are rare, as in any language."""
    last = len(WORDS) - 1
    return " ".join(WORDS[min(last, int(chance.expovariate(0.02)))] for _ in range(words))


def message(number: int, conversation: str, words: str) -> Message:
    return Message(
        id=f"{conversation}-{number}",
        conversation_id=conversation,
        parent_id=None,
        role=Role.USER,
        text=words,
        state=MessageState.DONE,
        created_ms=number,
    )


def bulk(store: Store, count: int, chance: random.Random) -> float:
    """Seconds for many messages in one transaction, search index included."""
    made = store.chats.create(title="bulk", now_ms=1)
    rows = [(f"{made.id}-{number}", made.id, text(chance, 60), number) for number in range(count)]
    began = time.perf_counter()
    with store.chats._connection.writing() as db:
        db.conn.executemany(
            "insert into message (id, conversation_id, role, text, state, created_ms, facts)"
            " values (?, ?, 'user', ?, 'done', ?, '{}')",
            rows,
        )
    return time.perf_counter() - began


def commits(store: Store, count: int, chance: random.Random) -> list[float]:
    """Milliseconds of single messages, each on the disk when it returns."""
    made = store.chats.create(title="single", now_ms=1)
    times = []
    for number in range(count):
        one = message(number, made.id, text(chance, 120))
        began = time.perf_counter()
        store.chats.add(one)
        times.append((time.perf_counter() - began) * 1000)
    return times


def searches(store: Store, count: int, chance: random.Random) -> list[float]:
    """Milliseconds of searches by one and two words."""
    times = []
    for number in range(count):
        query = text(chance, 1 + number % 2)
        began = time.perf_counter()
        store.chats.search(query)
        times.append((time.perf_counter() - began) * 1000)
    return times


def once(store: Store, turn: int) -> dict[str, float]:
    """Return what each kind of work took."""
    took = {
        "insert": bulk(store, BULK, random.Random(turn)),
        "commit": statistics.median(commits(store, COMMITS, random.Random(turn))),
    }
    searches(store, 3, random.Random(0))  # the first ones also read the pages
    took["search"] = statistics.median(searches(store, QUERIES, random.Random(turn)))
    return took


def compare(folder: Path) -> None:
    """Print ratios, the two taking turns at being first."""
    plain: list[dict[str, float]] = []
    locked: list[dict[str, float]] = []
    for turn in range(ROUNDS):
        for key in (None, KEY) if turn % 2 else (KEY, None):
            with Store(folder / f"{turn}-{key is None}.db", key) as store:
                (plain if key is None else locked).append(once(store, turn))
    for name, wanted in (("insert", 2.5), ("search", 3.0), ("commit", None)):
        ratios = [mine[name] / other[name] for mine, other in zip(locked, plain, strict=True)]
        spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
        limit = f", wanted at most {wanted}" if wanted else ""
        print(f"{name:8} encrypted over plain {statistics.median(ratios):5.2f}  {spread}{limit}")
    median = statistics.median(each["commit"] for each in locked)
    print(f"commit   median {median:.2f} ms of one message, wanted under 10 ms")


def opening(folder: Path) -> None:
    """Time from a closed vault to an open store, and of the first opening of a profile."""
    paths = Paths.of(folder / "profile")
    times: dict[str, list[float]] = {"key": [], "open": []}
    for _ in range(ROUNDS * 2):
        began = time.perf_counter()
        vault = Vault(paths, None, KEY)
        vault.open()
        between = time.perf_counter()
        open_profile(paths, vault.key).close()
        times["key"].append((between - began) * 1000)
        times["open"].append((time.perf_counter() - between) * 1000)
    for name, values in times.items():
        print(f"{name:8} median {statistics.median(values):.2f} ms, without the keyring's answer")


def start(folder: Path) -> None:
    """Print what the window's start grew by: against a plain file and the standard driver."""
    if MISSING:
        print(f"start    not measured: not installed: {', '.join(MISSING)}")
        return
    bus = folder / "bus"
    bus.mkdir()
    before, now = [], []
    Store(folder / "before.db", None).close()
    with running_keyring(bus) as keyring:
        for _ in range(2 * ROUNDS):
            before.append(_child(_BEFORE, folder / "before.db", keyring.environment))
            now.append(_child(_NOW, folder / "of-keyring", keyring.environment))
    for index, clock in enumerate(("on the clock", "of the processor")):
        plain = statistics.median(each[index] for each in before[1:])
        locked = statistics.median(each[index] for each in now[1:])  # the first made the key
        print(
            f"start    plain {plain:.0f} ms, encrypted with its key in the keyring {locked:.0f} ms:"
            f" {locked - plain:.0f} ms more {clock}, wanted under 100"
        )


def _child(code: str, path: Path, environment: Mapping[str, str]) -> tuple[float, float]:
    """Milliseconds that a new process says it took, on the clock and of the processor."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env={**os.environ, **environment, "PYTHONPATH": str(APP)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    clock, processor = done.stdout.split()
    return float(clock), float(processor)


def large(folder: Path, count: int) -> None:
    """A history of a life: open, search and check how long they take."""
    path, chance = folder / "large.db", random.Random(1)
    began = time.perf_counter()
    with Store(path, KEY) as store:
        for _ in range(0, count, 20_000):
            bulk(store, 20_000, chance)
    print(
        f"filled   {count} messages in {time.perf_counter() - began:.0f} s, "
        f"{path.stat().st_size / 1e6:.0f} MB"
    )
    began = time.perf_counter()
    store = Store(path, KEY)
    store.chats.conversations()
    print(f"open     {(time.perf_counter() - began) * 1000:.0f} ms, wanted under 2,000")
    times = sorted(searches(store, 100, chance))
    print(f"search   p50 {times[50]:.0f} ms, p95 {times[95]:.0f} ms, wanted under 200")
    store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=0, help="fill a large database, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare(folder)
        opening(folder)
        start(folder)
        if options.messages:
            large(folder, options.messages)


if __name__ == "__main__":
    main()
