"""Moving between messages with the keyboard."""

from typing import Final

from PySide6.QtCore import Qt

_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def target_row(key: int, current: int, visible: range, count: int) -> int | None:
    """Return the row a key leads to, or ``None`` if it is not a key for that.

    Args:
        key: Up and Down go to the next message, Home and End to the ends, Page Up and Page
            Down by as many as are visible.
        current: the row that has the focus, -1 if none has.
        visible: the rows on screen.
        count: how many there are, at least one.
    """
    page = max(1, len(visible) - 1)
    if key == Qt.Key.Key_Home:
        return 0
    if key == Qt.Key.Key_End:
        return count - 1
    if current < 0:
        current = visible.stop if key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else visible.start - 1
    if key in _STEPS:
        wanted = current + _STEPS[Qt.Key(key)]
    elif key == Qt.Key.Key_PageUp:
        wanted = current - page
    elif key == Qt.Key.Key_PageDown:
        wanted = current + page
    else:
        return None
    return max(0, min(count - 1, wanted))
