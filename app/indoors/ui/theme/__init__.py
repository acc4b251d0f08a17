"""How Indoors looks: tokens, fonts, icons, the style sheet and the focus ring."""

from indoors.ui.theme.current import current_icons, current_theme
from indoors.ui.theme.focus_ring import has_keyboard_focus, paint_ring, set_ring
from indoors.ui.theme.fonts import font, mono
from indoors.ui.theme.icons import Icons
from indoors.ui.theme.source import Mode, ThemeSource
from indoors.ui.theme.tokens import Theme, Tokens

__all__ = [
    "Icons",
    "Mode",
    "Theme",
    "ThemeSource",
    "Tokens",
    "current_icons",
    "current_theme",
    "font",
    "has_keyboard_focus",
    "mono",
    "paint_ring",
    "set_ring",
]
