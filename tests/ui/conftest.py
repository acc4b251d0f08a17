"""What tests of the user interface share."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from indoors.ui.theme import ThemeSource
from tests.ui.seeing import RESOURCES


@pytest.fixture
def source(qapp: QApplication) -> Iterator[ThemeSource]:
    """The light theme without movement; it ends with the test."""
    made = ThemeSource(qapp, RESOURCES, "light")
    made.set_reduced_motion(True)
    yield made
    made.deleteLater()
