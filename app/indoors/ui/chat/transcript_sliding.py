"""A column of any length of which only the part around the view exists as widgets."""

import time
from typing import Final, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from indoors.ui.chat.transcript_column import column
from indoors.ui.chat.transcript_message import MessageView
from indoors.ui.chat.transcript_rows import RowHeights

MOST_LIVE: Final = 60
AHEAD: Final = 16
"""Rows made in idle time on either side of what is seen."""
BUDGET_S: Final = 0.004
BOTTOM: Final = 12
_CANVAS: Final = 4_000_000
"""Height of the widget that holds the rows: far more than those that exist can fill."""
_FAR: Final = 2
"""Heights of the view: a longer jump is not scrolled through row by row."""


class RowSource(Protocol):
    """Where a column gets its rows from."""

    def make_row(self, row: int, parent: QWidget) -> MessageView: ...
    def give_back(self, view: MessageView) -> None: ...
    def forget_spare(self) -> None: ...
    def gap_above(self, row: int) -> int: ...


class SlidingColumn(QAbstractScrollArea):
    """Keeps the first visible row in its place whatever happens above it.

    Heights of rows that were never shown are estimates. When one is measured, the scroll
    bar moves, not the text.
    """

    def __init__(self, source: RowSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self.rows = RowHeights()
        self.live: dict[int, MessageView] = {}
        self._fitted: set[int] = set()
        self._anchor = 0  # first visible row
        self._offset = 0  # of the view's top edge below that row's
        self._stuck = True  # to the end
        self._width = 0
        self._busy = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._canvas = QWidget(self.viewport())
        self._canvas.setAutoFillBackground(True)  # opaque: Qt then moves pixels, not widgets
        self._placed: dict[MessageView, tuple[int, int]] = {}
        self._gaps: dict[int, int] = {}
        self._base = 0  # height in the list that is at the top of the canvas
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self.sync)
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._build_ahead)

    def set_background(self, color: QColor) -> None:
        palette = self._canvas.palette()
        palette.setColor(QPalette.ColorRole.Window, color)
        self._canvas.setPalette(palette)

    # ---- position -----------------------------------------------------------------------

    @property
    def is_at_end(self) -> bool:
        return self._stuck

    @property
    def top(self) -> int:
        """The height at which the view begins."""
        if self._stuck:
            return self._furthest
        return max(0, min(self.rows.top(self._anchor) + self._offset, self._furthest))

    @property
    def _furthest(self) -> int:
        return max(0, self.rows.total + BOTTOM - self.viewport().height())

    @property
    def position(self) -> tuple[int, int] | None:
        """First visible row and how much of it is above the view; ``None`` at the end."""
        return None if self._stuck else (self._anchor, self._offset)

    def go_to(self, row: int, offset: int = 0) -> None:
        self._anchor, self._offset, self._stuck = row, offset, False
        self.sync()
        self._stuck = self.rows.top(self._anchor) + self._offset >= self._furthest

    def go_to_end(self) -> None:
        self._stuck = True
        self.sync()

    def reveal(self, row: int) -> None:
        """Scroll as little as needed to show a row, its beginning first."""
        self._measure(row)
        start = self.rows.top(row)
        end = start + self.rows[row]
        height = self.viewport().height()
        if start < self.top or self.rows[row] > height:
            self.go_to(row)
        elif end > self.top + height:
            self._anchor, self._offset = row, self.rows[row] + BOTTOM - height
            self._walk()
            self.go_to(self._anchor, self._offset)

    def visible_rows(self) -> range:
        if not len(self.rows):
            return range(0)
        top = self.top
        return range(
            self.rows.row_at(top), self.rows.row_at(top + self.viewport().height() - 1) + 1
        )

    # ---- rows come, change and go -------------------------------------------------------

    def forget_from(self, row: int) -> None:
        """Drop this row and all after it."""
        for number in [n for n in self.live if n >= row]:
            self._drop(number)
        self.rows.cut(row)
        if self._anchor >= row:
            self._anchor, self._offset = max(0, row - 1), 0

    def refit(self, row: int) -> None:
        """Lay a row out again at once: its content changed. Most of the time nothing moves."""
        if row not in self.live or self._busy:
            return
        before = self.rows[row]
        self._fitted.discard(row)
        if row in self.visible_rows():
            self._measure(row)
            if self.rows[row] == before:
                return
        self.sync()

    def refit_soon(self, row: int) -> None:
        """Do the same from the event loop: a layout may have been found out while painting."""
        if row in self.live and not self._busy:
            self._fitted.discard(row)
            self._again.start()

    def rebuild(self) -> None:
        """Make all widgets anew, for another theme."""
        for row, view in list(self.live.items()):
            if not view.is_editing:  # it holds what is typed, and paints with the new tokens
                self._drop(row)
        self._source.forget_spare()
        self.sync()

    def _drop(self, row: int) -> None:
        view = self.live.pop(row)
        self._fitted.discard(row)
        self._placed.pop(view, None)
        self._source.give_back(view)

    def _measure(self, row: int) -> None:
        """Make a row if need be and learn its height. What it reports meanwhile is no news."""
        if row in self._fitted:
            return
        busy, self._busy = self._busy, True
        view = self._row(row)
        height = view.fit(self._width)
        view.resize(self._width, height)
        view.show()
        self.rows.set(row, height + self._gaps[row])
        self._fitted.add(row)
        self._busy = busy

    def _row(self, row: int) -> MessageView:
        view = self.live.get(row)
        if view is None:
            self._make_room()
            view = self.live[row] = self._source.make_row(row, self._canvas)
            self._gaps[row] = self._source.gap_above(row)
        return view

    # ---- putting it on screen -----------------------------------------------------------

    def sync(self) -> None:
        """Make what is visible and put everything in its place."""
        if self._busy or self._width < 1:
            return
        self._busy = True
        try:
            self._make_visible()
            if len(self.rows):
                self._note_anchor()
            self._place()
            self._set_bar()
        finally:
            self._busy = False
        self._idle.start()

    def _make_visible(self) -> None:
        for _ in range(MOST_LIVE):
            missing = [row for row in self.visible_rows() if row not in self._fitted]
            if not missing:
                return
            self._measure(missing[-1] if self._stuck else missing[0])

    def _note_anchor(self) -> None:
        top = self.top
        self._anchor = self.rows.row_at(top)
        self._offset = top - self.rows.top(self._anchor)

    def _place(self) -> None:
        self._keep_base()
        left, _ = column(self.width())
        for row, view in self.live.items():
            y = self.rows.top(row) + self._gaps[row] - self._base
            if self._placed.get(view) != (left, y):
                self._placed[view] = (left, y)
                view.move(left, y)
        self._canvas.resize(self.viewport().width(), _CANVAS)
        y = self._base - self.top
        if y != self._canvas.y():
            # Qt moves painted pixels only if none of them are about to be painted again.
            self.viewport().repaint(0, 0, 1, 1)
            self._canvas.move(0, y)
        self._canvas.show()

    def _keep_base(self) -> None:
        """Choose where on the canvas the rows go, so that what is visible stays in its place."""
        if not len(self.rows):
            return
        start = self.rows.top(self._anchor)
        view = self.live.get(self._anchor)
        placed = self._placed.get(view) if view is not None else None
        if placed is not None:
            self._base = start + self._gaps[self._anchor] - placed[1]
        if not _CANVAS // 4 < start - self._base < _CANVAS * 3 // 4:
            self._base = start - _CANVAS // 2

    def _set_bar(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(max(1, self.fontMetrics().lineSpacing()))
        bar.setRange(0, self._furthest)
        bar.setValue(self.top)

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        if self._busy:
            return
        bar = self.verticalScrollBar()
        value = bar.value()
        self._stuck = value >= bar.maximum()
        if abs(dy) > _FAR * self.viewport().height():
            self._anchor = self.rows.row_at(value)
            self._offset = value - self.rows.top(self._anchor)
        else:
            self._offset -= dy
            self._walk()
        self.sync()

    def _walk(self) -> None:
        """Bring the offset into the anchor row, measuring the rows passed on the way."""
        while self._offset < 0 and self._anchor > 0:
            self._anchor -= 1
            self._measure(self._anchor)
            self._offset += self.rows[self._anchor]
        last = len(self.rows) - 1
        while self._anchor < last and self._offset >= self.rows[self._anchor]:
            self._measure(self._anchor)
            self._offset -= self.rows[self._anchor]
            self._anchor += 1
        self._offset = max(0, self._offset)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        _, width = column(self.width())
        if width != self._width:
            self._width = width
            self._fitted.clear()
        self.sync()

    # ---- ahead and behind ---------------------------------------------------------------

    def _build_ahead(self) -> None:
        """Make rows near the view, a block at a time, as long as the budget lasts."""
        limit = time.perf_counter() + BUDGET_S
        wanted = self._wanted_ahead()
        for row in wanted:
            if not self._build_until(limit, self._row(row)):
                break
            self._measure(row)
            if time.perf_counter() > limit:
                break
        if wanted:
            self.sync()  # which comes here again

    def _build_until(self, limit: float, view: MessageView) -> bool:
        """Make parts of a row; return whether that was all of it."""
        while not view.is_built:
            view.build()
            if time.perf_counter() > limit:
                return view.is_built
        return True

    def _wanted_ahead(self) -> list[int]:
        seen = self.visible_rows()
        if not seen or not self.isVisible():
            return []
        near = range(max(0, seen.start - AHEAD), min(len(self.rows), seen.stop + AHEAD))
        missing = [row for row in near if row not in self._fitted]
        return sorted(missing, key=lambda row: max(seen.start - row, row - seen.stop))

    def _make_room(self) -> None:
        """Give up rows far from the view, so that one more may be made."""
        seen = self.visible_rows()
        while len(self.live) >= MOST_LIVE:
            far = max(self.live, key=lambda row: self._farness(row, seen))
            if self._farness(far, seen) <= 0:
                return
            self._drop(far)

    def _farness(self, row: int, seen: range) -> int:
        away = max(seen.start - row, row - seen.stop + 1)
        return 0 if away > 0 and self._is_held(self.live[row]) else away

    def _is_held(self, view: MessageView) -> bool:
        focus = QApplication.focusWidget()
        if focus is not None and (focus is view or view.isAncestorOf(focus)):
            return True
        return view.is_editing
