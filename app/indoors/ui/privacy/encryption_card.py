"""What is encrypted, and where its key is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.privacy import PrivacyBridge
from indoors.services.vault import KeySource, VaultStatus
from indoors.ui.area import Divider
from indoors.ui.privacy.fact_card import FactCard, FactRow
from indoors.ui.text import privacy as text
from indoors.ui.widgets import Button, Label


class EncryptionCard(FactCard):
    recovery_requested = Signal()

    def __init__(self, privacy: PrivacyBridge, parent: QWidget | None = None) -> None:
        super().__init__("key", text.ENCRYPTION, parent)
        self._privacy = privacy
        self._facts = QWidget()
        self.body.addWidget(self._facts)
        self.body.addStretch(1)
        self.body.addWidget(Divider())
        self.recovery = Label("", role="small", ink="text.secondary")
        self.change = Button(text.RECOVERY_CHECK, kind="accent", size="small")
        self.change.clicked.connect(self.recovery_requested)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(self.recovery, 1)
        row.addWidget(self.change)
        self.body.addLayout(row)
        privacy.vault_changed.connect(self.show_status)
        self.show_status()

    def show_status(self) -> None:
        """Show what the vault said last."""
        status = self._privacy.vault
        session = status is not None and status.source is KeySource.SESSION
        said = text.UNKNOWN if status is None else text.ENCRYPTED
        self.subtitle.set_text(text.SESSION_ONLY if session else said)
        known = status is not None and not session
        self.subtitle.set_ink("indoor.text" if known else "text.secondary")
        self.set_tone("neutral" if status is None else "caution" if session else "indoor")
        self.recovery.set_text(text.recovery(status) if status else "")
        has_phrase = status is not None and status.phrase_set_ms is not None
        self.change.set_text(text.RECOVERY_CHECK if has_phrase else text.RECOVERY_SET)
        self.change.setVisible(known)
        self._put(_rows(status) if status else [])

    def _put(self, rows: list[QWidget]) -> None:
        old, self._facts = self._facts, QWidget()
        column = QVBoxLayout(self._facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for row in rows:
            column.addWidget(row)
        self.body.replaceWidget(old, self._facts)
        old.hide()
        old.deleteLater()


def _rows(status: VaultStatus) -> list[QWidget]:
    return [
        _row(text.CHATS, text.CIPHER),
        _row(text.INDEX, text.CIPHER),
        _row(text.KEY_IN, text.key_place(status)),
    ]


def _row(fact: str, value: str) -> QWidget:
    return FactRow(fact, value, fact_ink="text.secondary", ink="text.primary")
