"""The column that transcript and composer share."""

from indoors.ui.theme import current_theme


def column(width: int) -> tuple[int, int]:
    """Return where the text column starts in an area this wide, and its width."""
    theme = current_theme()
    padding = theme.size("transcript.padding")
    inner = max(1, min(theme.size("transcript.maxWidth"), width - 2 * padding))
    return (width - inner) // 2, inner
