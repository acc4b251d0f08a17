"""A notice across a page that stays until it is dealt with."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from indoors.ui.text import widgets as words
from indoors.ui.widgets.accessible import announce
from indoors.ui.widgets.button import Button
from indoors.ui.widgets.card import Card
from indoors.ui.widgets.icon_button import IconButton
from indoors.ui.widgets.icon_view import IconView
from indoors.ui.widgets.label import Label

BannerTone = Literal["neutral", "indoor", "caution", "danger"]
_ICONS = {
    "neutral": "info",
    "indoor": "info",
    "caution": "warning-circle",
    "danger": "warning-circle",
}


class Banner(Card):
    """``triggered`` carries the label of the action chosen, ``dismissed`` comes from the cross."""

    triggered = Signal(str)
    dismissed = Signal()

    def __init__(
        self,
        text: str,
        *,
        tone: BannerTone = "caution",
        actions: Sequence[str] = (),
        dismissable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        neutral = tone == "neutral"
        super().__init__(
            fill="bg.subtle" if neutral else f"{tone}.tint",
            border="border.default" if neutral else f"{tone}.border",
            radius="control",
            parent=parent,
        )
        ink = "text.secondary" if neutral else f"{tone}.text"
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 7, 7, 7)
        row.setSpacing(8)
        row.addWidget(IconView(_ICONS[tone], ink=ink, size=16))
        label = Label(text, ink=ink, wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label, 1)
        for action in actions:
            row.addWidget(self._action(action))
        if dismissable:
            cross = IconButton("x", words.DISMISS, side=24, icon_size=14)
            cross.clicked.connect(lambda: self.dismissed.emit())
            row.addWidget(cross)

    def announce(self) -> None:
        """Have it read out; call once after showing it."""
        announce(self)

    def _action(self, label: str) -> Button:
        button = Button(label, size="small")
        button.clicked.connect(lambda: self.triggered.emit(label))
        return button
