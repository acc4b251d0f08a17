"""The settings page is made from the settings' fields, and acts at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.bridge.network import NetworkBridge
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.tasks import StoreTasks
from indoors.core.chat import Parameters
from indoors.core.settings import Settings, fields
from indoors.protocol.engine import Sampling
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.services.secrets import Secrets
from indoors.ui.about import About
from indoors.ui.chat.parameters_form import ParametersForm
from indoors.ui.forms import WholeNumber
from indoors.ui.settings_page import SettingsPage
from indoors.ui.text import settings as text
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Button, Segmented, Toggle
from tests.helpers.contacts import Contacts
from tests.helpers.keys import KEY

ENVIRONMENT = {"HF_ENDPOINT": "https://mirror.office"}


class Desk(QObject):
    def __init__(self, profile: Path) -> None:
        super().__init__()
        self.paths = Paths.of(profile)
        open_profile(self.paths, KEY).close()
        self.tasks = StoreTasks(lambda: open_profile(self.paths, KEY), self)
        self.settings = SettingsBridge(Settings(), self.tasks, self)
        self.folders: list[Path] = []
        about = About(version="1.2.3", data=profile)
        self.contacts = Contacts()
        secrets = Secrets(profile)
        self.network = NetworkBridge(self.settings, secrets, self.contacts, ENVIRONMENT, self)
        self.page = SettingsPage(self.settings, about, self.folders.append, self.network)

    def stored(self) -> Settings:
        self.tasks.close()
        with open_profile(self.paths, KEY) as store:
            return store.settings.load()[0]


@pytest.fixture
def made(qtbot: QtBot, profile: Path, source: ThemeSource) -> Iterator[Desk]:
    found = Desk(profile)
    qtbot.addWidget(found.page)
    found.page.resize(900, 700)
    found.page.show()
    yield found
    found.network.close()
    found.tasks.close()


def test_every_field_with_a_title_has_its_row(made: Desk) -> None:
    expected = [
        f"{s}.{f.name}" for s in ("appearance", "engine", "models", "network") for f in fields(s)
    ]

    assert list(made.page.fields) == expected
    assert all(field.control.accessibleName() for field in made.page.fields.values())


def test_a_theme_is_saved_at_once(made: Desk, qtbot: QtBot) -> None:
    control = made.page.fields["appearance.theme"].control
    assert isinstance(control, Segmented)
    with qtbot.waitSignal(made.settings.changed) as changed:
        control.chosen.emit("dark")

    assert changed.args == ["appearance"]
    assert made.stored().appearance.theme == "dark"


def test_a_switch_acts_at_once(made: Desk, qtbot: QtBot) -> None:
    control = made.page.fields["appearance.reduced_motion"].control
    assert isinstance(control, Toggle)
    QTest.mouseClick(control, Qt.MouseButton.LeftButton)

    assert made.settings.current.appearance.reduced_motion


def test_an_empty_number_is_automatic(made: Desk) -> None:
    control = made.page.fields["engine.context"].control
    assert isinstance(control, WholeNumber)
    assert control.text() == text.AUTOMATIC
    control.setValue(4096)
    assert made.settings.current.engine.context == 4096
    control.setValue(control.minimum())
    assert made.settings.current.engine.context is None


def test_a_change_made_elsewhere_is_shown_and_not_saved_again(made: Desk) -> None:
    saved: list[str] = []
    made.settings.update("engine", threads=3)
    made.settings.changed.connect(saved.append)
    control = made.page.fields["engine.threads"].control

    assert isinstance(control, WholeNumber)
    assert control.value() == 3
    assert not saved


def test_default_parameters_are_saved(made: Desk) -> None:
    made.page.parameters.numbers["temperature"].setValue(0.2)
    made.page.parameters.system_prompt.setPlainText("Be brief.")
    stored = made.stored().chat.parameters

    assert stored.sampling.temperature == 0.2
    assert stored.system_prompt == "Be brief."


def test_the_data_folder_can_be_shown_and_its_path_copied(
    made: Desk, qtbot: QtBot, profile: Path
) -> None:
    buttons = {button.text(): button for button in made.page.findChildren(Button)}
    QTest.mouseClick(buttons[text.SHOW_IN_FOLDER], Qt.MouseButton.LeftButton)
    QTest.mouseClick(buttons[text.COPY_PATH], Qt.MouseButton.LeftButton)

    assert made.folders == [profile]
    assert QApplication.clipboard().text() == str(profile)


# ---- the form ----------------------------------------------------------------------------


@pytest.fixture
def form(qtbot: QtBot, source: ThemeSource) -> ParametersForm:
    made = ParametersForm()
    qtbot.addWidget(made)
    return made


EVERYTHING = Parameters(
    system_prompt="Be brief.",
    sampling=Sampling(
        temperature=0.333,
        top_k=7,
        top_p=0.5,
        min_p=0.125,
        repeat_penalty=1.07,
        repeat_last=32,
        seed=4_294_967_295,
        stop=("###", "User:"),
        max_tokens=None,
    ),
    template="chatml",
)


@pytest.mark.parametrize("parameters", [Parameters(), EVERYTHING])
def test_what_is_shown_and_not_touched_stays_exactly(
    form: ParametersForm, qtbot: QtBot, parameters: Parameters
) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.show_value(parameters)

    assert form.value() == parameters


def test_a_change_changes_only_that(form: ParametersForm, qtbot: QtBot) -> None:
    form.show_value(EVERYTHING)
    with qtbot.waitSignal(form.edited):
        form.numbers["top_k"].setValue(50)

    assert form.value() == replace(EVERYTHING, sampling=replace(EVERYTHING.sampling, top_k=50))
    assert isinstance(form.value().sampling.top_k, int)


def test_a_seed_too_large_is_marked(form: ParametersForm) -> None:
    form.seed.setText("4294967296")
    marked = (form.is_valid, form.seed_error.isHidden())
    form.seed.setText("4294967295")

    assert marked == (False, False)
    assert form.is_valid
    assert form.value().sampling.seed == 4_294_967_295


def test_letters_are_no_seed(form: ParametersForm, qtbot: QtBot) -> None:
    QTest.keyClicks(form.seed, "a1b2")

    assert form.value().sampling.seed == 12
