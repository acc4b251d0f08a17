"""The design tokens as values: colours of one theme, sizes, type scale and durations."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from PySide6.QtGui import QColor

# Extra height a line needs for each pixel of larger text.
_LINE_PER_PIXEL = 1.4


class TypeRole(NamedTuple):
    """One step of the type scale, in pixels at 100 %."""

    px: int
    line: int
    weight: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """``tokens.json`` as read: what both themes share, and the colours of each."""

    colors: Mapping[str, Mapping[str, str]]
    sizes: Mapping[str, int | list[int]]
    scale: Mapping[str, TypeRole]
    tracking: Mapping[str, float]
    families: Mapping[str, list[str]]
    motions: Mapping[str, int]
    reduced: Mapping[str, int]
    radii: Mapping[str, int]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the token file. Raises OSError or ValueError: without it there is no window."""
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        kinds = raw["type"]
        return cls(
            colors=raw["color"],
            sizes=raw["size"],
            scale={k: TypeRole(v["px"], v["line"], v["weight"]) for k, v in kinds["scale"].items()},
            tracking={k: float(v) for k, v in kinds["tracking"].items()},
            families={"ui": kinds["family.ui"], "mono": kinds["family.mono"]},
            motions={k: v for k, v in raw["motion"].items() if isinstance(v, int)},
            reduced=raw["motion"]["reduced"],
            radii={k: v for k, v in raw["radius"].items() if isinstance(v, int)},
        )


@dataclass(frozen=True, slots=True)
class Theme:
    """One appearance. Widgets paint from it and hold no colour themselves."""

    name: str  # "light" or "dark"
    tokens: Tokens
    colors: Mapping[str, QColor]
    text_step: int = 0  # pixels added to every text size, 0 to 4
    high_contrast: bool = False
    reduced_motion: bool = False

    @classmethod
    def build(
        cls,
        tokens: Tokens,
        name: str,
        *,
        text_step: int = 0,
        high_contrast: bool = False,
        reduced_motion: bool = False,
    ) -> Self:
        colors = {token: _qcolor(value) for token, value in tokens.colors[name].items()}
        if high_contrast:
            colors = _stronger(colors)
        return cls(name, tokens, colors, text_step, high_contrast, reduced_motion)

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    @property
    def hairline(self) -> int:
        """Width of a border, in pixels."""
        return 2 if self.high_contrast else 1

    def color(self, token: str) -> QColor:
        """The colour of a token. The object is shared: do not change it."""
        return self.colors[token]

    def hex(self, token: str) -> str:
        """``#RRGGBB``, or Qt's ``#AARRGGBB`` where the token has transparency."""
        color = self.colors[token]
        opaque = color.alpha() == 255
        return color.name(QColor.NameFormat.HexRgb if opaque else QColor.NameFormat.HexArgb)

    def size(self, token: str) -> int:
        """A single size, in pixels at 100 %."""
        value = self.tokens.sizes[token]
        if not isinstance(value, int):
            raise TypeError(f"{token} is a pair, use pair()")
        return value

    def radius(self, token: str) -> int:
        """Of badge, control, row, card or dialog. A pill's is half its height."""
        return self.tokens.radii[token]

    def pair(self, token: str) -> tuple[int, int]:
        """A width and a height, in pixels at 100 %."""
        value = self.tokens.sizes[token]
        if isinstance(value, int):
            raise TypeError(f"{token} is one number, use size()")
        return value[0], value[1]

    def height(self, token: str) -> int:
        """The height of something around one line of text; grows with the text."""
        return self.size(token) + round(self.text_step * _LINE_PER_PIXEL)

    def line(self, role: str) -> int:
        """Line height of a type role, in pixels."""
        return self.tokens.scale[role].line + round(self.text_step * _LINE_PER_PIXEL)

    def motion(self, name: str) -> int:
        """How long a movement takes, in ms; 0 means at once."""
        if self.reduced_motion:
            return self.tokens.reduced.get(name, 0)
        return self.tokens.motions[name]


def _qcolor(value: str) -> QColor:
    """Tokens are ``#RRGGBBAA``; Qt reads eight digits as ``#AARRGGBB``."""
    rgb_digits = 7
    if len(value) == rgb_digits:
        return QColor(value)
    return QColor(f"#{value[7:9]}{value[1:7]}")


def _stronger(colors: dict[str, QColor]) -> dict[str, QColor]:
    """High contrast: tints become plain surface, borders take the colour of their text."""
    changed = dict(colors)
    for family in ("indoor", "outside", "caution", "danger"):
        changed[f"{family}.tint"] = colors["bg.surface"]
        changed[f"{family}.border"] = colors[f"{family}.text"]
    for border in ("border.subtle", "border.default", "border.strong", "border.control"):
        changed[border] = colors["text.tertiary"]
    changed["bg.subtle"] = colors["bg.surface"]
    changed["text.tertiary"] = colors["text.secondary"]
    return changed
