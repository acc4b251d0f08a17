from pathlib import Path

import pytest

from indoors.core.chat import Attachment, Draft, MessageState, Parameters
from indoors.core.errors import AppError
from indoors.protocol.engine import Sampling
from indoors.store import Store
from tests.helpers.keys import KEY
from tests.store.samples import NOTE, add, conversation_with, files_of

PARAMETERS = Parameters(
    system_prompt="Answer in verse.", sampling=Sampling(temperature=0.0, stop=("END",), seed=3)
)


def titles(store: Store) -> list[str]:
    return [each.title for each in store.chats.conversations()]


def test_a_new_conversation_is_found_as_it_was_made(store: Store) -> None:
    made = store.chats.create(title="On tides", now_ms=5, parameters=PARAMETERS)
    assert store.chats.conversation(made.id) == made
    assert store.chats.conversations() == [made]
    assert made.parameters == PARAMETERS


def test_pinned_come_first_then_the_latest(store: Store) -> None:
    for number, title in enumerate(("old", "middle", "new")):
        store.chats.create(title=title, now_ms=number)
    assert titles(store) == ["new", "middle", "old"]
    oldest = store.chats.conversations()[-1]
    store.chats.set_pinned(oldest.id, True)
    assert titles(store) == ["old", "new", "middle"]
    store.chats.set_pinned(oldest.id, False)
    assert titles(store) == ["new", "middle", "old"]


def test_conversations_of_the_same_moment_keep_their_order(store: Store) -> None:
    for title in "abcd":
        store.chats.create(title=title, now_ms=7)
    assert titles(store) == ["d", "c", "b", "a"]


def test_a_message_moves_its_conversation_up(store: Store) -> None:
    first = store.chats.create(title="first", now_ms=1)
    store.chats.create(title="second", now_ms=2)
    question = add(store, first.id, "anyone there?", created_ms=50)
    assert titles(store) == ["first", "second"]
    changed = store.chats.conversation(first.id)
    assert changed is not None
    assert (changed.updated_ms, changed.leaf_id) == (50, question.id)


def test_attachments_are_counted_for_each_conversation(store: Store) -> None:
    with_files = conversation_with(store)
    without = conversation_with(store, "none here")
    add(store, with_files, "two", attachments=(NOTE, NOTE))
    add(store, with_files, "one", attachments=(NOTE,))
    counts = {each.id: each.attachments for each in store.chats.conversations()}
    assert counts == {with_files: 3, without: 0}


def test_rename_and_parameters(store: Store) -> None:
    made = store.chats.create(title="before", now_ms=1)
    store.chats.rename(made.id, "after")
    store.chats.set_parameters(made.id, PARAMETERS)
    changed = store.chats.conversation(made.id)
    assert changed is not None
    assert (changed.title, changed.parameters) == ("after", PARAMETERS)


def test_what_cannot_be_stored_as_text_is_replaced(store: Store) -> None:
    made = store.chats.create(title="half \ud83d", now_ms=1)
    store.chats.set_parameters(made.id, Parameters(system_prompt="\udc00"))
    store.drafts.put(Draft(conversation_id=made.id, text="\ud83d"))
    add(store, made.id, "\ud83d", attachments=(Attachment(name="\udcff", text="\udcff", bytes=1),))
    changed = store.chats.conversation(made.id)
    assert changed is not None
    assert (changed.title, changed.parameters.system_prompt) == ("half ?", "?")
    assert store.chats.path(made.id)[0].attachments[0].name == "?"


def test_an_unknown_conversation_is_a_bug(store: Store) -> None:
    for action in (
        lambda: store.chats.rename("none", "title"),
        lambda: store.chats.set_pinned("none", True),
        lambda: store.chats.delete("none", 1),
        lambda: add(store, "none", "text"),
    ):
        with pytest.raises(AppError) as caught:
            action()
        assert caught.value.is_bug
    assert store.chats.conversation("none") is None
    assert store.chats.path("none") == []


def test_delete_hides_and_undelete_brings_all_of_it_back(store: Store) -> None:
    made = conversation_with(store, "question", "answer")
    before = (store.chats.conversations(), store.chats.path(made))
    store.chats.delete(made, 10)
    assert store.chats.conversations() == []
    assert store.chats.conversation(made) is None
    store.chats.undelete(made)
    assert (store.chats.conversations(), store.chats.path(made)) == before


def test_an_answer_may_end_in_a_deleted_conversation(store: Store) -> None:
    made = conversation_with(store, "question")
    answer = add(store, made, "", state=MessageState.WRITING)
    store.chats.delete(made, 10)
    store.chats.save_text(answer.id, "to")
    store.chats.finish(answer.id, text="to the end", state=MessageState.DONE)
    store.chats.undelete(made)
    found = store.chats.message(answer.id)
    assert found is not None
    assert found.text == "to the end"


def test_purge_takes_only_what_was_deleted_long_ago(store: Store) -> None:
    kept, recent, old = (conversation_with(store, name) for name in ("kept", "recent", "old"))
    for identity in (kept, recent, old):
        store.drafts.put(Draft(conversation_id=identity, text="draft"))
    store.chats.delete(old, 10)
    store.chats.delete(recent, 20)
    assert store.chats.purge(before_ms=20) == 1
    assert store.chats.purge(before_ms=20) == 0
    store.chats.undelete(recent)
    assert {each.id for each in store.chats.conversations()} == {kept, recent}
    assert store.chats.path(old) == []
    assert store.drafts.get(old) is None
    assert store.drafts.get(kept) is not None


def test_a_conversation_deeper_than_triggers_nest_can_be_purged(store: Store) -> None:
    with store.chats._connection.reading() as db:
        db.execute("PRAGMA synchronous=OFF")
    made = conversation_with(store, *(f"message {number}" for number in range(1200)))
    store.chats.delete(made, 1)
    assert store.chats.purge(2) == 1
    assert store.problems() == []


def test_an_encrypted_database_is_tidied_too(path: Path) -> None:
    with Store(path, KEY) as store:
        made = conversation_with(store, "walrus")
        kept = conversation_with(store, "otter")
        store.chats.delete(made, 5)
        assert store.chats.purge(10) == 1
        while store.chats.tidy():
            pass
        assert not store.chats.tidy()
        with store.chats._connection.reading() as db:
            assert db.execute("select id from conversation").fetchall() == [(kept,)]
        assert store.problems() == []


@pytest.mark.parametrize("length", [1, 60, 900], ids=["short", "medium", "overflowing"])
def test_purged_text_is_in_no_file(path: Path, length: int) -> None:
    with Store(path, None) as store:
        with store.chats._connection.reading() as db:
            db.execute("PRAGMA synchronous=OFF")
        secret, kept = (store.chats.create(title=f"{name}title", now_ms=1).id for name in "sk")
        parents = {secret: None, kept: None}
        for number in range(150):  # side by side, so that rows share pages
            for identity, word in ((secret, "verysecret"), (kept, "harmless")):
                file = Attachment(name=f"{word}name", text=f"{word}file " * length, bytes=1)
                made = add(
                    store,
                    identity,
                    f"{word}begin",
                    parents[identity],
                    state=MessageState.WRITING,
                    attachments=(file,) if number % 10 == 0 else (),
                )
                store.chats.save_text(made.id, f"{word}middle " * length)
                store.chats.finish(
                    made.id, text=f"{word}end{number} " * length, state=MessageState.DONE
                )
                parents[identity] = made  # type: ignore[assignment]
        store.drafts.put(Draft(conversation_id=secret, text="verysecretdraft"))
        store.chats.delete(secret, 5)
        assert b"verysecret" in files_of(path)
        assert store.chats.purge(10) == 1
        while store.chats.tidy():
            pass
        found = files_of(path)
        # "secret" alone: the index may keep the common beginning of words apart
        assert [word for word in (b"verysecret", b"secret", b"stitle") if word in found] == []
        assert b"harmlessend149" in found
        assert store.problems() == []
        assert len(store.chats.path(kept)) == 150
