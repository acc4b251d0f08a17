"""Ledgers with some lines, and a keyring that outlives them."""

from pathlib import Path

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.ledger import Ledger
from indoors.services.ledger_keys import LedgerKeys


class Keyring(dict[str, str]):
    """A key store in memory, with the one thing that matters here: it outlives the ledger."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0
        self.locked = False

    def get(self, name: str) -> str | None:  # type: ignore[override]
        if self.locked:
            raise AppError(Fault.BUG)
        return super().get(name)

    def state(self) -> str:
        return "locked" if self.locked else "ready"

    def set(self, name: str, secret: str) -> str:
        if self.locked:
            return "locked"
        self.writes += 1
        self[name] = secret
        return "ready"


def opened(path: Path, keyring: Keyring | None) -> Ledger:
    ledger = Ledger(path, LedgerKeys(keyring, pause_s=0.01))
    ledger.open()
    return ledger


def filled(path: Path, keyring: Keyring | None, lines: int = 5) -> None:
    ledger = opened(path, keyring)
    for number in range(lines):
        ledger.note("sealed_on", f"line {number}")
    ledger.close()
