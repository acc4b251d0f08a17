"""What protects the user, and what left, as the window sees it.

The ledger, the policy and the keyring are asked on a thread of their own: each may wait
for the disk, the keyring even for the user.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from indoors.bridge.file_tasks import FileTasks
from indoors.bridge.settings import SettingsBridge
from indoors.core.errors import AppError
from indoors.core.ledger import Overview, Record, Row, Totals
from indoors.core.policy import Policy
from indoors.core.proof import Proof, refused
from indoors.core.shield import Protection
from indoors.protocol.isolation import Enforcement
from indoors.services.ledger import Ledger, LedgerState
from indoors.services.ledger_export import export
from indoors.services.policy import PolicyService
from indoors.services.vault import VaultStatus

_GATHER_MS = 150
"""Lines of one download come in bursts; they are shown together."""


class Facts(Protocol):
    """What the system enforces on the programs that ran since the start."""

    @property
    def programs(self) -> tuple[Enforcement, ...]: ...

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]: ...

    @property
    def enforced(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class PrivacySources:
    """Where the facts come from. ``prove`` waits, and raises ``AppError``."""

    ledger: Ledger
    policy: PolicyService
    enforce: Callable[[], None]  # ends what the rules no longer allow
    isolation: Callable[[], Facts] | None = None
    prove: Callable[[], Proof] | None = None
    vault: Callable[[], VaultStatus] | None = None


@dataclass(frozen=True, slots=True)
class _Look:
    state: LedgerState
    ledger: Overview


class PrivacyBridge(QObject):
    """``changed``: protection, policy or the seal; ``ledger_changed``: rows and sums."""

    changed = Signal()
    ledger_changed = Signal()
    proved = Signal()
    vault_changed = Signal()
    fingerprint = Signal(str)  # of the key that signs exports
    exported = Signal(str)  # path
    error = Signal(object)  # AppError
    _moved = Signal()  # a line was written, on whatever thread
    _told = Signal()  # a policy or a program is another, on whatever thread

    def __init__(
        self, given: PrivacySources, settings: SettingsBridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._given = given
        self._settings = settings
        self._lane = FileTasks(self)
        self._lane.failed.connect(self.error)
        self._state: LedgerState | None = None
        self._unreadable = False
        self.overview = Overview()
        self.sums = Totals()
        self.proof: Proof | None = None
        self.vault: VaultStatus | None = None
        self.proving = False
        self._policy = given.policy.current()
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._gather.timeout.connect(self.look)
        self._midnight = QTimer(self, singleShot=True)
        self._midnight.timeout.connect(self._new_day)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._told.emit())
        self._watcher.fileChanged.connect(lambda _: self._told.emit())
        self._told.connect(self._look_at_policy)
        self._moved.connect(self._gather.start)
        settings.changed.connect(self._take_setting)
        given.ledger.changed = self._moved.emit
        given.policy.changed = self._told.emit
        self._watch()

    def start(self) -> None:
        """Open and check the ledger."""
        self.look()
        self.look_at_vault()
        self._await_midnight()

    def close(self) -> None:
        """Wait for what runs; nothing is told any more."""
        self._midnight.stop()
        self._gather.stop()
        self._given.ledger.changed = lambda: None
        self._given.policy.changed = lambda: None
        self._lane.close()

    # ---- what is known ----------------------------------------------------------------------

    @property
    def state(self) -> LedgerState | None:
        """Of the ledger; None until it was opened."""
        return self._state

    @property
    def rows(self) -> tuple[Row, ...]:
        """The newest rows, the latest first."""
        return self.overview.rows

    @property
    def policy(self) -> Policy:
        return self._policy

    @property
    def sealed(self) -> bool:
        """Whether nothing may leave, by the user's choice or the office's. For any thread."""
        return self._settings.current.privacy.sealed or self._given.policy.current().seals

    @property
    def locked(self) -> bool:
        """Whether the office has sealed it."""
        return self._policy.seals

    @property
    def facts(self) -> Facts | None:
        """What the system enforces; None: nothing tells."""
        return self._given.isolation() if self._given.isolation else None

    @property
    def can_prove(self) -> bool:
        return self._given.prove is not None

    @property
    def protection(self) -> Protection:
        """What the shield is made of."""
        facts = self.facts
        broken = self._state is not None and not self._state.unbroken
        failed = self.proof is not None and not self.proof.passed
        return Protection(
            enforced=facts is not None and facts.enforced,
            looser=facts is not None and {gap for _, gap in facts.gaps} == {"drivers"},
            sealed=self._settings.current.privacy.sealed or self.locked,
            fault=broken or failed,
            counted=self._state is not None and not self._unreadable,
            content_today=self.sums.content_today,
            requests_today=self.sums.by_purpose_today,
        )

    # ---- intents ----------------------------------------------------------------------------

    def look(self) -> None:
        """Read the ledger's state and rows again."""
        self._lane.run(self._read, self._take_look, self._unread)

    def check(self) -> None:
        """Check the whole ledger on the disk again."""
        self._lane.run(self._checked, self._take_look, self._unread)

    def look_at_vault(self) -> None:
        """Ask where the key of the profile is."""
        if self._given.vault is not None:
            self._lane.run(self._given.vault, self._take_vault)

    def look_at_key(self) -> None:
        """Have ``fingerprint`` told."""
        self._lane.run(self._given.ledger.fingerprint, self.fingerprint.emit)

    def set_sealed(self, *, sealed: bool) -> None:
        """Seal or open. What runs is ended at once; an office's seal stays."""
        if sealed == self._settings.current.privacy.sealed:
            return
        self._settings.update("privacy", sealed=sealed)
        self._given.enforce()
        purpose = "sealed_on" if sealed else "sealed_off"
        self._lane.run(lambda: self._given.ledger.note(purpose))

    def prove(self) -> None:
        """Have every program try to get out; ``proved`` comes when all is known."""
        prove = self._given.prove
        if prove is None or self.proving:
            return
        self.proving = True
        self.changed.emit()
        self._lane.run(lambda: self._proved(prove()), self._take_proof, self._no_proof)

    def export(self, path: str, kind: str) -> None:
        """Write the ledger to a file; ``exported`` or ``error`` tells how it went."""
        ledger = self._given.ledger

        def write() -> str:
            ledger.open()
            export(ledger.records(), ledger.keys.signing, Path(path), kind)
            return path

        self._lane.run(write, self.exported.emit)

    def read(self, row: Row, done: Callable[[tuple[Record, ...]], None]) -> None:
        """Fetch the lines that a row is made of."""
        self._lane.run(lambda: self._given.ledger.records(row), done)

    def set_aside(self) -> None:
        """Keep a broken ledger under another name, and begin a new one."""
        self._lane.run(self._given.ledger.set_aside, lambda _: self.look())

    def tell(self) -> None:
        """A program told what is enforced on it; may be called from any thread."""
        self._told.emit()

    # ---- on the lane ------------------------------------------------------------------------

    def _read(self) -> _Look:
        return _Look(self._given.ledger.open(), self._given.ledger.overview())

    def _checked(self) -> _Look:
        return _Look(self._given.ledger.check(), self._given.ledger.overview())

    def _proved(self, proof: Proof) -> Proof:
        tried = [attempt for attempt in proof.attempts if not attempt.by_design]
        self._given.ledger.add(
            Record(
                kind="selftest",
                purpose="selftest",
                subject=", ".join(proof.programs),
                attempts=len(tried),
                status=refused(tried),
                reason="" if proof.passed else "not_refused",
            )
        )
        return proof

    # ---- on the GUI thread ------------------------------------------------------------------

    def _take_look(self, look: _Look) -> None:
        before = self.protection
        self._state, self.overview, self._unreadable = look.state, look.ledger, False
        self._count()
        self.ledger_changed.emit()
        if self.protection != before:
            self.changed.emit()

    def _unread(self, error: AppError) -> None:
        """Without a count nothing is claimed."""
        self._unreadable = True
        self.ledger_changed.emit()
        self.changed.emit()
        self.error.emit(error)

    def _take_vault(self, status: VaultStatus) -> None:
        self.vault = status
        self.vault_changed.emit()

    def _take_proof(self, proof: Proof) -> None:
        self.proof, self.proving = proof, False
        self.proved.emit()
        self.changed.emit()

    def _no_proof(self, error: AppError) -> None:
        self.proving = False
        self.changed.emit()
        self.error.emit(error)

    def _count(self) -> None:
        self.sums = self.overview.totals(datetime.now().astimezone().date())

    def _new_day(self) -> None:
        self._count()
        self.ledger_changed.emit()
        self.changed.emit()
        self._await_midnight()

    def _await_midnight(self) -> None:
        now = datetime.now().astimezone()
        then = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        self._midnight.start(max(1_000, int((then - now).total_seconds() * 1_000) + 500))

    def _take_setting(self, section: str) -> None:
        if section == "privacy":
            self.changed.emit()

    def _look_at_policy(self) -> None:
        self._watch()
        self._lane.run(self._given.policy.current, self._take_policy)

    def _take_policy(self, policy: Policy) -> None:
        another = policy != self._policy
        self._policy = policy
        if another:
            self._given.enforce()
            self._lane.run(lambda: self._given.ledger.note("policy_changed", policy.id))
        self.changed.emit()

    def _watch(self) -> None:
        """Watch the policy's folder, or the nearest one above it, for it to come."""
        folder = self._given.policy.folder
        if folder is None:
            return
        there = next((place for place in (folder, *folder.parents) if place.is_dir()), None)
        wanted = [there, folder / "policy.d"] if there else []
        wanted += [folder / "policy.json"]
        names = [str(place) for place in wanted if place.exists()]
        fresh = [name for name in names if name not in self._watcher.directories()]
        if fresh:
            self._watcher.addPaths(fresh)


def now_ms() -> int:
    """Return the time of a proof."""
    return time.time_ns() // 1_000_000


__all__ = ["Facts", "PrivacyBridge", "PrivacySources", "now_ms"]
