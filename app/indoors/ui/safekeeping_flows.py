"""What the buttons of the two cards lead to: dialogs, and what comes of them."""

import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from indoors.bridge.safekeeping import Safekeeping
from indoors.core.errors import AppError
from indoors.services.vault.phrase import suggest
from indoors.store.backup import Copy
from indoors.ui.copies_list import CopiesList
from indoors.ui.forms import FormScroll
from indoors.ui.phrase_dialogs import AskPhraseDialog, NewPhraseDialog
from indoors.ui.safekeeping_cards import BackupsCard, EncryptionCard
from indoors.ui.text import safekeeping as text
from indoors.ui.text.errors import describe
from indoors.ui.widgets import Label, Notice, ScrimDialog, ToastHost


class SafekeepingFlows(QObject):
    """Connects the cards with the bridge."""

    def __init__(
        self,
        safekeeping: Safekeeping,
        cards: tuple[EncryptionCard, BackupsCard],
        window: QWidget,
        toasts: ToastHost,
    ) -> None:
        super().__init__(window)
        self._keeping = safekeeping
        self._window = window
        self._toasts = toasts
        encryption, self._backups = cards
        self._encryption = encryption
        encryption.set_phrase.clicked.connect(self.set_phrase)
        encryption.check_phrase.clicked.connect(self.check_phrase)
        encryption.remember.toggled.connect(self._remember)
        self._backups.back_up.clicked.connect(self.back_up)
        self._backups.restore.clicked.connect(self.restore)
        self._backups.export.clicked.connect(self.export)
        self._backups.import_profile.clicked.connect(self.import_profile)

    # ---- the key --------------------------------------------------------------------------

    def recovery(self) -> None:
        """Check the recovery phrase, or set one where there is none."""
        if self._keeping.status.phrase_set_ms is None:
            self.set_phrase()
        else:
            self.check_phrase()

    def set_phrase(self) -> None:
        dialog = NewPhraseDialog(
            self._window, text.SET_TITLE, text.SET_SUBTITLE, text.SET_DO, suggest
        )
        dialog.given.connect(
            lambda words: self._keeping.set_phrase(
                words, lambda: self._end(dialog, text.WAS_SET), lambda e: dialog.refuse(_said(e))
            )
        )
        dialog.open()

    def check_phrase(self) -> None:
        dialog = AskPhraseDialog(
            self._window,
            text.CHECK_TITLE,
            text.CHECK_SUBTITLE,
            do=text.CHECK_DO,
            busy=text.CHECKING,
        )

        def done(right: bool) -> None:
            dialog.say(text.RIGHT if right else text.WRONG, good=right)

        dialog.given.connect(lambda words: self._keeping.check_phrase(words, done))
        dialog.open()

    def _remember(self, on: bool) -> None:
        def failed(error: AppError) -> None:
            self._encryption.show_state()
            self._failed(error)

        self._keeping.remember(in_keyring=on, failed=failed)

    # ---- backups --------------------------------------------------------------------------

    def back_up(self) -> None:
        button = self._backups.back_up
        button.set_busy(text.BACKING_UP)
        button.setEnabled(False)

        def ended() -> None:
            button.set_busy(None)
            button.setEnabled(True)

        def done() -> None:
            ended()
            self._toasts.show(Notice(text.BACKED_UP))

        def failed(error: AppError) -> None:
            ended()
            self._failed(error)

        self._keeping.back_up(done, failed)

    def restore(self) -> None:
        dialog = ScrimDialog(
            self._window, text.RESTORE_TITLE, subtitle=text.RESTORE_SUBTITLE, width=520
        )
        listed = CopiesList(self._keeping.copies)
        listed.setContentsMargins(4, 4, 16, 4)
        problem = Label("", role="small", ink="danger.text", wrap=True)
        dialog.body.addWidget(FormScroll(listed), 1)
        dialog.body.addWidget(problem)
        dialog.add_button(text.CANCEL, answer="reject")

        def chosen(copy: Copy) -> None:
            listed.setEnabled(False)
            problem.set_text(text.RESTORING)
            self._keeping.restore(copy, lambda: self._end(dialog, text.RESTORED), failed)

        def failed(error: AppError) -> None:
            listed.setEnabled(True)
            problem.set_text(_said(error))

        listed.chosen.connect(chosen)
        dialog.open()

    # ---- the whole profile ----------------------------------------------------------------

    def export(self) -> None:
        dialog = NewPhraseDialog(
            self._window, text.EXPORT_TITLE, text.EXPORT_SUBTITLE, text.EXPORT_DO, suggest
        )
        dialog.given.connect(lambda words: self._choose_target(dialog, words))
        dialog.open()

    def _choose_target(self, dialog: NewPhraseDialog, words: str) -> None:
        day = datetime.datetime.now(datetime.UTC).astimezone().date()
        files = _files(self._window, text.EXPORT_TITLE)
        files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        files.selectFile(text.FILE_NAME.format(day=day.isoformat()))
        files.rejected.connect(lambda: dialog.refuse(""))
        files.fileSelected.connect(
            lambda path: self._keeping.export(
                Path(path),
                words,
                lambda _: self._end(dialog, text.EXPORTED),
                lambda error: dialog.refuse(_said(error)),
            )
        )
        files.open()

    def import_profile(self) -> None:
        files = _files(self._window, text.IMPORT_TITLE)
        files.setFileMode(QFileDialog.FileMode.ExistingFile)
        files.fileSelected.connect(lambda path: self._import(Path(path)))
        files.open()

    def _import(self, source: Path) -> None:
        dialog = AskPhraseDialog(
            self._window,
            text.IMPORT_TITLE,
            text.IMPORT_SUBTITLE,
            do=text.IMPORT_DO,
            busy=text.IMPORTING,
        )
        dialog.given.connect(
            lambda words: self._keeping.import_profile(
                source,
                words,
                lambda: self._end(dialog, text.IMPORTED),
                lambda error: dialog.say(_said(error), good=False),
            )
        )
        dialog.open()

    def _failed(self, error: AppError) -> None:
        """Show what a button led to, where the user is."""
        words = describe(error)
        dialog = ScrimDialog(self._window, words.title, width=520)
        dialog.body.addWidget(Label(words.body, ink="text.secondary", wrap=True))
        dialog.add_button(text.CLOSE, kind="primary", answer="accept", default=True)
        dialog.open()

    def _end(self, dialog: ScrimDialog, said: str) -> None:
        dialog.accept()
        self._toasts.show(Notice(said))


def _said(error: AppError) -> str:
    return describe(error).sentence


def _files(window: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(window, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilter(text.FILTER)
    dialog.setDefaultSuffix("indoors-profile")
    return dialog
