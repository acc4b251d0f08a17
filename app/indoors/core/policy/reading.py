"""From a source's bytes to values by key. A source that is not understood fails closed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from indoors.core.policy.keys import KEYS, Rules


class Trouble(StrEnum):
    """What is wrong with a source. All but the first fail closed."""

    NOT_THE_OFFICES = "not_the_offices"  # the user could have written it: it is not obeyed
    UNREADABLE = "unreadable"
    NOT_JSON = "not_json"
    UNKNOWN_KEY = "unknown_key"
    WRONG_VALUE = "wrong_value"
    CONFLICT = "conflict"  # two sources differ, and neither is stricter


@dataclass(frozen=True, slots=True)
class Problem:
    source: str
    trouble: Trouble
    detail: str = ""  # a key, or what the system said

    @property
    def closes(self) -> bool:
        return self.trouble is not Trouble.NOT_THE_OFFICES


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a part of the system's own store of policies."""

    name: str  # its path
    sha256: str
    values: Mapping[str, Any]  # by the names of ``KEYS``


class ReadingError(Exception):
    """A source that cannot be obeyed, as it is not understood."""

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(detail)
        self.trouble = trouble
        self.detail = detail


def read_json(data: bytes) -> dict[str, Any]:
    """Return the values of a policy file. Raises ``ReadingError``."""
    try:
        tree = msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadingError(Trouble.NOT_JSON, str(error)) from error
    return read_tree(tree)


def read_tree(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a tree, ``{"network": {"mode": "off"}}`` or ``{"network.mode": "off"}``.

    Names that begin with ``$`` are notes. Raises ``ReadingError``.
    """
    given: dict[str, Any] = {}
    for name, value in _leaves(tree, ""):
        if name in given:
            raise ReadingError(Trouble.WRONG_VALUE, name)
        given[name] = value
    unknown = next((name for name in given if name not in KEYS), None)
    if unknown is not None:
        raise ReadingError(Trouble.UNKNOWN_KEY, unknown)
    values = {}
    for name, value in given.items():
        try:
            rules = msgspec.convert({name: value}, Rules)
        except msgspec.ValidationError as error:
            raise ReadingError(Trouble.WRONG_VALUE, name) from error
        values[name] = getattr(rules, KEYS[name].field)
        if values[name] is None:
            raise ReadingError(Trouble.WRONG_VALUE, name)
    return values


def _leaves(tree: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        path = f"{above}.{name}" if above else name
        if name.startswith("$"):
            continue
        if isinstance(value, Mapping) and path not in KEYS:
            yield from _leaves(value, path)
        else:
            yield path, value
