"""The schema that offices are given is the one the program reads by."""

import json

import make_policy_schema as made

from indoors.core.policy import KEYS


def test_the_file_is_up_to_date() -> None:
    assert made.TARGET.read_text(encoding="utf-8") == made.text()


def test_every_key_is_described() -> None:
    properties = json.loads(made.text())["properties"]
    assert list(properties) == list(KEYS)
    for name, each in properties.items():
        assert each["description"], name
        assert {"type", "enum"} & set(each), name
        assert "null" not in json.dumps(each)
