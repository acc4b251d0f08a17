"""The list of prices in effect. Nothing is ever fetched.

It is the one that comes with Indoors or one that the user imported, with the user's own prices
on top. The latter two are kept with the settings, so they are encrypted on the disk.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from indoors.core.errors import AppError
from indoors.core.money.book import FORMAT, PriceBook, PricedModel
from indoors.core.money.choice import MoneyChoice
from indoors.protocol.faults import Fault

FILE = "price_book.json"
LARGEST = 1_000_000
"""Bytes; the book that comes with Indoors has fewer than 20,000."""


@dataclass(frozen=True, slots=True)
class Prices:
    """A list of prices with its hash: SHA-256 of ``data``, which may be saved as a file.

    ``problem`` says why an imported book is not in use; the one of Indoors then is.
    """

    book: PriceBook
    data: bytes
    sha256: str
    problem: AppError | None = None


class PriceBooks:
    """Finds the prices in effect. Reads the program's own file once, when it is first asked."""

    def __init__(self, resources: Path) -> None:
        self._path = resources / FILE
        self._shipped: Prices | None = None
        self._latest: tuple[str, tuple[PricedModel, ...], Prices] | None = None

    @property
    def shipped(self) -> Prices:
        """The book that comes with Indoors. One that can't be read is AppError(BUG)."""
        if self._shipped is None:
            try:
                data = self._path.read_bytes()
                self._shipped = _prices(_decoded(data, FILE), data)
            except (OSError, AppError) as error:
                detail = error.facts.get("detail", "") if isinstance(error, AppError) else error
                raise AppError(Fault.BUG, detail=f"{FILE}: {detail}") from error
        return self._shipped

    def current(self, choice: MoneyChoice) -> Prices:
        """Return the prices in effect; a broken, older or newer import leaves Indoors' own."""
        if self._latest is None or self._latest[:2] != (choice.book, choice.prices):
            self._latest = (choice.book, choice.prices, self._made(choice))
        return self._latest[2]

    def read_file(self, path: Path) -> Prices:
        """Read a book that the user wants to import; ``data`` becomes ``MoneyChoice.book``.

        Raises AppError(FILE_UNREADABLE), or AppError(PRICE_BOOK_UNUSABLE) with why.
        """
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise AppError(
                Fault.FILE_UNREADABLE, path=str(path), detail=error.strerror or ""
            ) from error
        return self._imported(data, str(path))

    def _made(self, choice: MoneyChoice) -> Prices:
        base, problem = self.shipped, None
        if choice.book:
            try:
                base = self._imported(choice.book.encode(), "")
            except AppError as error:
                problem = error
        if not choice.prices:
            return Prices(base.book, base.data, base.sha256, problem)
        book = with_own(base.book, choice.prices)
        data = msgspec.json.format(msgspec.json.encode(book), indent=1)
        return Prices(book, data, hashlib.sha256(data).hexdigest(), problem)

    def _imported(self, data: bytes, path: str) -> Prices:
        book = _decoded(data, path)
        ours = self.shipped.book
        if book.as_of < ours.as_of:
            raise _unusable(path, "older", found=book.as_of, ours=ours.as_of)
        if book.currency != ours.currency:
            raise _unusable(path, "broken", detail=f"prices in {book.currency}")
        return _prices(book, data)


def with_own(book: PriceBook, own: tuple[PricedModel, ...]) -> PriceBook:
    """Return a book with the user's prices in place of, or besides, its own."""
    models = {model.id: model for model in book.models}
    for model in own:
        models[model.id] = msgspec.structs.replace(model, is_own=True)
    return msgspec.structs.replace(
        book, models=tuple(sorted(models.values(), key=lambda model: model.id))
    )


def _prices(book: PriceBook, data: bytes) -> Prices:
    return Prices(book, data, hashlib.sha256(data).hexdigest())


class _Head(msgspec.Struct):
    format: int


def _decoded(data: bytes, path: str) -> PriceBook:
    if len(data) > LARGEST:
        raise _unusable(path, "broken", detail=f"more than {LARGEST} bytes")
    try:
        found = msgspec.json.decode(data, type=_Head).format
        if found != FORMAT:
            reason = "newer" if found > FORMAT else "older"
            raise _unusable(path, reason, found=found, ours=FORMAT)
        book = msgspec.json.decode(data, type=PriceBook)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unusable(path, "broken", detail=str(error)) from error
    if not book.models:
        raise _unusable(path, "broken", detail="no models")
    return book


def _unusable(path: str, reason: str, **facts: str | int) -> AppError:
    """Return the error of a book that is not used: it is broken, older or newer."""
    return AppError(Fault.PRICE_BOOK_UNUSABLE, path=path, reason=reason, **facts)
