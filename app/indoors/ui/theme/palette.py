"""The theme as a QPalette, for everything a style sheet does not reach."""

from PySide6.QtGui import QPalette

from indoors.ui.theme.tokens import Theme

_ROLES = {
    QPalette.ColorRole.Window: "bg.window",
    QPalette.ColorRole.WindowText: "text.primary",
    QPalette.ColorRole.Base: "bg.surface",
    QPalette.ColorRole.AlternateBase: "bg.subtle",
    QPalette.ColorRole.Text: "text.primary",
    QPalette.ColorRole.Button: "bg.surface",
    QPalette.ColorRole.ButtonText: "text.primary",
    QPalette.ColorRole.BrightText: "text.onAccent",
    QPalette.ColorRole.ToolTipBase: "bg.tooltip",
    QPalette.ColorRole.ToolTipText: "text.onTooltip",
    QPalette.ColorRole.PlaceholderText: "text.tertiary",
    QPalette.ColorRole.Highlight: "indoor.base",
    QPalette.ColorRole.HighlightedText: "text.onAccent",
    QPalette.ColorRole.Accent: "indoor.base",
    QPalette.ColorRole.Link: "indoor.text",
    QPalette.ColorRole.LinkVisited: "indoor.text",
    QPalette.ColorRole.Light: "border.subtle",
    QPalette.ColorRole.Midlight: "border.subtle",
    QPalette.ColorRole.Mid: "border.default",
    QPalette.ColorRole.Dark: "border.strong",
    QPalette.ColorRole.Shadow: "border.strong",
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.PlaceholderText,
)


def palette(theme: Theme) -> QPalette:
    """Qt's colour roles, filled from the theme."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(role, theme.color(token))
    for role in _DISABLED:
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text.disabled"))
    return made
