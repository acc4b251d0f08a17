"""The rounded box of the composer and what is in it."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from indoors.core.chat import Attachment
from indoors.core.hidden_text import Hidden
from indoors.ui.chat.composer_edit import GrowingEdit
from indoors.ui.text import chat as words
from indoors.ui.theme import current_icons, current_theme, font, set_ring
from indoors.ui.widgets import Chip, IconButton
from indoors.ui.widgets.painting import draw_box, draw_text, text_width

MOST_LINES = 8
_SIDE = 15
_TOP = 13
_GAP = 9
_EDGE = 9
_BUTTON = 32
_ATTACH = 28
_CHIP_GAP = 8
_LOCK = 14
_LOCK_GAP = 6


class ComposerBox(QWidget):
    """Text on top; below it attach, file chips, the promise and the button."""

    resized = Signal()
    chips_changed = Signal()
    hidden_refused = Signal()  # what cannot be seen is to be taken out

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.attachments: list[Attachment] = []
        self._chips: list[Chip] = []
        self._hidden = Hidden()
        self._promise = QRect()
        self.setFont(font("small"))
        self.edit = GrowingEdit(words.QUESTION, MOST_LINES, self)
        self.attach = IconButton("paperclip", words.ATTACH, side=_ATTACH, parent=self)
        self.send = IconButton(
            "arrow-up", words.SEND, side=_BUTTON, kind="primary", icon_size=18, parent=self
        )
        self.stop = IconButton(
            "stop-fill", words.STOP, side=_BUTTON, kind="outlined", icon_size=14, parent=self
        )
        self.stop.hide()
        self.edit.height_changed.connect(self.resized)
        set_ring(self.edit, around=self)
        set_ring(self, radius=current_theme().radius("card"))

    # ---- files --------------------------------------------------------------------------

    def set_attachments(self, attachments: list[Attachment]) -> None:
        self.attachments = attachments
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(attachment) for attachment in attachments]
        if self._hidden:
            self._chips.insert(0, self._hidden_chip())
        self.resized.emit()

    def set_hidden(self, hidden: Hidden) -> None:
        """Say that the text or a file holds characters that cannot be seen."""
        if hidden != self._hidden:
            self._hidden = hidden
            self.set_attachments(self.attachments)

    def _hidden_chip(self) -> Chip:
        label = words.hidden(self._hidden.count)
        chip = Chip(label, icon="eye-slash", removable=True, parent=self)
        chip.setToolTip(words.hidden_tip(self._hidden))
        chip.setAccessibleDescription(words.hidden_tip(self._hidden))
        chip.removed.connect(self.hidden_refused)
        chip.show()
        return chip

    def _chip(self, attachment: Attachment) -> Chip:
        chip = Chip(words.attached(attachment), icon="file-text", removable=True, parent=self)
        chip.removed.connect(lambda: self._remove(attachment))
        chip.show()
        return chip

    def _remove(self, attachment: Attachment) -> None:
        self.set_attachments([a for a in self.attachments if a is not attachment])
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chips_changed.emit()

    # ---- size ---------------------------------------------------------------------------

    def fit(self, width: int) -> int:
        """Return the height at this width."""
        rows = self._chip_rows(width)
        chips = rows[-1][1] if rows else 0
        return _TOP + self.edit.height_at(width - 2 * _SIDE) + _GAP + chips + _BUTTON + _EDGE

    def _chip_rows(self, width: int) -> list[tuple[QPoint, int]]:
        """Return the place of each chip below the text, and the height used up to it.

        Empty if they all fit beside the paperclip.
        """
        if self._inline(width):
            return []
        places, x, y = [], _SIDE, 0
        for chip in self._chips:
            size = chip.sizeHint()
            if x > _SIDE and x + size.width() > width - _SIDE:
                x, y = _SIDE, y + size.height() + _CHIP_GAP
            places.append((QPoint(x, y), y + size.height() + _CHIP_GAP))
            x += size.width() + _CHIP_GAP
        return places

    def _inline(self, width: int) -> bool:
        room = width - _EDGE - _ATTACH - _BUTTON - self._promise_width - 3 * _GAP - _EDGE
        return sum(c.sizeHint().width() + _CHIP_GAP for c in self._chips) <= room

    @property
    def _promise_width(self) -> int:
        return _LOCK + _LOCK_GAP + text_width(self.font(), words.STAYS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Put everything where it belongs at the present size."""
        width, height = self.width(), self.height()
        inner = width - 2 * _SIDE
        self.edit.setGeometry(_SIDE, _TOP, inner, self.edit.height_at(inner))
        middle = height - _EDGE - _BUTTON // 2
        self.attach.setGeometry(_EDGE, middle - _ATTACH // 2, _ATTACH, _ATTACH)
        for button in (self.send, self.stop):
            button.setGeometry(width - _EDGE - _BUTTON, height - _EDGE - _BUTTON, _BUTTON, _BUTTON)
        self._place_chips(width, middle)
        right = self.send.x() - _GAP - 3
        room = self._promise_width if right - self._promise_width > _ATTACH + 2 * _EDGE else _LOCK
        self._promise = QRect(right - room, middle - _BUTTON // 2, room, _BUTTON)
        self.update()

    def _place_chips(self, width: int, middle: int) -> None:
        rows = self._chip_rows(width)
        x = _EDGE + _ATTACH + 6
        for number, chip in enumerate(self._chips):
            size = chip.sizeHint()
            at = QPoint(x, middle - size.height() // 2)
            if rows:
                at = rows[number][0] + QPoint(0, self.edit.geometry().bottom() + _GAP)
            chip.setGeometry(QRect(at, size))
            x += size.width() + _CHIP_GAP

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        surface, border = theme.color("bg.surface"), theme.color("border.control")
        draw_box(painter, self.rect(), theme.radius("card"), surface, border, theme.hairline)
        quiet = theme.color("text.tertiary")
        at = QPoint(self._promise.x(), self._promise.center().y() - _LOCK // 2 + 1)
        current_icons().paint(painter, "lock", at, _LOCK, quiet)
        if self._promise.width() > _LOCK:
            painter.setFont(self.font())
            room = self._promise.adjusted(_LOCK + _LOCK_GAP, 0, 0, 0)
            draw_text(painter, room, words.STAYS, quiet)
        painter.end()
