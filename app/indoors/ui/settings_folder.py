"""A folder, or a file, that can be chosen and cleared."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from indoors.ui.models.dialogs import choose_folder
from indoors.ui.text import models as text
from indoors.ui.widgets import Button, Elided

Ask = Callable[[QWidget, str, Callable[[str], object]], None]


class FolderField(QWidget):
    """``chosen`` with a path, or with "" when it was cleared."""

    chosen = Signal(str)

    def __init__(
        self,
        title: str,
        ask: Ask = choose_folder,
        *,
        none: str = text.NO_FOLDER,
        choose: str = text.CHOOSE_FOLDER,
    ) -> None:
        super().__init__()
        self._none = none
        self._path = Elided(none, mode=Qt.TextElideMode.ElideMiddle)
        self.choose = Button(choose, icon="folder-open")
        self.clear = Button(text.CLEAR_FOLDER, kind="ghost", icon="x")
        self.choose.clicked.connect(lambda: ask(self, title, self.chosen.emit))
        self.clear.clicked.connect(lambda: self.chosen.emit(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._path, 1)
        row.addWidget(self.clear)
        row.addWidget(self.choose)

    @property
    def path(self) -> str:
        return "" if self._path.text == self._none else self._path.text

    def show_path(self, path: str) -> None:
        """Show what is set; empty for none."""
        self._path.set_text(path or self._none)
        self._path.setToolTip(path)
        self.clear.setEnabled(bool(path))
