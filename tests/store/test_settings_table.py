from pathlib import Path

import msgspec
import pytest

from indoors.core.chat import Parameters
from indoors.core.settings import Appearance, ChatDefaults, EngineChoice, Settings, WindowPlace
from indoors.store import Store
from tests.helpers.keys import KEY


def test_a_new_profile_has_the_defaults(store: Store) -> None:
    assert store.settings.load() == (Settings(), [])


def test_settings_survive_a_restart(path: Path) -> None:
    chosen = Settings(
        appearance=Appearance(theme="dark", reduced_motion=True),
        chat=ChatDefaults(parameters=Parameters(system_prompt="Be brief.", template="chatml")),
        engine=EngineChoice(context=4096, threads=2, model_path="/m.gguf", recent_models=("/a",)),
        window=WindowPlace(width=900, list_open=False),
    )
    with Store(path, KEY) as store:
        for section in chosen.__struct_fields__:
            store.settings.save(section, getattr(chosen, section))
        store.settings.save("appearance", chosen.appearance)
    with Store(path, KEY) as store:
        assert store.settings.load() == (chosen, [])


def test_a_bad_stored_value_becomes_its_default_and_one_notice(store: Store) -> None:
    store.settings.save("engine", EngineChoice(context=2048, threads=3))
    with store.settings._connection.writing() as db:
        db.execute("""update setting set value = '{"context": 2048, "threads": "many"}'""")
        db.execute("insert into setting values ('appearance', 'no JSON')")
        db.execute("insert into setting values ('of a later release', '{}')")
    settings, notices = store.settings.load()
    assert settings == Settings(engine=EngineChoice(context=2048))
    assert notices == ["appearance", "engine.threads"]


def test_a_value_that_may_not_be_is_not_saved(store: Store) -> None:
    with pytest.raises(msgspec.ValidationError):
        store.settings.save("engine", EngineChoice(threads=0))
    with pytest.raises(msgspec.ValidationError):
        store.settings.save("appearance", Appearance(theme="pink"))  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        store.settings.save("weather", Appearance())
    assert store.settings.load() == (Settings(), [])
