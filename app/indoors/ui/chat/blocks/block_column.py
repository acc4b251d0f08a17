"""The blocks of an answer, one below the other."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from indoors.core.markdown_blocks import Block, Prose, is_blank
from indoors.core.transcript import Segmenter, joined
from indoors.ui.chat.blocks.block_views import BlockView, kind_for, text_of, view_for
from indoors.ui.chat.blocks.code_view import CodeView
from indoors.ui.chat.blocks.prose_format import gap_above
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.text_view import TextView

GAP = 8
GAP_BELOW_BOX = 6
"""Between a box and prose: in a line of fixed height letters stand a little low."""


class BlockColumn(QWidget):
    """While an answer grows only the blocks behind the settled ones are drawn again."""

    made = Signal(object)  # TextView
    grown = Signal()

    def __init__(self, surroundings: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # growing paints what is new
        self._surroundings = surroundings
        self._segmenter = Segmenter()
        self._text = ""
        self._blocks: list[Block] = []
        self._views: list[BlockView] = []
        self._heights: list[int] = []  # 0: to be laid out again
        self._width = 0
        self._complete = False
        self._caret = False
        self._updating = False

    # ---- content ------------------------------------------------------------------------

    def show_text(self, text: str, *, complete: bool) -> None:
        """Show this text; what it shares with the text before stays as it is."""
        if not text.startswith(self._text):
            self._segmenter, self._text = Segmenter(), ""
        fresh, ended = not self._text, complete and not self._complete
        delta = text[len(self._text) :]
        self._text, self._complete = text, complete
        self._segmenter.append(delta)
        if complete:
            self._segmenter.finish()
        if complete and fresh:
            self._update(joined(self._segmenter.blocks))
        elif delta or ended:
            self._update(self._segmenter.blocks)

    def append(self, delta: str) -> None:
        self._segmenter.append(delta)
        self._text += delta
        self._update(self._segmenter.blocks)

    def _update(self, found: list[Block]) -> None:
        blocks = [block for block in found if not is_blank(block)]
        self._updating = True
        same = 0
        for old, new in zip(self._blocks, blocks, strict=False):
            if old is not new:
                break
            same += 1
        for number in range(same, len(blocks)):
            self._show(number, blocks[number])
        while len(self._views) > len(blocks):
            self._remove(len(self._views) - 1)
        self._blocks = blocks
        self._updating = False
        self.show_caret(self._caret)

    def _show(self, number: int, block: Block) -> None:
        if number < len(self._views):
            if type(self._views[number]) is kind_for(block):
                self._views[number].show_block(block)
                self._heights[number] = 0
                return
            self._remove(number)
        view = view_for(block, self._surroundings, self)
        self._views.insert(number, view)
        self._heights.insert(number, 0)
        view.grown.connect(lambda: self._grew(view))
        self.made.emit(text_of(view))
        view.show()

    def _remove(self, number: int) -> None:
        view = self._views.pop(number)
        del self._heights[number]
        view.hide()
        view.deleteLater()

    def _grew(self, view: BlockView) -> None:
        if not self._updating:
            self._heights[self._views.index(view)] = 0
            self.grown.emit()

    def show_caret(self, shown: bool) -> None:
        """Mark the end of the text, where more is coming."""
        self._caret = shown
        for number, view in enumerate(self._views):
            text_of(view).show_caret(shown and number == len(self._views) - 1)

    # ---- size ---------------------------------------------------------------------------

    def fit(self, width: int) -> int:
        """Place the blocks at this width; return the height. Only changed ones are laid out."""
        y = 0
        again = width != self._width
        self._updating = True
        self._width = width
        for number, view in enumerate(self._views):
            y += self._gap(number)
            left = view.indent if isinstance(view, CodeView) else 0
            if again or not self._heights[number]:
                self._heights[number] = view.fit(width - left)
            view.setGeometry(left, y, width - left, self._heights[number])
            y += self._heights[number]
        self._updating = False
        return y

    def _gap(self, number: int) -> int:
        if not number:
            return 0
        above, below = self._blocks[number - 1], self._blocks[number]
        if not isinstance(below, Prose):
            return GAP
        return gap_above(below.markdown) if isinstance(above, Prose) else GAP_BELOW_BOX

    # ---- parts --------------------------------------------------------------------------

    def texts(self) -> list[TextView]:
        return [text_of(view) for view in self._views]

    def buttons(self) -> list[QWidget]:
        return [view.copy for view in self._views if isinstance(view, CodeView)]

    def flush(self) -> None:
        """Colour all code now. For pictures and tests."""
        for view in self._views:
            if isinstance(view, CodeView):
                view.flush()
