"""Each action an error offers does something, and the right thing."""

from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.core.settings import Settings
from indoors.protocol.faults import Fault
from indoors.services.models import ModelChoice
from indoors.ui.recovery import Recovery
from indoors.ui.text.errors import ACTION_LABELS


class Noted:
    """Stands in for chat, engine, settings and places at once: notes what was asked of it."""

    def __init__(self, models: list[ModelChoice]) -> None:
        self.asked: list[tuple[object, ...]] = []
        self._models = models
        self.current = Settings()

    def models(self) -> list[ModelChoice]:
        return self._models

    def update(self, section: str, **fields: object) -> None:
        self.asked.append(("update", section, fields))

    def __getattr__(self, name: str) -> object:
        return lambda *given: self.asked.append((name, *given))


STARTER = ModelChoice("/s.gguf", "SmolLM2", "Q4_1", is_starter=True, exists=True)


def recovery(models: list[ModelChoice] | None = None) -> tuple[Recovery, list[tuple[object, ...]]]:
    noted = Noted([STARTER] if models is None else models)
    return Recovery(noted, noted, noted, noted), noted.asked  # type: ignore[arg-type]


def test_every_action_with_a_label_is_known() -> None:
    assert set(recovery()[0].actions) == set(ACTION_LABELS)


@pytest.mark.parametrize(
    ("action", "error", "asked"),
    [
        ("token", AppError(Fault.HUB_GATED), [("show_network", "token")]),
        ("network", AppError(Fault.PROXY_FAILED), [("show_network",)]),
        (
            "hub_page",
            AppError(Fault.HUB_GATED, page="https://h/a/b"),
            [("ask_link", "https://h/a/b")],
        ),
        ("restart", AppError(Fault.ENGINE_CRASHED), [("retry",)]),
        ("safer", AppError(Fault.ENGINE_CRASHED), [("load_safely",)]),
        ("starter", AppError(Fault.MODEL_DAMAGED), [("load", "/s.gguf")]),
        ("retry", AppError(Fault.MODEL_LOAD_FAILED, path="/m.gguf"), [("load", "/m.gguf")]),
        ("retry", AppError(Fault.DECODE_FAILED), [("answer_again",)]),
        ("retry", AppError(Fault.DISK_FULL, path="/d"), [("refresh",)]),
        (
            "shorter_context",
            AppError(Fault.OUT_OF_MEMORY, context=32768),
            [("update", "engine", {"context": 16384}), ("retry",)],
        ),
        (
            "shorter_context",
            AppError(Fault.DECODE_FAILED),
            [("update", "engine", {"context": 2048}), ("retry",)],
        ),
        ("show_folder", AppError(Fault.FOLDER_READ_ONLY, path="/"), [("show_folder", Path("/"))]),
        (
            "show_folder",
            AppError(Fault.DATABASE_DAMAGED, path="/none/indoors.db"),
            [("show_folder", Path("/none"))],
        ),
        ("parameters", AppError(Fault.TEMPLATE_FAILED), [("edit_parameters",)]),
        ("save_elsewhere", AppError(Fault.EXPORT_FAILED), [("export_elsewhere",)]),
    ],
)
def test_an_action_does_what_it_says(
    action: str, error: AppError, asked: list[tuple[object, ...]]
) -> None:
    under_test, noted = recovery()
    under_test.act(action, error)

    assert noted == asked


def test_without_a_starter_model_the_user_chooses() -> None:
    under_test, noted = recovery([])
    under_test.act("starter", AppError(Fault.MODEL_MISSING))

    assert noted == [("choose_model",)]


def test_a_tiny_context_does_not_become_tinier_than_allowed() -> None:
    under_test, noted = recovery()
    under_test.act("shorter_context", AppError(Fault.OUT_OF_MEMORY, context=600))

    assert noted[0] == ("update", "engine", {"context": 512})
