"""What was committed is there after ``kill -9``, whatever the process was doing."""

import random
import time
from pathlib import Path

from indoors.core.chat import MessageState
from indoors.store import Store
from tests.helpers.keys import KEY
from tests.store.children import child

KILLS = 15

WRITE = """
import sys
from tests.helpers.keys import KEY
from pathlib import Path
from indoors.core.chat import Message, MessageState, Role
from indoors.store import Store

store, turn = Store(Path(sys.argv[1]), KEY), sys.argv[2]
store.chats.mark_interrupted()
made = store.chats.create(title=f"turn {turn}", now_ms=1)
parent = None
for number in range(100_000):
    identity = f"{turn}-{number}"
    store.chats.add(Message(
        id=identity, conversation_id=made.id, parent_id=parent, role=Role.ASSISTANT,
        text=f"{identity} 0", state=MessageState.WRITING, created_ms=number,
    ))
    print(identity, "0", flush=True)
    for saved in range(1, 4):
        store.chats.save_text(identity, f"{identity} {saved} " + "word " * 300)
        print(identity, saved, flush=True)
    store.chats.finish(identity, text=f"{identity} end " + "word " * 300, state=MessageState.DONE)
    print(identity, "end", flush=True)
    parent = identity
"""


def test_every_commit_survives_a_kill(path: Path) -> None:
    chance = random.Random(20)
    acknowledged: dict[str, str] = {}
    for turn in range(KILLS):
        with child(WRITE, path, turn) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline()]
            time.sleep(chance.uniform(0, 0.12))
            process.kill()
            lines += process.stdout.readlines()
        for line in lines:
            if line.endswith("\n"):
                identity, progress = line.split()
                acknowledged[identity] = progress
    assert len(acknowledged) > KILLS
    order = ["0", "1", "2", "3", "end"]
    with Store(path, KEY) as store:
        assert store.problems() == []
        store.chats.mark_interrupted()
        for identity, progress in acknowledged.items():
            found = store.chats.message(identity)
            assert found is not None, identity
            name, kept = found.text.split()[:2]
            assert name == identity
            assert order.index(kept) >= order.index(progress)
            finished = kept == "end"
            assert found.state is (MessageState.DONE if finished else MessageState.INTERRUPTED)
        for made in store.chats.conversations():
            assert store.chats.path(made.id) == store.chats.tree(made.id)
        with store.chats._connection.reading() as db:
            db.execute("insert into message_fts(message_fts, rank) values ('integrity-check', 1)")
