"""Failures inside the network program, on their way to becoming an event."""

from collections.abc import Iterator

from indoors.protocol.faults import Fault

Fact = str | int | float


class BrokerError(Exception):
    """Something failed in a way that has a name.

    ``again``: the next attempt may well succeed, but not before ``retry_after`` seconds.
    """

    def __init__(
        self,
        fault: Fault,
        *,
        again: bool = False,
        **facts: Fact,
    ) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.again = again
        self.retry_after: float | None = None
        self.facts: dict[str, Fact] = facts

    def not_before(self, seconds: float | None) -> "BrokerError":
        self.retry_after = seconds
        return self


class CancelledError(Exception):
    """The order was taken back."""


class BodyError(Exception):
    """An answer's body is not what its head promised; the text says how. Worth another try."""


def causes(error: BaseException) -> Iterator[BaseException]:
    """Return the error and what led to it."""
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
