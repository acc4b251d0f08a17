"""On battery a model is loaded gently; the settings say so and can turn it off."""

from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from indoors.bridge.idle import IdleUnload
from indoors.bridge.power import PowerBridge
from indoors.core.power import Pause, PowerNow
from indoors.protocol.engine import Load
from indoors.services.power import PowerReader, cores
from indoors.services.starter import starter_model
from indoors.ui.power_card import PowerCard
from indoors.ui.theme import ThemeSource
from tests.helpers.chat import chat
from tests.helpers.windows import theme_for_tests

pytestmark = pytest.mark.skipif(starter_model() is None, reason="no starter model")


class Told(PowerReader):
    now = PowerNow(on_battery=True, percent=15.0)

    def read(self) -> PowerNow:
        return self.now


@pytest.fixture
def source(qapp: object) -> ThemeSource:
    return theme_for_tests(qapp)  # type: ignore[arg-type]


def test_a_model_is_loaded_gently_on_battery(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile) as under_test:
        engine = under_test.engine
        power = PowerBridge(engine, under_test.settings, reader=Told())
        assert power.pause() is Pause.LOW_BATTERY
        gentle = power.gentle(Load(path="x"))
        assert gentle.threads == max(1, cores() // 2)
        assert power.gentle(Load(path="x", threads=7)).threads == 7
        under_test.ask("What is the capital of France?")
        assert engine.hello is not None
        assert psutil.Process(engine.hello.pid).nice() > 0
        under_test.settings.update("power", gentle_on_battery=False, pause_batch=False)
        assert power.pause() is None
        assert power.gentle(Load(path="x")).threads is None


def test_a_model_goes_sooner_where_that_pays(qtbot: QtBot, profile: Path) -> None:
    with chat(qtbot, profile) as under_test:
        idle = IdleUnload(under_test.engine, under_test.settings, wait_s=lambda: 120.0)
        under_test.settings.update("models", unload_minutes=10)
        assert idle._due_ms(10) == 120_000
        assert idle._due_ms(1) == 60_000  # never later than was set
        under_test.settings.update("power", unload_when_it_pays=False)
        assert idle._due_ms(10) == 600_000


def test_the_settings_tell_what_holds_now(qtbot: QtBot, profile: Path, source: ThemeSource) -> None:
    with chat(qtbot, profile) as under_test:
        power = PowerBridge(under_test.engine, under_test.settings, reader=Told())
        card = PowerCard(power, under_test.settings, lambda: 180.0)
        qtbot.addWidget(card)
        card.show()
        said = card.now.text()
        assert "On battery, 15 %" in said
        assert "half of the cores" in said
        assert "Below 20 %" in said
        assert "3 min" in said
        under_test.settings.update("power", gentle_on_battery=False, unload_when_it_pays=False)
        assert "half" not in card.now.text()
        assert "3 min" not in card.now.text()
    source.deleteLater()
