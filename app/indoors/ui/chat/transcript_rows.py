"""Where the rows of a long list begin, although most heights are only estimated."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate


class RowHeights:
    """Heights of all rows. Changing the last one is cheap, as streaming does all the time."""

    def __init__(self) -> None:
        self._heights: list[int] = []
        self._tops: list[int] = [0]  # valid up to and including index _valid
        self._valid = 0

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, row: int) -> int:
        return self._heights[row]

    def set(self, row: int, height: int) -> None:
        if self._heights[row] != height:
            self._heights[row] = height
            self._valid = min(self._valid, row)

    def cut(self, row: int) -> None:
        """Forget this row and all after it."""
        del self._heights[row:]
        del self._tops[row + 1 :]
        self._valid = min(self._valid, row)

    def extend(self, heights: Iterable[int]) -> None:
        self._heights.extend(heights)

    def top(self, row: int) -> int:
        """Return where a row begins; ``top(len)`` is the total."""
        if row > self._valid:
            self._settle()
        return self._tops[row]

    @property
    def total(self) -> int:
        return self.top(len(self._heights))

    def row_at(self, y: int) -> int:
        """Return the row at a height, beyond the ends the first or last; -1 without rows."""
        self._settle()
        return min(max(bisect_right(self._tops, y) - 1, 0), len(self._heights) - 1)

    def _settle(self) -> None:
        if self._valid == len(self._heights):
            return
        rest = accumulate(self._heights[self._valid :], initial=self._tops[self._valid])
        self._tops[self._valid :] = rest
        self._valid = len(self._heights)
