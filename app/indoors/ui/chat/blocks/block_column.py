"""The blocks of an answer, one below the other."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from indoors.core.markdown_blocks import Block, Prose, is_blank
from indoors.core.transcript import Segmenter, joined
from indoors.ui.chat.blocks.block_views import KINDS, BlockView, kind_for, text_of
from indoors.ui.chat.blocks.code_view import CodeView
from indoors.ui.chat.blocks.prose_format import gap_above
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.text_view import TextView

PREPARE_MS = 45
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
        self._bottoms: list[int] = []  # of the blocks that are in their place
        self._settled = 0  # blocks of the segmenter that are shown for good
        self._kept = 0  # views that show them
        self._marked: TextView | None = None  # has the caret
        self._width = 0
        self._complete = False
        self._caret = False
        self._updating = False
        self._pending: list[Block] = []  # of a complete answer, not made yet
        self._spare: list[BlockView] = []
        self._prepare = QTimer(self, singleShot=True, interval=PREPARE_MS)
        self._prepare.timeout.connect(self._prepare_spare)

    # ---- content ------------------------------------------------------------------------

    def show_text(self, text: str, *, complete: bool) -> None:
        """Show this text; what it shares with the text before stays as it is.

        Of a complete text nothing is made yet: ``build`` does that, or ``fit`` all at once.
        """
        if not text.startswith(self._text):
            self._segmenter, self._text = Segmenter(), ""
        fresh, ended = not self._text, complete and not self._complete
        delta = text[len(self._text) :]
        self._text, self._complete = text, complete
        self._segmenter.append(delta)
        if complete:
            self._segmenter.finish()
        if fresh:
            self._settled = self._kept = 0
        if complete and fresh:
            self._pending = [b for b in joined(self._segmenter.blocks) if not is_blank(b)]
            self._cut(0)
        elif delta or ended:
            self._update()

    @property
    def is_built(self) -> bool:
        return not self._pending

    def build(self) -> None:
        """Make the next block."""
        block = self._pending.pop(0)
        self._show(len(self._blocks), block)
        self._blocks.append(block)

    def append(self, delta: str) -> None:
        self._segmenter.append(delta)
        self._text += delta
        self._update()

    def _update(self) -> None:
        """Show what is new behind the blocks that are settled."""
        self._pending = []
        blocks = self._segmenter.blocks
        number = self._kept
        for place in range(self._settled, len(blocks)):
            if not is_blank(blocks[place]):
                self._show_new(number, blocks[place])
                number += 1
            if place < self._segmenter.settled:
                self._settled, self._kept = place + 1, number
        self._cut(number)
        self.show_caret(self._caret)

    def _show_new(self, number: int, block: Block) -> None:
        if number < len(self._blocks) and self._blocks[number] is block:
            return
        self._show(number, block)
        self._blocks[number:] = [block]

    def _show(self, number: int, block: Block) -> None:
        self._updating = True
        if number < len(self._views) and type(self._views[number]) is not kind_for(block):
            self._cut(number)
        if number == len(self._views):
            self._views.append(self._take(kind_for(block)))
            self._heights.append(0)
        self._views[number].show_block(block)
        self._views[number].show()
        self._heights[number] = 0
        del self._bottoms[number:]
        self._updating = False

    def _cut(self, number: int) -> None:
        """Put aside the views from this one on, to use them again."""
        for view in self._views[number:]:
            view.hide()
            text = text_of(view)
            text.show_caret(shown=False)
            text.clear_selection()
            if text is self._marked:
                self._marked = None
            self._spare.append(view)
        del self._views[number:], self._heights[number:], self._blocks[number:]
        del self._bottoms[number:]

    def _take(self, kind: type[BlockView]) -> BlockView:
        if self._caret:
            self._prepare.start()
        for view in self._spare:
            if type(view) is kind:
                self._spare.remove(view)
                return view
        return self._make(kind)

    def _make(self, kind: type[BlockView]) -> BlockView:
        view = kind(self._surroundings, self)
        view.grown.connect(lambda: self._grew(view))
        self.made.emit(text_of(view))
        return view

    def _prepare_spare(self) -> None:
        """Make what may be needed next while the answer grows, between two flushes."""
        kept = {type(view) for view in self._spare}
        missing = next((kind for kind in KINDS if kind not in kept), None)
        if missing is not None and self._caret:
            view = self._make(missing)
            view.hide()
            self._spare.append(view)
            self._prepare.start()

    def _grew(self, view: BlockView) -> None:
        if not self._updating and view in self._views:
            number = self._views.index(view)
            self._heights[number] = 0
            del self._bottoms[number:]
            self.grown.emit()

    def show_caret(self, shown: bool) -> None:
        """Mark the end of the text, where more is coming."""
        if shown and not self._caret:
            self._prepare.start()
        self._caret = shown
        last = text_of(self._views[-1]) if shown and self._views else None
        if last is not self._marked:
            if self._marked is not None:
                self._marked.show_caret(shown=False)
            self._marked = last
            if last is not None:
                last.show_caret(shown=True)

    # ---- size ---------------------------------------------------------------------------

    def fit(self, width: int) -> int:
        """Place the blocks at this width; return the height. Only changed ones are laid out."""
        while self._pending:
            self.build()
        if width != self._width:
            self._width = width
            self._heights = [0] * len(self._views)
            self._bottoms = []
        self._updating = True
        for number in range(len(self._bottoms), len(self._views)):
            self._bottoms.append(self._place(number))
        self._updating = False
        return self._bottoms[-1] if self._bottoms else 0

    def _place(self, number: int) -> int:
        """Put a block below the one above it; return where it ends."""
        view = self._views[number]
        left = view.indent if isinstance(view, CodeView) else 0
        top = self._gap(number) + (self._bottoms[number - 1] if number else 0)
        if not self._heights[number]:
            self._heights[number] = view.fit(self._width - left)
        view.setGeometry(left, top, self._width - left, self._heights[number])
        return top + self._heights[number]

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
