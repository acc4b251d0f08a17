"""The bundled fonts and the type scale."""

import logging
import sys
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from indoors.ui.theme.current import current_theme
from indoors.ui.theme.tokens import Theme

_log = logging.getLogger(__name__)
_TABULAR = QFont.Tag("tnum")


def load_fonts(resources: Path) -> None:
    """Register the bundled fonts. One that cannot be read is logged; the next family steps in."""
    for path in sorted((resources / "fonts").glob("*.[ot]tf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            _log.warning("font not usable: %s", path.name)


def font(role: str = "body", weight: int | None = None, tabular: bool = False) -> QFont:
    """The UI font of a type role.

    Args:
        role: micro, small, body, read, heading, title or display.
        weight: 400, 500 or 600; the role's own if not given.
        tabular: all digits equally wide. For every figure that can change.
    """
    return themed_font(current_theme(), role, weight, tabular=tabular)


def mono(role: str = "body") -> QFont:
    """The fixed-width font, for code and hashes."""
    theme = current_theme()
    made = _sized(theme, "mono", role)
    made.setStyleHint(QFont.StyleHint.Monospace)
    return made


def themed_font(
    theme: Theme, role: str, weight: int | None = None, *, tabular: bool = False
) -> QFont:
    """``font`` for a theme that is not on screen yet."""
    made = _sized(theme, "ui", role)
    made.setWeight(QFont.Weight(weight or theme.tokens.scale[role].weight))
    tracking = theme.tokens.tracking.get(role)
    if tracking is not None:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, tracking)
    if tabular:
        made.setFeature(_TABULAR, 1)
    return made


def _sized(theme: Theme, family: str, role: str) -> QFont:
    made = QFont(theme.tokens.families[family])
    made.setPixelSize(theme.tokens.scale[role].px + theme.text_step)
    if sys.platform == "linux":
        # FreeType's hinting moves stems to whole pixels and spoils Inter's spacing.
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
