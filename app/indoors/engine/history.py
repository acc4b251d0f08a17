"""Which text the tokens in the KV cache stand for."""

from bisect import bisect_right


class History:
    """The text of the cached tokens, with the points at which text and tokens can be parted.

    Generated tokens are not always those that a tokenizer makes of the same text. To find
    the next prompt's beginning in the cache, it is therefore compared as text, and only what
    follows the last common point is tokenized. Points lie at the end of a prompt and after
    each generated token that ends on a whole character; none lies within a prompt, so that
    what a user typed is always tokenized in one piece.
    """

    def __init__(self) -> None:
        self._text = ""
        self._ends: list[int] = []  # characters
        self._counts: list[int] = []  # tokens

    def clear(self) -> None:
        self._text = ""
        self._ends.clear()
        self._counts.clear()

    def extend(self, text: str, count: int) -> None:
        """Text was added, and may be parted here: the cache now holds ``count`` tokens."""
        self._text += text
        self._ends.append(len(self._text))
        self._counts.append(count)

    def renew(self, text: str, count: int) -> None:
        """The cache now holds this whole prompt; earlier points inside it stay valid."""
        self.cut(self.match(text)[1])
        self.extend(text[len(self._text) :], count)

    def cut(self, count: int) -> None:
        """Only the first ``count`` tokens stay in the cache."""
        keep = bisect_right(self._counts, count)
        del self._ends[keep:], self._counts[keep:]
        self._text = self._text[: self._ends[-1]] if self._ends else ""

    def match(self, text: str) -> tuple[int, int]:
        """Return (characters, tokens) of the longest beginning that the cache holds."""
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if text.startswith(self._text[: self._ends[middle]]):
                low = middle + 1
            else:
                high = middle
        return (self._ends[low - 1], self._counts[low - 1]) if low else (0, 0)
