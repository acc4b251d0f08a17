import json
from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from indoors.core.chat import Attachment, MessageState, Parameters, Role
from indoors.core.errors import AppError
from indoors.protocol.engine import Sampling
from indoors.protocol.faults import Fault
from indoors.services.export import export_json, export_markdown, write_export
from indoors.store import Store
from tests.helpers.keys import KEY
from tests.store.samples import REPORT, add

ZONE = timezone(timedelta(hours=2))
NOON = 1_750_000_000_000  # 2025-06-15 15:06:40 UTC

FILE = Attachment(name="list.md", text="- one\n```\ncode\n```\n", bytes=19)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "indoors.db", KEY) as opened:
        parameters = Parameters(
            system_prompt="Be brief.\nBe kind.", sampling=Sampling(temperature=0.2)
        )
        made = opened.chats.create(title="Tides\nand moon", now_ms=NOON, parameters=parameters)
        question = add(opened, made.id, "Why?", created_ms=NOON, attachments=(FILE,))
        add(opened, made.id, "Old answer.", question, role=Role.ASSISTANT, created_ms=NOON)
        add(
            opened,
            made.id,
            "The **moon**\n\n",
            question,
            role=Role.ASSISTANT,
            state=MessageState.STOPPED,
            created_ms=NOON + 60_000,
            model="SmolLM2",
            report=REPORT,
            dropped_turns=4,
        )
        yield opened


MARKDOWN = """\
# Tides and moon

Started: 2025-06-15 17:06  
Models: SmolLM2

System prompt:

> Be brief.
> Be kind.

## You

*2025-06-15 17:06*

Attached: list.md (19 B)

````text
- one
```
code
```
````

Why?

## SmolLM2

*2025-06-15 17:07*

The **moon**

*The oldest 4 messages did not fit into the context of this answer.*

*Stopped.*

*57 tokens · 63.3 tok/s · first token after 0.13 s · 31 prompt tokens, 12 reused*
"""  # noqa: W291 - two spaces make a line end in Markdown


def test_markdown_is_for_reading(store: Store) -> None:
    (conversation,) = store.chats.conversations()
    path = store.chats.path(conversation.id)
    assert export_markdown(conversation, path, zone=ZONE) == MARKDOWN
    without = export_markdown(conversation, path, zone=ZONE, metrics=False)
    assert without == MARKDOWN[: MARKDOWN.index("\n*57 tokens")]


def test_an_empty_conversation_can_be_exported(store: Store) -> None:
    made = store.chats.create(title="Empty", now_ms=NOON)
    assert export_markdown(made, [], zone=ZONE) == (
        "# Empty\n\nStarted: 2025-06-15 17:06  \nModels: -\n"
    )
    assert json.loads(export_json(made, []))["messages"] == []


def test_every_state_has_words(store: Store) -> None:
    conversation = store.chats.create(title="t", now_ms=NOON)
    for state in set(MessageState) - {MessageState.DONE}:
        message = add(store, conversation.id, "", state=state)
        assert export_markdown(conversation, [message]).endswith(".*\n")


def test_json_holds_every_branch_and_every_parameter(store: Store) -> None:
    (conversation,) = store.chats.conversations()
    tree = store.chats.tree(conversation.id)
    document = json.loads(export_json(conversation, tree))
    assert (document["format"], document["schema"]) == ("indoors-conversation", 1)
    assert document["conversation"]["leaf_id"] == tree[-1].id
    parameters = document["conversation"]["parameters"]
    assert parameters["system_prompt"] == "Be brief.\nBe kind."
    assert parameters["sampling"]["temperature"] == 0.2
    assert parameters["sampling"]["top_k"] == Sampling().top_k  # also what is a default
    question, old, new = document["messages"]
    assert old["parent_id"] == new["parent_id"] == question["id"]
    assert [old["text"], new["text"]] == ["Old answer.", "The **moon**\n\n"]
    assert question["attachments"] == [{"name": "list.md", "text": FILE.text, "bytes": 19}]
    assert new["report"]["generated_tokens"] == 57
    assert (new["state"], new["dropped_turns"], new["branch"], new["branches"]) == (
        "stopped",
        4,
        1,
        2,
    )


def test_the_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "chat.md"
    target.write_text("what was there before, and longer than what comes")
    write_export(target, "naïve ☃ \ud83d")
    assert target.read_text(encoding="utf-8") == "naïve ☃ ?"
    write_export(target, b"bytes")
    assert target.read_bytes() == b"bytes"
    assert [file.name for file in tmp_path.iterdir()] == ["chat.md"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    write_export(tmp_path / "link.md", "new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text() == "new"


def test_a_failed_export_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "absent" / "chat.md", tmp_path / "folder", Path("a\0b")):
        with pytest.raises(AppError) as caught:
            write_export(target, "text")
        assert caught.value.fault is Fault.EXPORT_FAILED
        assert caught.value.facts["path"] == str(target)
        assert caught.value.facts["detail"]
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]
