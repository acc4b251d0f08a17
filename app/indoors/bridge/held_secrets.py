"""A secret as the window sees it: whether there is one and where, never what it is."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from indoors.bridge.file_tasks import FileTasks
from indoors.bridge.settings import SettingsBridge
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.held_secret import HeldSecret
from indoors.services.secrets import KeyringState


class Held(StrEnum):
    NONE = "none"
    KEYRING = "keyring"
    SESSION = "session"  # the keyring did not take it
    REFUSED = "refused"  # the keyring has it and does not hand it out
    BUSY = "busy"


class HeldSecretBridge(QObject):
    """One secret; ``field`` of the network's settings remembers that the keyring has it."""

    changed = Signal()
    error = Signal(object)  # AppError

    def __init__(
        self,
        secret: HeldSecret,
        field: str,
        settings: SettingsBridge,
        lane: FileTasks,
        fits: Callable[[str], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._secret = secret
        self._field = field
        self._settings = settings
        self._lane = lane
        self.fits = fits
        expected = getattr(settings.current.network, field)
        self.held = Held.KEYRING if expected else Held.NONE
        self.keyring = KeyringState.READY
        """Why it is kept for the session only."""

    @property
    def is_refused(self) -> bool:
        """Whether the keyring has it and did not hand it out when it was needed."""
        return self._secret.problem is not None

    def set(self, secret: str) -> None:
        """Keep what the user entered."""
        self._show(Held.BUSY)
        self._lane.run(lambda: self._secret.set(secret), self._took, self._not_taken)

    def forget(self) -> None:
        before = self.held
        self._show(Held.BUSY)
        self._lane.run(
            self._secret.forget, lambda _: self._note(Held.NONE), lambda e: self._kept(before, e)
        )

    def look(self) -> None:
        """See whether a keyring that refused still does; asks it only if it should have one."""
        if self.held in (Held.KEYRING, Held.REFUSED):
            self._lane.run(self._secret.retry, self._looked)

    def _took(self, state: KeyringState) -> None:
        self.keyring = state
        self._note(Held.KEYRING if state is KeyringState.READY else Held.SESSION)

    def _not_taken(self, error: AppError) -> None:
        self._kept(Held.NONE, error)

    def _kept(self, held: Held, error: AppError) -> None:
        self._show(held)
        self.error.emit(error)

    def _looked(self, problem: Fault | None) -> None:
        if self.held in (Held.KEYRING, Held.REFUSED):
            self._show(Held.KEYRING if problem is None else Held.REFUSED)

    def _note(self, held: Held) -> None:
        self._settings.update("network", **{self._field: held is Held.KEYRING})
        self._show(held)

    def _show(self, held: Held) -> None:
        self.held = held
        self.changed.emit()
