"""A card of the settings page: may the processor's energy be read."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.meter_access import MeterAccessBridge
from indoors.services.meters.access import MeterAccess
from indoors.ui.text import meter_access as text
from indoors.ui.widgets import Button, Card, Label

_UNDOABLE = (MeterAccess.GRANTED, MeterAccess.PENDING)


class MeterAccessCard(Card):
    """Hidden where there is nothing to grant."""

    def __init__(self, access: MeterAccessBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._access = access
        self.allow = Button(text.ALLOW)
        self.undo = Button(text.UNDO)
        self._body = Label("", role="small", ink="text.tertiary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(14)
        column.addWidget(Label(text.SECTION, role="heading"))
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(text.TITLE, weight=500))
        words.addWidget(self._body)
        row.addLayout(words, 1)
        row.addSpacing(12)
        row.addWidget(self.allow)
        row.addWidget(self.undo)
        column.addLayout(row)
        self.allow.clicked.connect(access.grant)
        self.undo.clicked.connect(access.undo)
        access.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        state, waits = self._access.state, self._access.is_waiting
        self._body.set_text(text.WAITING if waits else text.BODY[state])
        self.allow.setVisible(state is MeterAccess.ASKABLE and self._access.can_ask)
        self.undo.setVisible(state in _UNDOABLE and self._access.can_ask)
        for button in (self.allow, self.undo):
            button.setEnabled(not waits)
        self.setVisible(state is not MeterAccess.ABSENT)
