"""An office may insist that the system enforces isolation; then nothing runs without it."""

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.isolation import Isolation
from indoors.services.policy import PolicyService


class Insistence:
    """Compares what the policy wants with what the programs told. For any thread."""

    def __init__(self, policy: PolicyService, isolation: Isolation) -> None:
        self._policy = policy
        self._isolation = isolation

    @property
    def is_met(self) -> bool:
        wanted = bool(self._policy.current().rules.sandbox_required)
        return not wanted or self._isolation.facts().enforced

    def check(self) -> None:
        """Raise AppError(ISOLATION_REQUIRED) if it is not met, with what is missing."""
        if not self.is_met:
            gaps = ", ".join(f"{program}: {gap}" for program, gap in self._isolation.facts().gaps)
            raise AppError(Fault.ISOLATION_REQUIRED, gaps=gaps)
