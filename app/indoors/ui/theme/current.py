"""The theme on screen, where a painted widget finds it.

It hangs on the application, as palette, font and style do: a widget deep in a dialog needs
it just as it needs those.
"""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication

from indoors.ui.theme.tokens import Theme

if TYPE_CHECKING:
    from indoors.ui.theme.icons import Icons

_THEME = "indoorsTheme"
_ICONS = "indoorsIcons"


def publish(app: QCoreApplication, theme: Theme, icons: "Icons") -> None:
    """Make both known to every widget of ``app``."""
    app.setProperty(_THEME, theme)
    app.setProperty(_ICONS, icons)


def current_theme() -> Theme:
    """The theme to paint with. Raises LookupError before a ThemeSource exists."""
    return cast("Theme", _ask(_THEME))


def current_icons() -> "Icons":
    """The icons to paint with. Raises LookupError before a ThemeSource exists."""
    return cast("Icons", _ask(_ICONS))


def _ask(name: str) -> object:
    app = QCoreApplication.instance()
    found: object = app.property(name) if app is not None else None
    if found is None:
        raise LookupError("make a ThemeSource before any widget")
    return found
