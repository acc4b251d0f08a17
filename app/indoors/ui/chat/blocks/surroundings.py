"""What every block of a transcript is made with."""

from PySide6.QtCore import QObject

from indoors.ui.chat.blocks.code_colors import CodeColors
from indoors.ui.chat.blocks.lexers import LexerShelf
from indoors.ui.chat.blocks.prose_format import ProseStyle
from indoors.ui.theme import Theme


class Surroundings(QObject):
    """Formats of the current theme and the lexers, shared by all messages of a transcript."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.lexers = LexerShelf(self)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.prose = ProseStyle(theme)
        self.code = CodeColors(theme)
