"""A question: a bubble at the right, with its files, and a field to change it."""

from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from indoors.core.chat import Attachment, Message
from indoors.ui.chat.blocks.surroundings import Surroundings
from indoors.ui.chat.blocks.text_view import TextView, wrap_mode
from indoors.ui.chat.transcript_branches import BranchSwitch
from indoors.ui.chat.transcript_edit import QuestionEdit
from indoors.ui.chat.transcript_events import TranscriptEvents
from indoors.ui.chat.transcript_menu import Entry, make_menu
from indoors.ui.chat.transcript_message import MessageView
from indoors.ui.text import chat as words
from indoors.ui.theme import current_theme
from indoors.ui.widgets import Button, Chip, IconButton
from indoors.ui.widgets.painting import draw_box

_SHARE: Final = 0.84
_SIDE: Final = 14
_TOP: Final = 6
_BOTTOM: Final = 10
"""More than on top: in a line of fixed height letters stand a little low."""
_GAP: Final = 8
_BUTTON: Final = 28
LONG: Final = 6_000
"""Characters beyond which a question is cut until Show all is pressed."""
_SHOWN: Final = 3_000


class QuestionView(MessageView):
    """Shows the text as it was typed: a question is no Markdown."""

    RING_RADIUS: ClassVar[int] = 10

    def __init__(
        self,
        message: Message,
        surroundings: Surroundings,
        events: TranscriptEvents,
        parent: QWidget,
    ) -> None:
        super().__init__(message, surroundings, events, parent)
        self._bubble = QRect()
        self._text: str | None = None
        self._files: tuple[Attachment, ...] = ()
        self._chips: list[Chip] = []
        self._actions: list[IconButton] = []
        self._branches: BranchSwitch | None = None
        self._whole = False
        self._all: Button | None = None
        self.editor: QuestionEdit | None = None
        self.text = TextView(words.QUESTION, self)
        self.watch(self.text)
        self.text.grown.connect(self.tell_resized)
        self.show_message(message)

    # ---- content ------------------------------------------------------------------------

    def show_message(self, message: Message) -> None:
        super().show_message(message)
        self._show_text()
        if message.attachments != self._files:
            self._make_chips()
        self._show_branches(message)

    def _show_branches(self, message: Message) -> None:
        if message.branches > 1:
            if self._branches is None:
                self._branches = BranchSwitch(self)
                self._branches.stepped.connect(self._step)
            self._branches.show_branch(message.branch, message.branches)
        if self._branches is not None:
            self._branches.setVisible(message.branches > 1)

    def take(self, message: Message) -> None:
        self._whole = False
        super().take(message)

    def _show_text(self) -> None:
        text = self.message.text
        cut = len(text) > LONG and not self._whole
        shown = f"{text[:_SHOWN].rstrip()}…" if cut else text
        if shown != self._text:
            self._text = shown
            self.text.setWordWrapMode(wrap_mode(shown))
            self.text.show_document(self.surroundings.prose.plain(shown))
        if cut and self._all is None:
            self._all = Button("", kind="ghost", size="small", parent=self)
            self._all.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._all.clicked.connect(self._show_whole)
        if self._all is not None:
            self._all.set_text(words.shortened(len(text)))
            self._all.setVisible(cut)

    def _show_whole(self) -> None:
        self._whole = True
        self._show_text()
        self.tell_resized()

    def _make_chips(self) -> None:
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        self._files = self.message.attachments
        for attachment in self.message.attachments:
            chip = Chip(words.attached(attachment), icon="file-text", parent=self)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            chip.show()
            self._chips.append(chip)

    # ---- size ---------------------------------------------------------------------------

    def fit(self, width: int) -> int:
        most = int(width * _SHARE)
        room = most - 2 * _SIDE
        if self.editor is not None:
            height = self.editor.fit(room) + 2 * _BOTTOM
            self._bubble = QRect(width - most, 0, most, height)
            self.editor.setGeometry(width - most + _SIDE, _BOTTOM, room, height - 2 * _BOTTOM)
            return height
        inner, text = self._fit_text(room)
        chips = self._chip_places(room)
        inner = max([inner, *(place.right() + 1 for place in chips)])
        left = width - inner - 2 * _SIDE
        y = _TOP
        if self._text:
            self.text.setGeometry(left + _SIDE, y, inner, text)
            y += text
        y = self._place_extras(left + _SIDE, y, chips) + _BOTTOM
        self._bubble = QRect(left, 0, inner + 2 * _SIDE, y)
        self._place_actions()
        if self._branches is not None and not self._branches.isHidden():
            y += 2
            self._branches.move(width - self._branches.width(), y)
            y += self._branches.height()
        self.update()
        return y

    def _fit_text(self, room: int) -> tuple[int, int]:
        self.text.setVisible(bool(self._text))
        if not self._text:
            return 0, 0
        self.text.fit(room)
        inner = min(room, int(self.text.document().idealWidth()) + 2)
        return inner, self.text.fit(inner)

    def _chip_places(self, room: int) -> list[QRect]:
        places, x, y = [], 0, 0
        for chip in self._chips:
            size = chip.sizeHint()
            if x and x + size.width() > room:
                x, y = 0, y + size.height() + _GAP // 2
            places.append(QRect(QPoint(x, y), size))
            x += size.width() + _GAP
        return places

    def _place_extras(self, left: int, y: int, chips: list[QRect]) -> int:
        if self._all is not None and not self._all.isHidden():
            size = self._all.sizeHint()
            self._all.setGeometry(left - _SIDE // 2, y + _GAP // 2, size.width(), size.height())
            y += size.height() + _GAP // 2
        if chips:
            y += _GAP if self._text else 0
            for chip, place in zip(self._chips, chips, strict=True):
                chip.setGeometry(place.translated(left, y))
            y += chips[-1].bottom() + 1
        return y

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        border = theme.color("border.default") if theme.high_contrast else None
        draw_box(
            painter, self._bubble, theme.radius("card"), theme.color("bg.subtle"), border,
            theme.hairline,
        )  # fmt: skip
        painter.end()

    # ---- hover, focus -------------------------------------------------------------------

    def _show_actions(self) -> None:
        wanted = self.editor is None and (self.is_current or self.underMouse())
        if wanted and not self._actions:
            for icon, name, run in (
                ("pencil-simple", words.EDIT, self.begin_edit),
                ("copy", words.COPY_QUESTION, self._copy),
            ):
                button = IconButton(icon, name, side=_BUTTON, icon_size=14, parent=self)
                button.setFocusPolicy(
                    Qt.FocusPolicy.TabFocus if self.is_current else Qt.FocusPolicy.NoFocus
                )
                button.clicked.connect(run)
                self._actions.append(button)
            self._place_actions()
        for button in self._actions:
            button.setVisible(wanted)

    def _place_actions(self) -> None:
        for number, button in enumerate(self._actions):
            left = self._bubble.left() - (len(self._actions) - number) * (_BUTTON + 2) - 2
            button.setGeometry(left, self._bubble.bottom() - _BUTTON - 3, _BUTTON, _BUTTON)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_actions()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_actions()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_actions()

    def set_current(self, current: bool) -> None:
        super().set_current(current)
        self._show_actions()

    def texts(self) -> list[TextView]:
        return [self.text] if self._text and self.editor is None else []

    def controls(self) -> list[QWidget]:
        branches = self._branches
        arrows = [branches.older, branches.newer] if branches is not None else []
        more: list[QWidget] = [self._all] if self._all is not None else []
        return [*more, *self._actions, *arrows]

    # ---- actions ------------------------------------------------------------------------

    @property
    def is_editing(self) -> bool:
        return self.editor is not None

    def begin_edit(self) -> None:
        """Put a field in the place of the text."""
        if self.editor is None:
            self.editor = QuestionEdit(self.message.text, self)
            self.editor.saved.connect(self._save)
            self.editor.cancelled.connect(self.end_edit)
            self.editor.resized.connect(self.tell_resized)
            self._show_parts()
        self.editor.focus()

    def end_edit(self) -> None:
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
            self._show_parts()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_parts(self) -> None:
        editing = self.editor is not None
        if self.editor is not None:
            self.editor.show()
        self.text.setVisible(not editing)
        for part in (*self._chips, self._branches, self._all):
            if part is not None:
                part.setVisible(not editing)
        if not editing:
            self._show_text()
            self._show_branches(self.message)
        self._show_actions()
        self.tell_resized()

    def _save(self, text: str) -> None:
        changed = text != self.message.text
        self.end_edit()
        if changed:
            self.events.edit_requested.emit(self.message.id, text)

    def _copy(self) -> None:
        self.events.copy_requested.emit(self.message.id)

    def _step(self, step: int) -> None:
        self.events.branch_requested.emit(self.message.id, step)

    def menu_at(self, at: QPoint) -> QMenu | None:
        if self.editor is not None:
            return None
        entries: list[Entry] = [
            ("copy", words.COPY_QUESTION, "", self._copy),
            ("pencil-simple", words.EDIT, "", self.begin_edit),
        ]
        return make_menu(self, at, entries)
