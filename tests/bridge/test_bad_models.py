"""Model files that cannot work: the user is told what happened, and the chat goes on."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from indoors.core.chat import MessageState
from indoors.protocol.faults import Fault
from indoors.ui.text.errors import describe
from tests.engine.gguf_files import patched, with_template
from tests.helpers.chat import Chat, chat
from tests.helpers.engines import starter_model


@pytest.fixture
def it(qtbot: QtBot, profile: Path) -> Iterator[Chat]:
    with chat(qtbot, profile, max_tokens=6) as under_test:
        yield under_test


def not_gguf(folder: Path) -> Path:
    path = folder / "letter.gguf"
    path.write_text("Dear Sir or Madam, " * 1000)
    return path


def truncated(folder: Path) -> Path:
    path = folder / "truncated.gguf"
    path.write_bytes(starter_model().read_bytes()[:20_000_000])
    return path


def corrupted(folder: Path) -> Path:
    data = bytearray(starter_model().read_bytes())
    struct.pack_into("<Q", data, 8, 2**60)  # the number of tensors
    path = folder / "corrupted.gguf"
    path.write_bytes(data)
    return path


def unknown(folder: Path) -> Path:
    return patched(
        starter_model(),
        folder / "unknown.gguf",
        b"\x05\0\0\0\0\0\0\0llama",
        b"\x05\0\0\0\0\0\0\0zebra",
    )


def missing(folder: Path) -> Path:
    return folder / "gone.gguf"


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (not_gguf, Fault.MODEL_NOT_GGUF),
        (truncated, Fault.MODEL_DAMAGED),
        (corrupted, Fault.MODEL_DAMAGED),
        (unknown, Fault.MODEL_UNKNOWN_ARCHITECTURE),
        (missing, Fault.MODEL_MISSING),
    ],
)
def test_a_bad_file_is_told_and_the_starter_still_answers(
    it: Chat,
    tmp_path: Path,
    make: Callable[[Path], Path],
    fault: Fault,
) -> None:
    path = make(tmp_path)
    it.engine.load(str(path))
    it.until(lambda: bool(it.errors))
    assert [error.fault for error in it.errors] == [fault]
    assert path.name in describe(it.errors[0]).title + (describe(it.errors[0]).details or "")
    assert it.engine.loaded is None
    assert all(choice.path != str(path) for choice in it.engine.models())
    assert it.ask("Hello").state is MessageState.DONE  # with the starter model again


def test_a_bad_file_leaves_a_working_model_one_choice_away(it: Chat, tmp_path: Path) -> None:
    it.ask("Hello")
    it.engine.load(str(not_gguf(tmp_path)))
    it.until(lambda: bool(it.errors))
    assert it.ask("Hello again").state is MessageState.DONE


def test_a_context_larger_than_memory_is_told_with_the_numbers(it: Chat) -> None:
    it.settings.update("engine", context=1_048_576)
    it.bridge.send("Hello", [])
    it.until(lambda: bool(it.errors))
    assert it.errors[0].fault is Fault.OUT_OF_MEMORY
    words = describe(it.errors[0])
    assert words.title
    assert words.safe
    assert words.todo
    it.until(lambda: bool(it.path()) and it.last().state is MessageState.FAILED)
    it.settings.update("engine", context=None)
    assert it.finish(it.bridge.answer_again).state is MessageState.DONE


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{{ raise_exception('no') }}", Fault.TEMPLATE_FAILED),
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            Fault.TEMPLATE_TOO_SLOW,
        ),
    ],
)
def test_a_template_that_raises_or_loops_can_be_replaced(
    it: Chat, tmp_path: Path, template: str, fault: Fault
) -> None:
    path = with_template(starter_model(), tmp_path / "model.gguf", template)
    it.engine.load(str(path))
    answer = it.ask("Hello")
    assert answer.state is MessageState.FAILED
    assert answer.fault == fault
    parameters = it.bridge.parameters
    it.bridge.set_parameters(type(parameters)(sampling=parameters.sampling, template="chatml"))
    assert it.finish(it.bridge.answer_again).state is MessageState.DONE
