"""The colours of code, made from the theme's tokens.

Blue stays out: in this app it means that something leaves the computer.
"""

from typing import Final

from PySide6.QtGui import QBrush, QTextCharFormat

from indoors.ui.theme import Theme

TOKENS: Final = {
    "keyword": "chart.4",
    "string": "indoor.text",
    "number": "caution.text",
    "comment": "text.tertiary",
    "name": "text.primary",
    "operator": "text.secondary",
}
"""Kind of token to colour; a kind that is not named has the colour of the text."""

_BY_PYGMENTS: Final = (
    ("Token.Comment", "comment"),
    ("Token.Keyword.Constant", "number"),
    ("Token.Keyword", "keyword"),
    ("Token.Operator.Word", "keyword"),
    ("Token.Operator", "operator"),
    ("Token.Punctuation", "operator"),
    ("Token.Literal.String", "string"),
    ("Token.Literal", "number"),
    ("Token.Name.Decorator", "keyword"),
    ("Token.Name.Tag", "keyword"),
    ("Token.Name.Builtin.Pseudo", "number"),
    ("Token.Generic.Deleted", "number"),
    ("Token.Generic.Inserted", "string"),
    ("Token.Generic.Heading", "keyword"),
    ("Token.Generic.Prompt", "comment"),
)


def kind_of(token: object) -> str:
    """Return the kind of a Pygments token, "" for one without a colour of its own."""
    name = str(token)
    for prefix, kind in _BY_PYGMENTS:
        if name.startswith(prefix):
            return kind
    return ""


class CodeColors:
    """Character formats of one theme."""

    def __init__(self, theme: Theme) -> None:
        self._formats: dict[str, QTextCharFormat] = {}
        for kind, token in TOKENS.items():
            made = QTextCharFormat()
            made.setForeground(QBrush(theme.color(token)))
            made.setFontItalic(kind == "comment")
            self._formats[kind] = made

    def format(self, kind: str) -> QTextCharFormat:
        """Return the format of a kind. Raises ``KeyError`` for one that has none."""
        return self._formats[kind]
