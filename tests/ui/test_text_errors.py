"""Every failure has words: what happened, what is safe, what to do."""

import re

import pytest

from indoors.core.errors import AppError, Fact
from indoors.protocol.faults import Fault
from indoors.ui.text.errors import ACTION_LABELS, ErrorWords, action_label, describe

FACTS: dict[str, Fact] = {
    "path": "/home/ana/models/some.gguf",
    "detail": "tensor 'blk.3' out of range",
    "architecture": "novel",
    "needed_bytes": 9_100_000_000,
    "free_bytes": 3_000_000_000,
    "context": 32768,
    "limit_s": 2,
    "tokens": 9000,
    "limit": 4096,
    "outcome": "killed by SIGSEGV",
    "seconds": 5,
    "ours": 1,
    "theirs": 2,
    "found": 9,
    "supported": 3,
    "backup": "/home/ana/data/backups/1.db",
    "bytes": 5_000_000,
    "host": "hub.example",
    "repo": "someone/a-model",
    "file": "a-model.gguf",
    "proxy": "proxy.example",
    "status": 503,
    "page": "https://hub.example/someone/a-model",
    "address": "hub.example",
}
GIB = 1024**3
FORBIDDEN = re.compile(r"!|oops|sorry|please|machine|endpoint|SIG[A-Z]+|0x|exit code", re.I)


@pytest.fixture(params=list(Fault), ids=lambda fault: fault.value)
def fault(request: pytest.FixtureRequest) -> Fault:
    return Fault(request.param)


@pytest.fixture(params=[{}, FACTS], ids=["no facts", "all facts"])
def words(request: pytest.FixtureRequest, fault: Fault) -> ErrorWords:
    return describe(AppError(fault, **request.param))


def test_each_part_is_a_whole_sentence(words: ErrorWords) -> None:
    for part in (words.title, words.safe, words.todo):
        assert part[0].isupper() or part[0] == "“"
        assert part.endswith(".")
        assert "  " not in part


def test_the_words_are_calm_and_carry_no_codes(words: ErrorWords) -> None:
    assert not FORBIDDEN.search(words.sentence)
    assert "None" not in words.sentence


def test_at_most_two_actions_and_each_has_a_label(words: ErrorWords) -> None:
    assert len(words.actions) <= 2
    assert all(action_label(action) for action in words.actions)


def test_facts_are_kept_for_the_details(fault: Fault) -> None:
    details = describe(AppError(fault, **FACTS)).details

    assert details is not None
    assert "killed by SIGSEGV" in details
    assert "/home/ana/models/some.gguf" in details


def test_no_facts_no_details(fault: Fault) -> None:
    assert describe(AppError(fault)).details is None


def test_the_file_is_named_without_its_folder() -> None:
    title = describe(AppError(Fault.MODEL_NOT_GGUF, path="/home/ana/notes.txt")).title

    assert title == "“notes.txt” is not a model file that Indoors can read."


def test_memory_is_given_in_gigabytes() -> None:
    words = describe(
        AppError(Fault.OUT_OF_MEMORY, needed_bytes=9 * GIB + GIB // 10, free_bytes=3 * GIB)
    )

    assert "It needs 9.1 GB and 3.0 GB is free." in words.todo


def test_no_action_label_is_unused() -> None:
    errors = [AppError(fault, **facts) for fault in Fault for facts in ({}, FACTS)]
    errors.append(AppError(Fault.GRAPHICS_REFUSED, looser=1))
    used = {action for error in errors for action in describe(error).actions}

    assert used == set(ACTION_LABELS)
