"""Where questions are written: the text, its files, and Send or Stop."""

from msgspec import structs
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.core.chat import Attachment, Draft
from indoors.core.hidden_text import find_hidden, without_hidden
from indoors.ui.chat.composer_box import ComposerBox
from indoors.ui.chat.composer_edit import local_files
from indoors.ui.chat.transcript_column import column
from indoors.ui.text import chat as words

DRAFT_AFTER_MS = 400
"""How long typing must rest before the draft is reported."""
_BOTTOM = 16


class Composer(QWidget):
    """Reports what is typed and wanted; it sends nothing itself.

    After ``send`` the text stays until the owner calls ``set_draft`` or ``clear``: it must
    not be lost if the question could not be saved.
    """

    send = Signal(str, list)  # text, list[Attachment]
    stop = Signal()
    draft_changed = Signal(str, list)
    attach_requested = Signal()
    files_dropped = Signal(list)  # paths
    picture_given = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = self._waits = False
        self._quiet = False
        self.box = ComposerBox(self)
        self.edit = self.box.edit
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.edit)
        self._rest = QTimer(self, singleShot=True, interval=DRAFT_AFTER_MS)
        self._rest.timeout.connect(self._look_for_hidden)
        self._rest.timeout.connect(self._tell_draft)
        self.edit.textChanged.connect(self._changed)
        self.edit.submitted.connect(self._submit)
        self.edit.cancelled.connect(self._cancel)
        self.edit.files_given.connect(self.files_dropped)
        self.edit.picture_given.connect(self.picture_given)
        self.box.resized.connect(self._resized)
        self.box.chips_changed.connect(self._changed)
        self.box.hidden_refused.connect(self._take_hidden_out)
        self.box.attach.clicked.connect(self.attach_requested)
        self.box.send.clicked.connect(self._submit)
        self.box.stop.clicked.connect(self.stop)
        self.set_placeholder(words.PLACEHOLDER)
        self._update_send()

    # ---- what the owner sets ------------------------------------------------------------

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    @property
    def attachments(self) -> list[Attachment]:
        return self.box.attachments

    def set_draft(self, draft: Draft) -> None:
        """Show what was typed before. It is not reported back as a change."""
        self._quiet = True
        if draft.text != self.text:
            self.edit.set_text(draft.text)
        self.box.set_attachments(list(draft.attachments))
        self._quiet = False
        self._rest.stop()
        self._look_for_hidden()
        self._update_send()

    def clear(self) -> None:
        self.set_draft(Draft(conversation_id="", text=""))

    def set_busy(self, busy: bool, *, elsewhere: bool = False) -> None:
        """Offer Stop instead of Send; or neither, while an answer is written ``elsewhere``."""
        self._busy, self._waits = busy and not elsewhere, elsewhere
        had_focus = self.box.send.hasFocus() or self.box.stop.hasFocus()
        self.box.stop.setVisible(self._busy)
        self.box.send.setVisible(not self._busy)
        self._update_send()
        if had_focus:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_placeholder(self, text: str) -> None:
        self.edit.setPlaceholderText(text)

    def add_attachment(self, attachment: Attachment) -> None:
        """Put a file into the question; one with the same name and text only once."""
        if attachment not in self.box.attachments:
            self.box.set_attachments([*self.box.attachments, attachment])
            self._look_for_hidden()
            self._changed()

    def focus(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what the user does -------------------------------------------------------------

    def _changed(self) -> None:
        self._update_send()
        if not self._quiet:
            self._rest.start()

    def _update_send(self) -> None:
        empty = self.edit.is_blank and not self.box.attachments
        self.box.send.setEnabled(not empty and not self._waits)
        tip = words.WRITES_ELSEWHERE if self._waits else words.SEND
        self.box.send.setToolTip(words.NOTHING_TO_SEND if empty else tip)

    def _submit(self) -> None:
        if self._busy or (self.edit.is_blank and not self.box.attachments):
            return
        self.flush_draft()  # sending may be refused
        self.send.emit(self.text.strip(), self.attachments)

    # ---- what cannot be seen --------------------------------------------------------------

    def _look_for_hidden(self) -> None:
        """The model would read it; the user should know."""
        texts = [self.text, *(attachment.text for attachment in self.attachments)]
        self.box.set_hidden(find_hidden("\n".join(texts)))

    def _take_hidden_out(self) -> None:
        """Leave what is seen. In the field that can be undone."""
        seen = without_hidden(self.text)
        if seen != self.text:
            cursor = self.edit.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(seen)
        self.box.set_attachments(
            [structs.replace(each, text=without_hidden(each.text)) for each in self.attachments]
        )
        self._look_for_hidden()
        self._changed()
        self.focus()

    def _cancel(self) -> None:
        if self._busy:
            self.stop.emit()

    def _tell_draft(self) -> None:
        self.draft_changed.emit(self.text, self.attachments)

    def flush_draft(self) -> None:
        """Report what is typed at once, for instance before another conversation opens."""
        if self._rest.isActive():
            self._rest.stop()
            self._tell_draft()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush_draft()
        super().hideEvent(event)

    # ---- files dropped anywhere on it -----------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    # ---- size ---------------------------------------------------------------------------

    def _resized(self) -> None:
        self.updateGeometry()
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(400, self.box.fit(column(max(self.width(), 1))[1]) + _BOTTOM)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self.updateGeometry()

    def _place(self) -> None:
        left, width = column(self.width())
        self.box.setGeometry(left, 0, width, self.box.fit(width))
        self.box.place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.focus()
        super().mousePressEvent(event)
