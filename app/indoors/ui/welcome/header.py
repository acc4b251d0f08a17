"""The first run's own top line: no rail, no bar, only who this is and what has left."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from indoors.ui.text import welcome as text
from indoors.ui.widgets import Elided, Label, Mark, Shield, ShieldState

_MARK = 28
_WITH_MOTTO = 640


class WelcomeHeader(QWidget):
    """The mark, the name, and the shield."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.motto = Elided(text.MOTTO, ink="text.tertiary")
        self.shield = Shield()
        self._enforced = False
        self._asked = False
        self._sealed = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Mark(_MARK))
        row.addWidget(Label(text.APP, role="heading"))
        row.addWidget(self.motto, 1)
        row.addStretch(0)
        row.addWidget(self.shield)
        self._show()

    def fit(self, window_width: int) -> None:
        """Leave out the motto where it would be cut."""
        self.motto.setVisible(window_width >= _WITH_MOTTO)

    def set_enforced(self, enforced: bool) -> None:
        """Say whether the operating system keeps the app from connecting."""
        self._enforced = enforced
        self._show()

    def set_sealed(self, sealed: bool) -> None:
        self._sealed = sealed
        self._show()

    def set_asked(self) -> None:
        """From the first download on bytes have left, though none of the user's."""
        self._asked = True
        self._show()

    def _show(self) -> None:
        words = text.NO_CONTENT_LEFT if self._asked else text.NOTHING_LEFT
        if self._sealed:
            self.shield.set_state(ShieldState.SEALED)
        elif self._enforced:
            self.shield.set_state(ShieldState.INDOORS, text=f"{text.ENFORCED}{words}")
        else:
            self.shield.set_state(ShieldState.NOT_ENFORCED, text=words, tooltip=text.COUNTED_TIP)
