"""Failures inside the engine, on their way to becoming a ``Failed`` event."""

from indoors.protocol.faults import Fault

Fact = str | int | float


class EngineError(Exception):
    """Something failed in a way that has a name; the engine stays up."""

    def __init__(self, fault: Fault, **facts: Fact) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.facts: dict[str, Fact] = facts
