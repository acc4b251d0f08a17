"""Sources put together. The strictest value of each key wins, wherever it stands."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from indoors.core.policy.keys import KEYS, Key, Rules, stricter
from indoors.core.policy.reading import Problem, Source, Trouble

CLOSED = {"network.mode": "off", "cloud.enabled": False}
"""What holds when a policy is there and not understood."""


@dataclass(frozen=True, slots=True)
class Value:
    """One key that is set, and where. ``sources`` is empty for what holds by failing closed."""

    key: Key
    value: Any
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the office says, as far as it was understood. Nothing at all by default."""

    rules: Rules = field(default_factory=Rules)
    values: tuple[Value, ...] = ()
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def managed(self) -> bool:
        return bool(self.values)

    @property
    def failed_closed(self) -> bool:
        return any(problem.closes for problem in self.problems)

    @property
    def seals(self) -> bool:
        """Whether the office lets nothing leave: the user's own switch is then locked."""
        return self.rules.network_mode == "off"

    @property
    def id(self) -> str:
        """Return what names this policy in the ledger; "" for none."""
        if not self.managed:
            return ""
        parts = [*(source.sha256 for source in self.sources), *map(str, self.problems)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def combine(sources: Sequence[Source], problems: Sequence[Problem] = ()) -> Policy:
    """Return the policy that these sources make; ``problems`` are those of reading them."""
    found: dict[str, Value] = {}
    problems = list(problems)
    for source in sources:
        for name, value in source.values.items():
            try:
                found[name] = _merged(found.get(name), KEYS[name], value, source)
            except ValueError:
                problems.append(Problem(source.name, Trouble.CONFLICT, name))
    if any(problem.closes for problem in problems):
        found |= {name: Value(KEYS[name], value) for name, value in CLOSED.items()}
    ordered = [found[name] for name in KEYS if name in found]
    rules = msgspec.structs.replace(Rules(), **{value.key.field: value.value for value in ordered})
    return Policy(rules, tuple(ordered), tuple(sources), tuple(problems))


def _merged(there: Value | None, key: Key, value: Any, source: Source) -> Value:
    if there is None:
        return Value(key, value, (source,))
    won = stricter(key, there.value, value)
    if won == there.value == value:
        return Value(key, won, (*there.sources, source))
    if won == there.value:
        return there
    return Value(key, won, (source,) if won == value else (*there.sources, source))
