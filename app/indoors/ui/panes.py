"""A page of up to three panes: a list at the left, the work, a panel at the right.

The side panes stand beside the work with a divider between, or, in a narrow window, lie
over it. They stay the same widgets in the same parent, so that nothing loses its focus.
A pane's width counts its divider.
"""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from indoors.ui.area import Area
from indoors.ui.theme import current_theme

GRAB = 6
_SMALLEST_SIDE = 200
_SMALLEST_WORK = 320
_WIDEST_SHARE = 0.45


class SidePane:
    """Where one side pane is at the moment."""

    def __init__(self, widget: Area, width: int) -> None:
        self.widget = widget
        self.width = width
        self.wanted = True  # shown while it stands beside the work
        self.over = False  # the window is narrow: it lies over the work when opened
        self.opened_over = False

    @property
    def shown(self) -> bool:
        return self.opened_over if self.over else self.wanted


class Panes(QWidget):
    """Lays out the panes itself; ``left`` and ``right`` may be opened, closed and dragged."""

    changed = Signal()  # a pane was opened, closed or got another width

    def __init__(self, left: Area, work: QWidget, right: Area, parent: QWidget) -> None:
        super().__init__(parent)
        self.left = SidePane(left, 0)
        self.right = SidePane(right, 0)
        self.work = work
        self._grips = {True: _Grip(self, left=True), False: _Grip(self, left=False)}
        self._catcher = _Catcher(self)
        for widget in (work, left, right):
            widget.setParent(self)

    # ---- state ----------------------------------------------------------------------------

    def set_widths(self, left: int, right: int) -> None:
        self.left.width, self.right.width = left, right
        self._arrange()

    def set_over(self, *, left: bool, right: bool) -> None:
        """Say which panes lie over the work in a window of this width."""
        for side, over in ((self.left, left), (self.right, right)):
            if side.over != over:
                side.over = over
                side.opened_over = False
        self._arrange()

    def show_pane(self, side: SidePane, *, shown: bool) -> None:
        if side.shown == shown:
            return
        if side.over:
            other = self.right if side is self.left else self.left
            other.opened_over = other.opened_over and not shown
            side.opened_over = shown
        else:
            side.wanted = shown
        self._arrange()
        self.changed.emit()

    def close_over(self) -> bool:
        """Close what lies over the work; tells whether anything did."""
        for side in (self.left, self.right):
            if side.over and side.opened_over:
                self.show_pane(side, shown=False)
                self.work.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def drag(self, x: int, *, left: bool) -> None:
        """Set a pane's width from where its divider is dragged to."""
        side = self.left if left else self.right
        side.width = self._fitting(x if left else self.width() - x)
        self._arrange()
        self.changed.emit()

    # ---- geometry -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        whole = self.rect()
        work = QRect(whole)
        if self.left.shown and not self.left.over:
            work.setLeft(self._fitting(self.left.width))
        if self.right.shown and not self.right.over:
            work.setRight(whole.right() - self._fitting(self.right.width))
        if work.width() < _SMALLEST_WORK:
            work.setWidth(min(_SMALLEST_WORK, whole.right() - work.left() + 1))
        self.work.setGeometry(work)
        lying = any(side.over and side.opened_over for side in (self.left, self.right))
        self._catcher.setGeometry(whole)
        self._catcher.setVisible(lying)
        self._catcher.raise_()
        self._place(self.left, work, left=True)
        self._place(self.right, work, left=False)
        self.update()

    def _place(self, side: SidePane, work: QRect, *, left: bool) -> None:
        whole, widget, grip = self.rect(), side.widget, self._grips[left]
        if side.over:
            width = min(side.width, whole.width() - 48)
            x = 0 if left else whole.width() - width
            widget.setGeometry(x, 0, width, whole.height())
        elif left:
            widget.setGeometry(0, 0, work.left() - 1, whole.height())
        else:
            first = work.right() + 2
            widget.setGeometry(first, 0, whole.width() - first, whole.height())
        widget.setVisible(side.shown)
        grip.setVisible(side.shown and not side.over)
        edge = work.left() - 1 if left else work.right() + 1
        grip.setGeometry(edge - GRAB // 2, 0, GRAB, whole.height())
        inner = Qt.Edge.RightEdge if left else Qt.Edge.LeftEdge
        widget.set_line(inner if side.over else None)
        if side.over:
            widget.raise_()
        grip.raise_()

    def _fitting(self, width: int) -> int:
        most = max(_SMALLEST_SIDE, int(self.width() * _WIDEST_SHARE))
        return max(_SMALLEST_SIDE, min(most, width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The divider lines lie in the one-pixel gaps between the panes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("border.default"))
        painter.end()


class _Grip(QWidget):
    """The part of a divider that can be dragged; nothing is drawn."""

    def __init__(self, panes: Panes, *, left: bool) -> None:
        super().__init__(panes)
        self._panes = panes
        self._left = left
        self.setCursor(Qt.CursorShape.SplitHCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            at = self.mapToParent(QPoint(int(event.position().x()), 0))
            self._panes.drag(at.x(), left=self._left)


class _Catcher(QWidget):
    """Lies over the work while a pane lies over it; a click there closes the pane."""

    def __init__(self, panes: Panes) -> None:
        super().__init__(panes)
        self._panes = panes
        self.hide()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self._panes.close_over()
