"""A models page over a real folder, catalogue and store."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from indoors.services.starter import starter_model
from indoors.ui.models.page import ModelsPage
from indoors.ui.theme import ThemeSource
from tests.helpers.model_desk import ModelDesk, model_desk

STARTER = starter_model()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, source: ThemeSource) -> Iterator[ModelDesk]:
    with model_desk(qtbot, tmp_path / "profile") as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, desk: ModelDesk, source: ThemeSource) -> Iterator[ModelsPage]:
    window = QWidget()
    made = ModelsPage(desk.models, desk.engine, source, window)
    window.resize(1208, 748)
    made.resize(window.size())
    window.show()
    qtbot.waitExposed(window)
    made.fit(1280)
    yield made
    window.close()
    window.deleteLater()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    assert STARTER
    path = tmp_path / "Own-Model-Q4_1.gguf"
    shutil.copyfile(STARTER, path)
    return path
