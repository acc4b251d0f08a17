"""What a network asked to connect to, kept in memory, for tests that look at something else."""

from indoors.core.errors import AppError
from indoors.protocol.broker import Connecting, Contacted
from indoors.protocol.faults import Fault
from indoors.services.network import Errand


class Contacts:
    """A recorder that permits everything, or, once ``broken``, nothing."""

    def __init__(self) -> None:
        self.intents: list[Connecting] = []
        self.results: list[Contacted] = []
        self.refusals: list[Fault] = []
        self.broken: Fault | None = None

    def intent(self, errand: Errand, contact: Connecting) -> None:
        self.intents.append(contact)
        if self.broken is not None:
            raise AppError(self.broken)

    def result(self, errand: Errand, contact: Contacted) -> None:
        self.results.append(contact)

    def refused(self, errand: Errand, fault: Fault) -> None:
        self.refusals.append(fault)
