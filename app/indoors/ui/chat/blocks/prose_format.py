"""Markdown prose as a document in the transcript's look."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from indoors.core.markdown_lines import starts_item
from indoors.ui.chat.blocks.text_view import bare_document
from indoors.ui.text import chat as words
from indoors.ui.theme import Theme, font, mono

DIALECT: Final = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)
FIXED_LINE: Final = QTextBlockFormat.LineHeightTypes.FixedHeight.value
_RULE: Final = QTextFormat.Property.BlockTrailingHorizontalRulerWidth
LIST_INDENT: Final = 24
QUOTE_INDENT: Final = 16
PARAGRAPH_GAP: Final = 8
HEADING_GAP: Final = 14
TIGHT_GAP: Final = 4
_LARGE_HEADINGS: Final = 3


class ProseStyle:
    """The formats of one theme, made once and used for every paragraph."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.read = font("read")
        self.line = theme.line("read")
        self.code = _mono_format(theme)
        self.code.setBackground(QBrush(theme.color("bg.subtle")))
        self.bold = QTextCharFormat()
        self.bold.setFontWeight(QFont.Weight.DemiBold)
        self.link = QTextCharFormat()
        self.link.setForeground(QBrush(theme.color("indoor.text")))
        self.link.setFontUnderline(True)
        self.marker = QTextCharFormat()
        self.marker.setForeground(QBrush(theme.color("text.tertiary")))
        self.quiet = QTextCharFormat()
        self.quiet.setForeground(QBrush(theme.color("text.secondary")))
        self.headings = {
            True: _heading_format(font("heading")),
            False: _heading_format(font("read", 600)),
        }

    def document(self, markdown: str) -> QTextDocument:
        """Read Markdown. HTML shows as text, an image as a line that says it is not loaded."""
        document = bare_document()
        document.setDefaultFont(self.read)
        document.setIndentWidth(LIST_INDENT)
        document.setMarkdown(markdown, DIALECT)
        _Styler(document, self).run()
        return document

    def style_inline(self, start: int, end: int, cursor: QTextCursor) -> None:
        """Give the characters between two positions their look; paragraphs stay as they are."""
        _Styler(cursor.document(), self, cursor).run_inline(start, end)

    def plain(self, text: str) -> QTextDocument:
        """Take text as it is, as in a question."""
        document = bare_document()
        document.setDefaultFont(self.read)
        document.setPlainText(text)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        lines = QTextBlockFormat()
        lines.setLineHeight(self.line, FIXED_LINE)
        cursor.mergeBlockFormat(lines)
        return document


def _mono_format(theme: Theme) -> QTextCharFormat:
    made = QTextCharFormat()
    fixed = mono("body")
    made.setFontFamilies(fixed.families())
    made.setProperty(QTextFormat.Property.FontPixelSize, fixed.pixelSize())
    made.setForeground(QBrush(theme.color("text.primary")))
    return made


def _heading_format(wanted: QFont) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
    made.setProperty(QTextFormat.Property.FontPixelSize, wanted.pixelSize())
    made.setFontWeight(QFont.Weight.DemiBold)
    return made


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a paragraph is, as far as the distance to the next one depends on it."""

    heading: int = 0
    listed: bool = False
    quote: int = 0
    code: bool = False


class _Styler:
    """Goes once through a document that has no layout yet, so nothing is laid out twice."""

    def __init__(
        self, document: QTextDocument, style: ProseStyle, cursor: QTextCursor | None = None
    ) -> None:
        self._style = style
        self._document = document
        self._cursor = cursor or QTextCursor(document)
        self._images: list[tuple[int, str]] = []

    def run(self) -> None:
        self._cursor.beginEditBlock()
        above: _Kind | None = None
        block = self._document.begin()
        while block.isValid():
            kind = _kind_of(block)
            self._style_characters(block, kind)
            self._style_block(block, kind, above)
            above = kind
            block = block.next()
        self._replace_images()
        self._cursor.endEditBlock()

    def run_inline(self, start: int, end: int) -> None:
        block = self._document.findBlock(start)
        while block.isValid() and block.position() <= end:
            self._style_characters(block, _Kind())
            block = block.next()
        self._replace_images()

    def _replace_images(self) -> None:
        for position, text in reversed(self._images):
            self._cursor.setPosition(position)
            self._cursor.deleteChar()
            self._cursor.insertText(text, self._style.quiet)

    def _style_block(self, block: QTextBlock, kind: _Kind, above: _Kind | None) -> None:
        made = QTextBlockFormat()
        made.setLineHeight(self._style.line, FIXED_LINE)
        made.setTopMargin(_gap(above, kind))
        made.setBottomMargin(0)
        made.setLeftMargin(QUOTE_INDENT * kind.quote)
        made.setRightMargin(0)
        made.setNonBreakableLines(False)
        if block.blockFormat().hasProperty(_RULE):
            made.setBackground(QBrush(self._style.theme.color("border.default")))
        self._cursor.setPosition(block.position())
        self._cursor.mergeBlockFormat(made)
        if kind.listed:
            self._cursor.mergeBlockCharFormat(self._style.marker)

    def _style_characters(self, block: QTextBlock, kind: _Kind) -> None:
        whole = self._whole_format(kind)
        if whole is not None:
            self._merge(block.position(), block.length() - 1, whole)
        for position, length, form in _runs(block):
            if form.isImageFormat():
                name = form.stringProperty(QTextFormat.Property.ImageAltText)
                self._images.extend((position + n, words.image(name)) for n in range(length))
            elif form.fontFixedPitch():
                self._merge(position, length, self._style.code)
            elif form.isAnchor():
                self._merge(position, length, self._style.link)
            elif form.fontWeight() > QFont.Weight.Normal and not kind.heading:
                self._merge(position, length, self._style.bold)

    def _whole_format(self, kind: _Kind) -> QTextCharFormat | None:
        if kind.heading:
            return self._style.headings[kind.heading <= _LARGE_HEADINGS]
        if kind.code:
            return self._style.code
        return self._style.quiet if kind.quote else None

    def _merge(self, position: int, length: int, form: QTextCharFormat) -> None:
        self._cursor.setPosition(position)
        self._cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.mergeCharFormat(form)


def _runs(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    found = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        found.append((fragment.position(), fragment.length(), fragment.charFormat()))
        iterator += 1
    return found


def _kind_of(block: QTextBlock) -> _Kind:
    form = block.blockFormat()
    return _Kind(
        heading=form.headingLevel(),
        listed=block.textList() is not None,
        quote=form.intProperty(QTextFormat.Property.BlockQuoteLevel),
        code=form.hasProperty(QTextFormat.Property.BlockCodeFence)
        or form.hasProperty(QTextFormat.Property.BlockCodeLanguage),
    )


def _gap(above: _Kind | None, kind: _Kind) -> int:
    if above is None:
        return 0
    if kind.heading:
        return HEADING_GAP
    if (above.code and kind.code) or (above.listed and kind.listed):
        return 0
    if above.heading or kind.listed:
        return TIGHT_GAP
    return PARAGRAPH_GAP


def gap_above(markdown: str) -> int:
    """Return the distance of prose to the prose above it, by how it begins."""
    if markdown.startswith("#"):
        return HEADING_GAP
    return TIGHT_GAP if starts_item(markdown.split("\n", 1)[0]) else PARAGRAPH_GAP
