import msgspec
import pytest

from indoors.core import settings
from indoors.core.settings import Appearance, EngineChoice, Settings, WindowPlace


def test_every_section_of_the_tree_has_its_name_in_the_table() -> None:
    assert {
        field.name: field.type for field in msgspec.structs.fields(Settings)
    } == settings.SECTIONS


def test_the_page_shows_fields_with_a_title_in_their_order() -> None:
    shown = [
        (field.section, field.name) for each in settings.SECTIONS for field in settings.fields(each)
    ]
    assert shown == [
        ("appearance", "theme"),
        ("appearance", "reduced_motion"),
        ("engine", "context"),
        ("engine", "threads"),
        ("engine", "looser_for_drivers"),
        ("models", "unload_minutes"),
        ("network", "endpoint"),
        ("network", "more_hosts"),
        ("network", "proxy"),
        ("network", "proxy_address"),
        ("network", "ca_file"),
        ("power", "gentle_on_battery"),
        ("power", "pause_batch"),
        ("power", "unload_when_it_pays"),
    ]


@pytest.mark.parametrize("section", settings.SECTIONS)
def test_every_field_of_the_page_says_what_it_is(section: str) -> None:
    for field in settings.fields(section):
        assert field.title
        assert field.description.endswith(".")
        assert bool(field.choices) == (field.kind == "choice")
        if field.kind == "number":
            assert field.minimum is not None
            assert field.maximum is not None
            assert field.minimum < field.maximum


def test_a_field_knows_its_kind_its_range_and_its_default() -> None:
    theme, motion = settings.fields("appearance")
    assert (theme.kind, theme.choices, theme.default) == (
        "choice",
        ("system", "light", "dark"),
        "system",
    )
    assert (motion.kind, motion.default, motion.optional) == ("switch", False, False)
    context = settings.fields("engine")[0]
    assert (context.kind, context.minimum, context.default, context.optional) == (
        "number",
        512,
        None,
        True,
    )


def test_the_defaults_may_be_saved() -> None:
    for name, section in settings.SECTIONS.items():
        assert settings.checked(name, section()) == section()


@pytest.mark.parametrize(
    ("stored", "expected", "replaced"),
    [
        ({}, Settings(), []),
        ({"appearance": '{"theme":"dark"}'}, Settings(appearance=Appearance(theme="dark")), []),
        (
            {"appearance": '{"theme":"pink","reduced_motion":true}'},
            Settings(appearance=Appearance(reduced_motion=True)),
            ["appearance.theme"],
        ),
        (
            {"engine": '{"threads":0,"context":-1,"model_path":"/m"}'},
            Settings(engine=EngineChoice(model_path="/m")),
            ["engine.context", "engine.threads"],
        ),
        ({"window": '{"width":"wide"}'}, Settings(), ["window.width"]),
        ({"window": "[1]"}, Settings(), ["window"]),
        ({"window": ""}, Settings(), ["window"]),
        ({"chat": '{"parameters":{"sampling":{"top_k":"x"}}}'}, Settings(), ["chat.parameters"]),
        ({"later": "{}", "window": '{"of a later release":1}'}, Settings(), []),
    ],
)
def test_bad_values_become_defaults_alone(
    stored: dict[str, str], expected: Settings, replaced: list[str]
) -> None:
    assert settings.read(stored) == (expected, replaced)


def test_a_value_out_of_range_is_not_let_through() -> None:
    with pytest.raises(msgspec.ValidationError):
        settings.checked("window", WindowPlace(width=-1))
