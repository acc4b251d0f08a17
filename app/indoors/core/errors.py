"""Errors that cross rooms.

AppError                 carries a Fault and facts; the words are made in ``ui/text``
  known (``is_bug`` False)   the user can act on it
  bug   (``is_bug`` True)    we have to
"""

from indoors.protocol.faults import Fault

Fact = str | int | float


class AppError(Exception):
    """Something failed in a way that has a name."""

    def __init__(self, fault: Fault, **facts: Fact) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.facts = facts

    @property
    def is_bug(self) -> bool:
        return self.fault is Fault.BUG
