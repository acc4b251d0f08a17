from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indoors.core.chat import Message, MessageState, Role
from indoors.core.errors import AppError
from indoors.store import Store
from tests.helpers.keys import KEY
from tests.store.samples import NOTE, REPORT, add, conversation_with

if TYPE_CHECKING:
    from collections.abc import Callable


def stored(store: Store, identity: str) -> Message:
    found = store.chats.message(identity)
    assert found is not None
    return found


def test_a_message_comes_back_as_it_was_added(store: Store) -> None:
    made = add(
        store,
        conversation_with(store),
        "naïve ☃ 👍\x00 \r\n text",
        role=Role.ASSISTANT,
        state=MessageState.FAILED,
        model="SmolLM2",
        report=REPORT,
        fault="engine_crashed",
        facts={"outcome": "SIGSEGV", "count": 2, "share": 0.5},
        dropped_turns=3,
        attachments=(NOTE, NOTE),
    )
    assert stored(store, made.id) == made
    assert store.chats.message("none") is None


def test_a_stream_is_saved_and_finished(store: Store) -> None:
    conversation = conversation_with(store, "question")
    answer = add(store, conversation, "", role=Role.ASSISTANT, state=MessageState.WRITING)
    store.chats.save_text(answer.id, "The tide")
    assert stored(store, answer.id).text == "The tide"
    assert stored(store, answer.id).state is MessageState.WRITING
    store.chats.finish(
        answer.id,
        text="The tide rises.",
        state=MessageState.DONE,
        report=REPORT,
        dropped_turns=2,
        model="SmolLM2",
    )
    done = stored(store, answer.id)
    assert (done.text, done.state, done.report) == ("The tide rises.", MessageState.DONE, REPORT)
    assert (done.dropped_turns, done.model) == (2, "SmolLM2")


def test_finish_without_a_model_leaves_the_one_it_was_added_with(store: Store) -> None:
    answer = add(store, conversation_with(store), "", state=MessageState.WRITING, model="SmolLM2")
    store.chats.finish(
        answer.id,
        text="",
        state=MessageState.FAILED,
        fault="no_model",
        facts={"path": "/models/x.gguf"},
    )
    done = stored(store, answer.id)
    assert (done.model, done.fault, done.facts) == (
        "SmolLM2",
        "no_model",
        {"path": "/models/x.gguf"},
    )


def test_a_late_save_does_not_overwrite_the_final_text(store: Store) -> None:
    answer = add(store, conversation_with(store), "", state=MessageState.WRITING)
    store.chats.finish(answer.id, text="all of it", state=MessageState.DONE)
    with pytest.raises(AppError) as caught:
        store.chats.save_text(answer.id, "all")
    assert caught.value.is_bug
    assert stored(store, answer.id).text == "all of it"


def test_unknown_messages_are_a_bug(store: Store) -> None:
    actions: list[Callable[[], None]] = [
        lambda: store.chats.save_text("none", "text"),
        lambda: store.chats.finish("none", text="", state=MessageState.DONE),
        lambda: store.chats.resume("none"),
    ]
    for action in actions:
        with pytest.raises(AppError) as caught:
            action()
        assert caught.value.is_bug


def test_only_what_was_being_written_is_interrupted(path: Path) -> None:
    with Store(path, KEY) as store:
        conversation = conversation_with(store, "question", "answer")
        half = add(store, conversation, "", state=MessageState.WRITING)
        store.chats.save_text(half.id, "half an ans")
    with Store(path, KEY) as store:
        assert store.chats.mark_interrupted() == 1
        assert store.chats.mark_interrupted() == 0
        states = [each.state for each in store.chats.tree(conversation)]
        assert states == [MessageState.DONE, MessageState.DONE, MessageState.INTERRUPTED]
        assert stored(store, half.id).text == "half an ans"


def test_an_interrupted_answer_can_be_continued(store: Store) -> None:
    answer = add(store, conversation_with(store), "half", state=MessageState.WRITING)
    store.chats.mark_interrupted()
    store.chats.resume(answer.id)
    store.chats.save_text(answer.id, "half and more")
    assert store.chats.mark_interrupted() == 1
    assert stored(store, answer.id).text == "half and more"


def test_a_stored_report_that_is_not_understood_does_not_hide_the_text(store: Store) -> None:
    answer = add(store, conversation_with(store), "the text", report=REPORT)
    with store.chats._connection.writing() as db:
        db.execute("update message set report = ?, facts = ?", ('{"model": 1}', "[]"))
        db.execute("update conversation set parameters = ?", ("no JSON",))
    found = stored(store, answer.id)
    assert (found.text, found.report, found.facts) == ("the text", None, {})
    assert store.chats.conversations()[0].parameters.system_prompt == ""


def test_answers_are_counted_since_a_moment(store: Store) -> None:
    conversation = conversation_with(store)
    for moment in (10, 20, 30):
        add(store, conversation, "q", created_ms=moment)
        add(store, conversation, "a", role=Role.ASSISTANT, created_ms=moment)
    add(
        store,
        conversation,
        "",
        role=Role.ASSISTANT,
        created_ms=30,
        state=MessageState.FAILED,
    )
    assert (store.chats.count_answers(), store.chats.count_answers(since_ms=20)) == (3, 2)
