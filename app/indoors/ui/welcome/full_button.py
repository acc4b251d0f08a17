"""A button as wide as its card."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from indoors.ui.widgets import Button
from indoors.ui.widgets.button import Kind


class FullButton(Button):
    """A ``Button`` that takes all the width there is."""

    def __init__(
        self, text: str, *, kind: Kind = "secondary", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, kind=kind, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
