"""Money is Decimal: no float in its types, its text, or what comes out of it."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from indoors.core import money

FOLDER = Path(money.__file__).parent
MODULES = [
    importlib.import_module(f"indoors.core.money.{info.name}")
    for info in pkgutil.iter_modules([str(FOLDER)])
]


def types_in(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from types_in(part)


def hints(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, thing in vars(module).items():
        if getattr(thing, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(thing):
            yield from ((f"{name}.{key}", hint) for key, hint in get_type_hints(thing).items())
        if inspect.isclass(thing):
            yield from ((f"{name}.{key}", hint) for key, hint in get_type_hints(thing).items())
            for key, member in vars(thing).items():
                function = member.fget if isinstance(member, property) else member
                if inspect.isfunction(function):
                    found = get_type_hints(function)
                    yield from ((f"{name}.{key}.{each}", found[each]) for each in found)


def test_there_is_something_to_check() -> None:
    assert len(MODULES) > 12
    assert sum(1 for module in MODULES for _ in hints(module)) > 150


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_no_type_is_a_float(module: ModuleType) -> None:
    wrong = [
        name for name, hint in hints(module) for part in types_in(hint) if part in {float, complex}
    ]
    assert not wrong


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_no_float_is_written_and_none_is_made(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float), node.lineno
        if isinstance(node, ast.Name):
            assert node.id not in {"float", "math", "statistics"}, node.lineno
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            assert not names & {"math", "statistics", "numpy", "random"}, node.lineno


def test_every_struct_says_its_types() -> None:
    for module in MODULES:
        for thing in vars(module).values():
            if inspect.isclass(thing) and issubclass(thing, msgspec.Struct):
                assert not dataclasses.is_dataclass(thing)
                assert all(field.type is not Any for field in msgspec.structs.fields(thing))
