"""A policy can only take away, and one that is not understood takes the network."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.policy import KEYS, Policy, Problem, Rules, Source, Trouble, combine
from indoors.core.policy.keys import stricter
from indoors.core.policy.reading import ReadingError, read_json


def source(name: str, **values: Any) -> Source:
    return Source(name, name * 4, {key.replace("__", "."): value for key, value in values.items()})


def policy(*sources: Source) -> Policy:
    return combine(sources)


def reading(text: str) -> ReadingError:
    with pytest.raises(ReadingError) as error:
        read_json(text.encode())
    return error.value


def test_no_policy_says_nothing() -> None:
    empty = combine([])
    assert not empty.managed
    assert not empty.seals
    assert empty.id == ""
    assert empty.rules == Rules()


def test_both_forms_of_a_name() -> None:
    nested = read_json(b'{"network": {"mode": "off", "allow": ["hub.office"]}, "telemetry": false}')
    dotted = read_json(b'{"network.mode": "off", "network.allow": ["hub.office"]}')
    assert nested == {**dotted, "telemetry": False}
    assert nested["network.allow"] == ("hub.office",)


def test_every_key_of_the_list_is_known() -> None:
    everything = {
        "network": {"mode": "downloads", "allow": ["*.office", "[::1]:80"]},
        "cloud": {"enabled": False, "providers": ["x"], "redaction_required": True},
        "models": {"allow_sha256": ["a" * 64], "allow_import": False, "licences": ["MIT"]},
        "documents": {"max_mb": 5, "types": ["pdf"]},
        "storage": {"encryption": "required", "escrow_pubkey": "age1"},
        "retention": {"days": 30},
        "export": {"enabled": False},
        "clipboard": {"enabled": True},
        "update": {"mode": "off"},
        "mirror": {"url": "https://hub.office/x"},
        "audit": {"path": "/var/log/indoors.jsonl", "format": "cef", "level": "all"},
        "sandbox": {"required": True},
        "telemetry": False,
        "$comment": {"any": "thing"},
    }
    values = read_json(json.dumps(everything).encode())
    assert set(values) == set(KEYS)


@pytest.mark.parametrize(
    ("text", "trouble", "detail"),
    [
        ("", Trouble.NOT_JSON, None),
        ("[]", Trouble.NOT_JSON, None),
        ("{", Trouble.NOT_JSON, None),
        ("[" * 100_000, Trouble.NOT_JSON, None),
        ('{"network": {"mod": "off"}}', Trouble.UNKNOWN_KEY, "network.mod"),
        ('{"network": {"mode": "Off"}}', Trouble.WRONG_VALUE, "network.mode"),
        ('{"network": {"mode": null}}', Trouble.WRONG_VALUE, "network.mode"),
        ('{"network": "off"}', Trouble.UNKNOWN_KEY, "network"),
        ('{"network": {"mode": "off"}, "network.mode": "ask"}', Trouble.WRONG_VALUE, None),
        ('{"documents": {"max_mb": true}}', Trouble.WRONG_VALUE, "documents.max_mb"),
        ('{"documents": {"max_mb": 0}}', Trouble.WRONG_VALUE, "documents.max_mb"),
        ('{"cloud": {"enabled": 0}}', Trouble.WRONG_VALUE, "cloud.enabled"),
        ('{"cloud": {"enabled": "no"}}', Trouble.WRONG_VALUE, "cloud.enabled"),
        ('{"telemetry": true}', Trouble.WRONG_VALUE, "telemetry"),
        ('{"mirror": {"url": "https://u:p@hub"}}', Trouble.WRONG_VALUE, "mirror.url"),
        ('{"mirror": {"url": "file:///x"}}', Trouble.WRONG_VALUE, "mirror.url"),
        ('{"audit": {"path": "trail"}}', Trouble.WRONG_VALUE, "audit.path"),
        ('{"models": {"allow_sha256": ["A"]}}', Trouble.WRONG_VALUE, "models.allow_sha256"),
    ],
)
def test_what_is_not_understood_is_named(text: str, trouble: Trouble, detail: str | None) -> None:
    error = reading(text)
    assert error.trouble is trouble
    assert detail in (None, error.detail)


@given(st.binary(max_size=200))
def test_garbage_never_gets_through(data: bytes) -> None:
    try:
        values = read_json(data)
    except ReadingError:
        return
    assert set(values) <= set(KEYS)


@pytest.mark.parametrize(
    ("name", "one", "other", "wins"),
    [
        ("network.mode", "ask", "downloads", "downloads"),
        ("network.mode", "off", "ask", "off"),
        ("network.allow", ("a", "b"), ("b", "c"), ("b",)),
        ("network.allow", ("a",), ("b",), ()),
        ("cloud.enabled", True, False, False),
        ("cloud.redaction_required", True, False, True),
        ("sandbox.required", False, True, True),
        ("retention.days", 30, 7, 7),
        ("documents.max_mb", 5, 50, 5),
        ("update.mode", "internal-url", "notify", "notify"),
        ("audit.level", "refused", "all", "all"),
    ],
)
def test_the_stricter_value_wins_whichever_comes_first(
    name: str, one: Any, other: Any, wins: Any
) -> None:
    for first, second in ((one, other), (other, one)):
        made = policy(source("a", **{name: first}), source("b", **{name: second}))
        (value,) = made.values
        assert value.value == wins
        assert not made.problems
        assert getattr(made.rules, KEYS[name].field) == wins


def test_each_value_names_where_it_comes_from() -> None:
    weak, strict = source("a", network__mode="ask"), source("b", network__mode="off")
    assert policy(weak, strict).values[0].sources == (strict,)
    assert policy(strict, weak).values[0].sources == (strict,)
    both = policy(strict, source("c", network__mode="off")).values[0]
    assert [each.name for each in both.sources] == ["b", "c"]
    lists = policy(source("a", network__allow=("x", "y")), source("b", network__allow=("y", "z")))
    assert [each.name for each in lists.values[0].sources] == ["a", "b"]


def test_two_that_differ_where_neither_is_stricter_fail_closed() -> None:
    made = policy(
        source("a", mirror__url="https://one.office"), source("b", mirror__url="https://two.office")
    )
    assert made.problems == (Problem("b", Trouble.CONFLICT, "mirror.url"),)
    assert made.failed_closed
    assert made.seals


@pytest.mark.parametrize("trouble", list(Trouble))
def test_trouble_fails_closed_unless_it_is_not_the_offices(trouble: Trouble) -> None:
    made = combine([source("a", network__mode="ask")], [Problem("b", trouble)])
    mine = trouble is Trouble.NOT_THE_OFFICES
    assert made.seals is not mine
    assert (made.rules.cloud_enabled is False) is not mine


def test_the_id_tells_policies_apart() -> None:
    one = policy(source("a", network__mode="off"))
    assert one.id == policy(source("a", network__mode="off")).id
    assert one.id != policy(source("b", network__mode="off")).id
    assert len(one.id) == 16


def test_every_key_says_which_value_is_stricter() -> None:
    assert len(KEYS) == len(msgspec.structs.fields(Rules))
    for key in KEYS.values():
        assert key.title
        if key.merge == "first":
            assert stricter(key, *key.choices[:2]) == key.choices[0]


values = st.fixed_dictionaries(
    {},
    optional={
        "network.mode": st.sampled_from(["off", "downloads", "ask"]),
        "network.allow": st.lists(st.sampled_from("abcd"), unique=True).map(tuple),
        "cloud.enabled": st.booleans(),
        "sandbox.required": st.booleans(),
        "retention.days": st.integers(1, 9),
    },
)


@given(st.lists(values, min_size=1, max_size=4))
def test_more_sources_never_allow_more(given_: list[dict[str, Any]]) -> None:
    sources = [Source(f"{number}", "x", each) for number, each in enumerate(given_)]
    whole = combine(sources).rules
    for each in sources:
        alone = combine([each]).rules
        for name in each.values:
            field = KEYS[name].field
            ours, theirs = getattr(whole, field), getattr(alone, field)
            if KEYS[name].merge == "common":
                assert set(ours) <= set(theirs)
            else:
                assert stricter(KEYS[name], ours, theirs) == ours
