"""Settings of single models, measured speeds and facts of the computer are kept."""

from indoors.core.model_settings import AUTOMATIC, ModelSettings
from indoors.core.model_speeds import MeasuredSpeed
from indoors.store import Store
from indoors.store.models_table import _KEPT


def speed(number: int, *, model: str = "a", kind: str = "writing") -> MeasuredSpeed:
    return MeasuredSpeed(
        model=model,
        kind=kind,  # type: ignore[arg-type]
        speed=10.0 + number,
        at_ms=number,
        on_card=number % 2 == 1,
        amount=1e9,
        layers=28,
        factor=1.1,
        predicted=9.5,
        low=8.0,
        high=11.0,
    )


def test_settings_are_kept_by_path_and_automatic_ones_need_no_row(store: Store) -> None:
    own = ModelSettings(context=4096, flash_attention=False, kv_type="q8_0")
    store.models.save_settings("/a.gguf", own)
    store.models.save_settings("/b.gguf", ModelSettings(threads=2))
    assert store.models.settings() == {"/a.gguf": own, "/b.gguf": ModelSettings(threads=2)}
    store.models.save_settings("/b.gguf", AUTOMATIC)
    assert set(store.models.settings()) == {"/a.gguf"}


def test_settings_of_another_version_are_left_out(store: Store) -> None:
    store.models.save_settings("/a.gguf", ModelSettings(threads=2))
    with store.models._connection.writing() as db:
        db.execute("insert into model_setting values ('/b.gguf', '{\"context\": \"much\"}')")
    assert set(store.models.settings()) == {"/a.gguf"}


def test_speeds_come_back_as_they_were(store: Store) -> None:
    made = [speed(0), speed(1, kind="reading"), speed(2, model="b")]
    for each in made:
        store.models.add_speed(each)
    assert store.models.speeds() == made


def test_only_the_latest_speeds_of_a_model_are_kept(store: Store) -> None:
    store.models.add_speed(speed(0, model="b"))
    for number in range(_KEPT + 5):
        store.models.add_speed(speed(number))
    kept = store.models.speeds()
    assert len(kept) == _KEPT + 1
    assert min(each.at_ms for each in kept if each.model == "a") == 5


def test_facts_are_replaced(store: Store) -> None:
    assert store.models.fact("bandwidth") is None
    store.models.save_fact("bandwidth", 2.5e10)
    store.models.save_fact("bandwidth", 3e10)
    assert store.models.fact("bandwidth") == 3e10
