"""The chat from an intent to the disk and back, with the real engine."""

import os
import signal
from pathlib import Path

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from indoors.core.chat import Attachment, MessageState, Parameters, Role
from indoors.protocol.engine import Sampling
from indoors.protocol.faults import Fault
from tests.helpers.chat import chat


def test_a_question_is_answered_saved_and_found_again(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile) as first:
        answer = first.ask("What is the capital of France?")
        assert answer.state is MessageState.DONE
        assert "Paris" in answer.text
        assert answer.report is not None
        assert answer.report.generated_tokens > 1
        assert first.bridge.current is not None
        assert first.bridge.current.title == "What is the capital of France?"
        shown = first.path()
        assert not first.errors
    with chat(qtbot, profile) as again:
        assert again.path() == shown  # the window comes back to where it was


def test_the_second_turn_reads_only_what_is_new(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile) as it:
        first = it.ask("Name one colour.")
        second = it.ask("Name another colour.")
        assert first.report is not None
        assert second.report is not None
        old = first.report.prompt_tokens + first.report.generated_tokens
        assert second.report.reused_tokens >= old - 2


def test_stop_keeps_the_text_and_continue_writes_on(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile, max_tokens=400) as it:
        it.bridge.send("Write a long story about the sea.", [])
        it.wait_for_words()
        stopped = it.finish(it.bridge.stop)
        assert stopped.state is MessageState.STOPPED
        assert it.bridge.current is not None
        short = replace(it.bridge.current.parameters, sampling=Sampling(max_tokens=8))
        it.bridge.set_parameters(short)
        longer = it.finish(lambda: it.bridge.continue_answer(stopped.id))
        assert longer.id == stopped.id
        assert longer.text.startswith(stopped.text)
        assert len(longer.text) > len(stopped.text)
        assert it.last() == replace(longer, branch=0, branches=1)


def test_an_edited_question_branches_and_the_old_branch_is_reachable(
    qtbot: QtBot, profile: Path
) -> None:
    with chat(qtbot, profile) as it:
        it.ask("What is the capital of France?")
        old = it.path()
        answer = it.finish(
            lambda: it.bridge.edit_question(old[0].id, "What is the capital of Italy?")
        )
        assert "Ital" in answer.text
        assert (it.path()[0].branch, it.path()[0].branches) == (1, 2)
        it.bridge.show_branch(it.path()[0].id, -1)
        it.until(lambda: it.path()[0].id == old[0].id)
        assert [m.text for m in it.path()] == [m.text for m in old]


def test_answer_again_is_a_sibling_of_the_answer(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile) as it:
        first = it.ask("Say hello.")
        second = it.finish(it.bridge.answer_again)
        assert second.parent_id == first.parent_id
        assert it.last().branches == 2


def test_only_one_answer_at_a_time(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile, max_tokens=300) as it:
        it.bridge.send("Count to a hundred in words.", [])
        it.bridge.send("And now?", [])
        assert [error.fault for error in it.errors] == [Fault.BUSY]
        it.wait_for_words()
        it.finish(it.bridge.stop)
        assert [m.role for m in it.path()] == [Role.USER, Role.ASSISTANT]


def test_an_answer_goes_on_while_another_conversation_is_open(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile, max_tokens=60) as it:
        it.bridge.send("Tell me about rivers.", [])
        it.wait_for_words()
        assert it.bridge.current is not None
        first = it.bridge.current.id
        answer = it.finish(it.bridge.new_chat)
        assert it.path() == []
        it.bridge.open(first)
        it.until(lambda: bool(it.path()))
        assert it.last().text == answer.text


def test_returning_while_it_is_written_shows_every_word_once(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile, max_tokens=120) as it:
        it.bridge.send("Tell me about mountains.", [])
        it.wait_for_words()
        assert it.bridge.current is not None
        first = it.bridge.current.id
        it.bridge.new_chat()
        it.until(lambda: it.bridge.current is None)
        answer = it.finish(lambda: it.bridge.open(first))
        it.settle()
        assert it.last().text == answer.text


def test_a_killed_engine_costs_no_text(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile, max_tokens=300) as it:
        it.bridge.send("Write a long story about a lighthouse.", [])
        it.wait_for_words()
        assert it.engine.hello is not None
        seen = it.last().text
        pid = it.engine.hello.pid
        cut = it.finish(lambda: os.kill(pid, signal.SIGKILL))
        assert cut.state is MessageState.INTERRUPTED
        assert cut.text.startswith(seen)
        assert cut.fault == Fault.ENGINE_CRASHED
        assert [error.fault for error in it.errors] == [Fault.ENGINE_CRASHED]
        assert it.bridge.current is not None
        short = replace(it.bridge.current.parameters, sampling=Sampling(max_tokens=8))
        it.bridge.set_parameters(short)
        assert it.finish(it.bridge.answer_again).state is MessageState.DONE


def test_closing_in_the_middle_keeps_what_was_written(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile, max_tokens=300) as it:
        it.bridge.send("Write a long story about a forest.", [])
        it.wait_for_words()
        seen = it.last().text
    with chat(qtbot, profile, max_tokens=300) as again:
        again.until(lambda: bool(again.path()))
        assert again.last().state is MessageState.INTERRUPTED
        assert again.last().text.startswith(seen)


def test_a_deleted_conversation_comes_back_by_undo(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile, max_tokens=4) as it:
        it.ask("Hello")
        gone = it.last().conversation_id
        with qtbot.waitSignal(it.bridge.deleted):
            it.bridge.delete(gone)
        it.settle()
        assert it.bridge.current is None
        assert it.bridge.conversations.rowCount() == 0
        with qtbot.waitSignal(it.bridge.opened):
            it.bridge.undo_delete(gone)
        it.settle()
        assert len(it.path()) == 2


def test_a_draft_is_kept_per_conversation(qtbot: QtBot, profile: Path) -> None:
    note = Attachment(name="a.txt", text="x", bytes=1)
    with chat(qtbot, profile, max_tokens=4) as it:
        it.bridge.save_draft("half a quest", [note])
        it.bridge.save_draft("half a question", [note])
        it.settle()
        it.settle()
    with chat(qtbot, profile) as again:
        with qtbot.waitSignal(again.bridge.draft_loaded) as signal:
            again.bridge.new_chat()
        assert signal.args is not None
        draft = signal.args[0]
        assert (draft.text, draft.attachments) == ("half a question", (note,))


def test_attached_files_are_part_of_the_question(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile, max_tokens=12) as it:
        note = profile.parent / "note.txt"
        note.write_text("The access code is 4711.")
        with qtbot.waitSignal(it.bridge.attaching.attached) as signal:
            it.bridge.attaching.attach([str(note)])
        assert signal.args is not None
        attached = signal.args[0]
        answer = it.finish(lambda: it.bridge.send("What is the access code?", [attached]))
        assert it.path()[0].attachments[0].name == "note.txt"
        assert answer.report is not None
        assert answer.report.prompt_tokens > 25


def test_conversation_settings_are_used_and_kept(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile) as it:
        mine = Parameters(sampling=Sampling(temperature=0, max_tokens=3))
        it.bridge.set_parameters(mine)
        answer = it.ask("Hello")
        assert answer.report is not None
        assert answer.report.generated_tokens == 3
        assert answer.report.stop_reason == "length"
        assert it.bridge.current is not None
        assert it.bridge.current.parameters == mine
