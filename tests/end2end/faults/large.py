"""F10: a million messages. Opening, searching and memory stay within bounds.

Words are as common as in any language: the first of a dictionary are nearly everywhere, most
others hardly anywhere. The searches are those words, as often as they are written, and apart
from them the commonest ones, which are the worst that a search can be asked.
"""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy
import psutil

from indoors.store import Store
from tests.helpers.keys import KEY
from tests.store.children import environment

DICTIONARY = 50_000
IN_A_CONVERSATION = 50
AT_ONCE = 20_000
QUESTION, ANSWER = 20, 130  # words
SEARCHES = 200
WORST = 20

LOOK = """
import sys
from pathlib import Path
from tests.end2end.faults.large import look
look(Path(sys.argv[1]))
"""


@dataclass
class Outcome:
    messages: int
    megabytes: int
    open_s: float  # the slowest of three programs
    p50_ms: float  # of searches by words as they are written
    p95_ms: float
    worst_ms: float
    common_ms: float  # median of searches by the commonest words
    found: int  # searches that found something
    memory_mb: int  # resident, after all searches, above what it was before opening


def _spelled(rank: int) -> str:
    letters = ""
    while rank:
        rank, place = divmod(rank, 60)
        letters += "bdfgklmnprst"[place // 5] + "aeiou"[place % 5]
    return letters


WORDS = [_spelled(1 + rank) for rank in range(DICTIONARY)]


def words(chance: numpy.random.Generator, count: int) -> str:
    """Draw by Zipf's law: the second word is half as common as the first."""
    drawn = (DICTIONARY ** chance.random(count)).astype(int) - 1
    return " ".join([WORDS[rank] for rank in drawn.tolist()])


def fill(path: Path, messages: int) -> None:
    """Write them as they would stand there; each conversation is a path of its messages."""
    chance = numpy.random.default_rng(1)
    with Store(path, KEY) as store:
        for first in range(0, messages, AT_ONCE):
            with store.chats._connection.writing() as db:
                for number in range(first, min(messages, first + AT_ONCE), IN_A_CONVERSATION):
                    last = f"m{number + IN_A_CONVERSATION - 1}"
                    db.conn.execute(
                        "insert into conversation (id, title, created_ms, updated_ms, parameters,"
                        " leaf_id) values (?, ?, ?, ?, '{}', ?)",
                        (f"c{number}", words(chance, 5), number, number, last),
                    )
                    db.conn.executemany(
                        "insert into message (id, conversation_id, parent_id, role, text, state,"
                        " created_ms, facts) values (?, ?, ?, ?, ?, 'done', ?, '{}')",
                        [_row(number, place, chance) for place in range(IN_A_CONVERSATION)],
                    )


def _row(first: int, place: int, chance: numpy.random.Generator) -> tuple[object, ...]:
    number, asked = first + place, place % 2 == 0
    text = words(chance, QUESTION if asked else ANSWER)
    parent = f"m{number - 1}" if place else None
    return f"m{number}", f"c{first}", parent, "user" if asked else "assistant", text, number


def look(path: Path) -> None:
    """Open and search as a program that has just started; print what it took."""
    me, chance = psutil.Process(), numpy.random.default_rng(2)
    before = me.memory_info().rss
    began = time.perf_counter()
    store = Store(path, KEY)
    listed = store.chats.conversations()
    opened = time.perf_counter() - began
    shown = store.chats.path(listed[0].id)
    assert len(shown) == IN_A_CONVERSATION
    found: list[str] = []

    def search(query: str) -> float:
        began = time.perf_counter()
        hits = store.chats.search(query, 20)
        found.extend([query] if hits else [])
        return (time.perf_counter() - began) * 1000

    usual = sorted(search(words(chance, 1 + number % 3)) for number in range(SEARCHES))
    common = [search(each) for each in WORDS[:WORST]]
    memory = me.memory_info().rss - before
    store.close()
    p95 = usual[int(len(usual) * 0.95)]
    times = opened, statistics.median(usual), p95, usual[-1], statistics.median(common)
    print(*times, memory, len(found))


def run(work: Path, messages: int) -> Outcome:
    work.mkdir(parents=True, exist_ok=True)
    path = work / "indoors.db"
    fill(path, messages)
    said = [_program(path) for _ in range(3)]
    opened = max(each[0] for each in said)
    p50, p95, worst, common = (
        statistics.median(each[place] for each in said) for place in range(1, 5)
    )
    return Outcome(
        messages=messages,
        megabytes=path.stat().st_size // 10**6,
        open_s=opened,
        p50_ms=p50,
        p95_ms=p95,
        worst_ms=worst,
        common_ms=common,
        found=int(sum(each[6] for each in said)),
        memory_mb=int(max(each[5] for each in said)) // 10**6,
    )


def _program(path: Path) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(path)],
        env={**os.environ, **environment()},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [float(each) for each in done.stdout.split()]
