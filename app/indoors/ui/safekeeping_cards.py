"""Two cards of the settings page: what locks the profile, and its copies."""

import datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.safekeeping import Safekeeping
from indoors.services.vault import KeySource
from indoors.ui.forms import FormRow
from indoors.ui.text import safekeeping as text
from indoors.ui.text import settings as settings_text
from indoors.ui.widgets import Button, Card, Label, Toggle


class EncryptionCard(Card):
    """State of the encryption, the recovery phrase, and whether the keyring opens it."""

    def __init__(self, safekeeping: Safekeeping, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._safekeeping = safekeeping
        self.set_phrase = Button(text.SET)
        self.check_phrase = Button(text.CHECK, kind="ghost")
        self.remember = Toggle(text.REMEMBER)
        self._state = Label("", role="small", ink="text.tertiary", wrap=True)
        self._phrase = Label("", role="small", ink="text.tertiary", wrap=True)
        column = _column(self, "encryption")
        column.addWidget(_block(text.ENCRYPTED, self._state))
        self._rows = QWidget()
        rows = QVBoxLayout(self._rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        rows.addWidget(_block(text.PHRASE, self._phrase, self.check_phrase, self.set_phrase))
        rows.addWidget(FormRow(text.REMEMBER, text.REMEMBER_BODY, self.remember))
        column.addWidget(self._rows)
        safekeeping.status_changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Follow the vault."""
        status = self._safekeeping.status
        today = datetime.datetime.now(datetime.UTC).astimezone().date()
        self._state.set_text(text.encryption(status))
        self._phrase.set_text(text.phrase(status, today))
        has_phrase = status.phrase_set_ms is not None
        self.set_phrase.set_text(text.CHANGE if has_phrase else text.SET)
        self.check_phrase.setVisible(has_phrase)
        self.remember.blockSignals(True)
        self.remember.setChecked(status.in_keyring)
        self.remember.blockSignals(False)
        self._rows.setVisible(status.source is not KeySource.SESSION)


class BackupsCard(Card):
    """Daily backups, and the whole profile as one file."""

    def __init__(self, safekeeping: Safekeeping, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._safekeeping = safekeeping
        self.back_up = Button(text.BACK_UP_NOW)
        self.restore = Button(text.RESTORE, kind="ghost")
        self.export = Button(text.EXPORT)
        self.import_profile = Button(text.IMPORT, kind="ghost")
        self._backups = Label("", role="small", ink="text.tertiary", wrap=True)
        self._replaced = Label("", role="small", ink="text.tertiary", wrap=True)
        whole = Label(text.WHOLE_BODY, role="small", ink="text.tertiary", wrap=True)
        column = _column(self, "backups")
        column.addWidget(_block(text.BACKUPS, self._backups, self.restore, self.back_up))
        column.addWidget(self._replaced)
        column.addWidget(_block(text.WHOLE, whole, self.import_profile, self.export))
        column.addWidget(Label(text.DELETED, role="small", ink="text.tertiary", wrap=True))
        safekeeping.copies_changed.connect(self._show)
        self._show()
        self.setVisible(safekeeping.keeps)

    def _show(self) -> None:
        now = datetime.datetime.now(datetime.UTC)
        copies = self._safekeeping.copies
        self._backups.set_text(text.backups(copies, now))
        self._replaced.set_text(text.replaced(self._safekeeping.replaced_copies))
        self.restore.setEnabled(bool(copies))


def _column(card: Card, section: str) -> QVBoxLayout:
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 14, 16, 16)
    column.setSpacing(14)
    column.addWidget(Label(settings_text.SECTIONS[section], role="heading"))
    return column


def _block(title: str, body: Label, *buttons: Button) -> QWidget:
    """Words that change, and buttons at the right."""
    block = QWidget()
    row = QHBoxLayout(block)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Label(title, weight=500))
    words.addWidget(body)
    row.addLayout(words, 1)
    row.addSpacing(12)
    for button in buttons:
        row.addWidget(button)
    return block
