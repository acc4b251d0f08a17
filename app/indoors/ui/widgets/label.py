"""Text with the line heights of the type scale."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from indoors.ui.theme.current import current_theme
from indoors.ui.theme.fonts import font
from indoors.ui.widgets.painting import baseline, text_width

_LINE_SEPARATOR = "\N{LINE SEPARATOR}"


class Label(QLabel):
    """Plain text, never markup. Still a QLabel to screen readers; ``setAlignment`` works.

    Args:
        role: of the type scale.
        weight: 400, 500 or 600, the role's own if None.
        ink: token of the text colour.
        wrap: break lines at the given width; otherwise one line, cut at the edge.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "body",
        weight: int | None = None,
        ink: str = "text.primary",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._ink = ink
        self._heights: dict[int, int] = {}  # asked for again and again by every layout around
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setFont(font(role, weight, tabular=True))
        # Fixed would cap a wrapped label at its height in one line.
        upright = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, upright)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        self._heights.clear()
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_ink(self, ink: str) -> None:
        self._ink = ink
        self.update()

    def sizeHint(self) -> QSize:
        lines = self.text().split("\n")
        width = max(text_width(self.font(), line) for line in lines) + 1
        return QSize(width, len(lines) * current_theme().line(self._role))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(0, hint.height()) if self.wordWrap() else hint

    def hasHeightForWidth(self) -> bool:
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        if not self.wordWrap():
            return self.sizeHint().height()
        height = self._heights.get(width)
        if height is None:
            lines = max(1, self._broken(width).lineCount())
            height = self._heights[width] = lines * current_theme().line(self._role)
        return height

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.color(self._ink if self.isEnabled() else "text.disabled"))
        layout = self._broken(self.width())
        height = theme.line(self._role)
        top = 0
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top = (self.height() - layout.lineCount() * height) // 2
        # Lines are put on whole pixels: between two of them text turns grey.
        shift = baseline(self.font(), height) - QFontMetricsF(self.font()).ascent()
        for index in range(layout.lineCount()):
            layout.lineAt(index).draw(painter, QPointF(0, top + index * height + shift))
        painter.end()

    def _broken(self, width: int) -> QTextLayout:
        """The text in lines, each at y 0."""
        layout = QTextLayout(self.text().replace("\n", _LINE_SEPARATOR), self.font(), self)
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        wrap, keep = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere, QTextOption.WrapMode.NoWrap
        option.setWrapMode(wrap if self.wordWrap() else keep)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, 0))
        layout.endLayout()
        return layout
