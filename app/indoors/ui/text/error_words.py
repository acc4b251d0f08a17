"""The shape of an error in words, and how its facts are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from indoors.core.errors import Fact
from indoors.protocol.faults import Fault
from indoors.ui.text.numbers import gigabytes as in_gigabytes
from indoors.ui.text.numbers import size_bytes

Facts = Mapping[str, Fact]

TEXT_SAFE: Final = "Your text is safe."
CONVERSATIONS_SAFE: Final = "Your conversations are safe."


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """A sentence or two each. No codes in ``title``; ``details`` wait to be asked for."""

    title: str
    safe: str
    todo: str
    details: str | None = None
    actions: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        return f"{self.safe} {self.todo}".strip()

    @property
    def sentence(self) -> str:
        """All in one line, as the command line prints it."""
        return f"{self.title} {self.body}".strip()


WordsTable = Mapping[Fault, Callable[[Facts], ErrorWords]]


def file_name(facts: Facts, otherwise: str) -> str:
    """Return the name of the file concerned in quotes, without its folder."""
    path = facts.get("path")
    return f"“{PurePath(str(path)).name}”" if path else otherwise


def repository(facts: Facts, otherwise: str) -> str:
    """Return the model's repository on the hub in quotes."""
    name = facts.get("repo")
    return f"“{name}”" if name else otherwise


def gigabytes(facts: Facts, name: str) -> str | None:
    """Return a fact in bytes as "9.1 GB", or ``None`` if it is not known."""
    value = facts.get(name)
    return in_gigabytes(int(value)) if isinstance(value, int | float) else None


def size_of(value: Fact) -> str:
    """Return a number of bytes in the unit that suits it."""
    return size_bytes(int(value)) if isinstance(value, int | float) else value
