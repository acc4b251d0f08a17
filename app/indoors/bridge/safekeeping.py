"""The key, the backups and the copy of the whole profile, as the window sees them."""

import datetime
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from indoors.bridge.file_tasks import FileTasks
from indoors.bridge.tasks import StoreTasks
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services import archive, backups, conversations
from indoors.services.vault import KeySource, Vault, VaultStatus
from indoors.store import backup
from indoors.store.backup import Copy

Failed = Callable[[AppError], None]

ALONE_LIMIT_S = 600.0

FIRST_LOOK_MS = 20_000
"""The start itself should not wait for a backup."""

LOOK_AGAIN_MS = 3_600_000


class Safekeeping(QObject):
    """Everything here takes a while and runs on one thread, one after the other."""

    status_changed = Signal(object)  # VaultStatus
    copies_changed = Signal(object)  # list of Copy, the newest first
    replaced = Signal()  # other conversations are in the database now
    failed = Signal(object)  # AppError of something the user did not ask for

    def __init__(self, vault: Vault, tasks: StoreTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vault = vault
        self._tasks = tasks
        self._files = FileTasks(self)
        self._timer = QTimer(self, interval=LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._keep_house)
        self.copies: list[Copy] = []
        self.replaced_copies: list[Copy] = []  # databases that a restore put aside

    @property
    def status(self) -> VaultStatus:
        return self._vault.status()

    @property
    def keeps(self) -> bool:
        """False in a session, of which nothing is kept."""
        return self.status.source is not KeySource.SESSION

    def start(self) -> None:
        """Look for a backup that is due, soon and every hour; finish what the start deleted."""
        self._tidy()
        if self.keeps:
            QTimer.singleShot(FIRST_LOOK_MS, self, self._keep_house)
            self._timer.start()

    def close(self) -> None:
        self._timer.stop()
        self._files.close()

    # ---- the key --------------------------------------------------------------------------

    def set_phrase(self, words: str, done: Callable[[], None], failed: Failed) -> None:
        def then(status: VaultStatus) -> None:
            self.status_changed.emit(status)
            done()

        self._files.run(lambda: self._vault.set_phrase(words), then, failed)

    def check_phrase(self, words: str, done: Callable[[bool], None]) -> None:
        self._files.run(lambda: self._vault.check_phrase(words), done, self.failed.emit)

    def remember(self, *, in_keyring: bool, failed: Failed) -> None:
        """Keep the key in the keyring, or ask for the phrase at each start."""
        self._files.run(
            lambda: self._vault.remember(in_keyring=in_keyring), self.status_changed.emit, failed
        )

    # ---- backups --------------------------------------------------------------------------

    def look(self) -> None:
        """List the backups again."""
        folder = self._vault.paths.backups
        self._files.run(lambda: (backup.copies(folder), backup.replaced(folder)), self._show)

    def back_up(self, done: Callable[[], None], failed: Failed) -> None:
        def then(_: Path) -> None:
            self.look()
            done()

        self._files.run(lambda: backups.back_up(self._vault.paths, self._vault.key), then, failed)

    def restore(self, copy: Copy, done: Callable[[], None], failed: Failed) -> None:
        """Put a backup in the place of what is there, which is kept beside the backups."""
        self._replace(
            lambda: backups.restore(self._vault.paths, self._vault.key, copy), done, failed
        )

    def erase(self, conversation_id: str, done: Callable[[int], None], failed: Failed) -> None:
        """Take a conversation out of the database and of all backups; tells of how many."""
        paths, key = self._vault.paths, self._vault.key
        found: list[int] = []

        def then(_: None) -> None:
            self.look()
            done(found[0])

        def work() -> None:
            found.append(backups.erase(paths, key, conversation_id))

        self._files.run(lambda: self._alone(work), then, failed)

    def _tidy(self) -> None:
        """Piece by piece, so that whatever else is wanted comes in between."""
        self._tasks.run(conversations.tidy, lambda more: self._tidy() if more else None)

    def _keep_house(self) -> None:
        paths, key = self._vault.paths, self._vault.key
        now = datetime.datetime.now(datetime.UTC)
        self._files.run(
            lambda: backups.keep_house(paths, key, now), lambda _: self.look(), self.failed.emit
        )

    def _show(self, found: tuple[list[Copy], list[Copy]]) -> None:
        self.copies, self.replaced_copies = found
        self.copies_changed.emit(self.copies)

    # ---- the whole profile ----------------------------------------------------------------

    def export(
        self, target: Path, words: str, done: Callable[[Path], None], failed: Failed
    ) -> None:
        paths, key = self._vault.paths, self._vault.key
        self._files.run(
            lambda: archive.export_archive(paths.database, key, words, target), done, failed
        )

    def import_profile(
        self, source: Path, words: str, done: Callable[[], None], failed: Failed
    ) -> None:
        """Put an exported profile in the place of this one, which is kept beside the backups."""
        paths, key = self._vault.paths, self._vault.key
        self._replace(
            lambda: archive.import_archive(source, words, paths.database, key), done, failed
        )

    def _replace(
        self, work: Callable[[], object], done: Callable[[], None], failed: Failed
    ) -> None:
        def then(_: None) -> None:
            self.look()
            self.replaced.emit()
            self._tidy()
            done()

        self._files.run(lambda: self._alone(work), then, failed)

    def _alone(self, work: Callable[[], object]) -> None:
        """Run while the store is closed: on its thread, and waiting for it on this one."""
        ended = threading.Event()
        outcome: list[BaseException] = []

        def alone() -> None:
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - raised again on the thread that asked
                outcome.append(error)
            finally:
                ended.set()

        self._tasks.run_alone(alone)
        if not ended.wait(ALONE_LIMIT_S):
            raise AppError(Fault.DATABASE_LOCKED, path=str(self._vault.paths.database))
        if outcome:
            raise outcome[0]
