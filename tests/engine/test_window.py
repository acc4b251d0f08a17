"""Layers that see a window only: a small cache for them is never mistaken for a whole one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.core.fit import Setting, requirement, shape_of
from indoors.core.gguf import read
from indoors.protocol.engine import Loaded, Sampling, Turn
from tests.engine.window_model import LAYERS, WINDOW, write_window_model
from tests.helpers.engines import Answered, EngineUnderTest, assistant, engine, user

CONTEXT, BATCH = 2048, 32
LONG = "The quick brown fox jumps over the lazy dog while the river runs to the sea. " * 12
GREEDY = Sampling(temperature=0, max_tokens=16)


@pytest.fixture(scope="module")
def path(model_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_window_model(model_path, tmp_path_factory.mktemp("window") / "window.gguf")


@pytest.fixture(params=[True, False], ids=["full", "small"])
def loaded(request: pytest.FixtureRequest, path: Path) -> Iterator[tuple[EngineUnderTest, Loaded]]:
    with engine() as under_test:
        answer = under_test.load(
            path,
            context=CONTEXT,
            batch=BATCH,
            threads=1,
            full_window_cache=request.param,
            use_mmap=True,
        )
        assert isinstance(answer, Loaded)
        yield under_test, answer


def ask(under_test: EngineUnderTest, *turns: Turn) -> tuple[Answered, int]:
    """Return the answer and how many tokens of the prompt were taken from the cache."""
    answered = under_test.ask(*turns, sampling=GREEDY)
    assert answered.finished.id
    return answered, answered.started.reused_tokens


def same(one: Answered, other: Answered) -> bool:
    """Whether both rest on the same cache: the words alone would hide what hardly matters."""
    assert one.tokens
    entropies = [token.entropy for token in other.tokens]
    return [token.entropy for token in one.tokens] == pytest.approx(entropies, rel=1e-2)


def fresh(path: Path, *turns: Turn) -> Answered:
    with engine() as under_test:
        assert isinstance(under_test.load(path, context=CONTEXT, batch=BATCH, threads=1), Loaded)
        return ask(under_test, *turns)[0]


def test_the_size_is_what_fit_says(loaded: tuple[EngineUnderTest, Loaded], path: Path) -> None:
    _, answer = loaded
    told = pytest.approx(answer.memory.context, abs=8192)  # the engine's log rounds it
    is_full = told == LAYERS * 64 * 2 * CONTEXT
    shape = shape_of(read(path.read_bytes(), str(path)))
    setting = Setting(context=CONTEXT, batch=BATCH, full_window_cache=is_full)
    assert requirement(shape, setting).context == told
    if not is_full:
        cells = -(-(WINDOW + BATCH) // 256) * 256
        assert told == 64 * 2 * (CONTEXT + (LAYERS - 1) * cells)


def test_a_changed_question_is_answered_as_if_it_were_the_first(
    loaded: tuple[EngineUnderTest, Loaded], path: Path
) -> None:
    """Far more than the window was written behind the place that both questions share."""
    under_test, _ = loaded
    ask(under_test, user("Begin. " + LONG * 5))
    changed = user("Begin. " + LONG + "Now say something else.")
    answered, _ = ask(under_test, changed)
    assert same(answered, fresh(path, changed))


def test_going_on_reads_only_what_is_new(
    loaded: tuple[EngineUnderTest, Loaded], path: Path
) -> None:
    """As with a whole cache: what the model wrote stays in it token by token."""

    def two_questions(under_test: EngineUnderTest) -> tuple[Answered, int]:
        first = user(LONG)
        answered, _ = ask(under_test, first)
        return ask(under_test, first, assistant(answered.text), user("And then?"))

    again, reused = two_questions(loaded[0])
    assert reused > 100
    with engine() as whole:
        whole.load(path, context=CONTEXT, batch=BATCH, threads=1)
        assert same(again, two_questions(whole)[0])


def test_another_answer_to_the_same_question(
    loaded: tuple[EngineUnderTest, Loaded], path: Path
) -> None:
    """A short answer is taken back without reading the question again."""
    under_test, _ = loaded
    first, _ = ask(under_test, user(LONG))
    second, reused = ask(under_test, user(LONG))
    assert same(second, first)
    assert reused > 100
