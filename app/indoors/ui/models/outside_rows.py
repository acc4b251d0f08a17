"""Rows of the panel for files that are not simply here: elsewhere, away, watched, not usable."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.core.errors import AppError
from indoors.services.model_shelf import Absent
from indoors.services.models_elsewhere import FoundModel
from indoors.services.watched_folder import Sight
from indoors.ui.text import errors, numbers
from indoors.ui.text import model_rows as words
from indoors.ui.text import models as text
from indoors.ui.widgets import Button, Elided, IconButton

_MIDDLE = Qt.TextElideMode.ElideMiddle


class _Row(QWidget):
    """A name, a line below it, and one control at the right."""

    def __init__(self, name: str, line: str, control: QWidget | None, tip: str = "") -> None:
        super().__init__()
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(Elided(name, weight=500, mode=_MIDDLE))
        if line:
            said.addWidget(Elided(line, role="small", ink="text.tertiary"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addLayout(said, 1)
        if control is not None:
            row.addWidget(control)
        self.setToolTip(tip)


class ElsewhereRow(_Row):
    """A file of another program; it can be used, never changed."""

    use_requested = Signal(object)  # FoundModel

    def __init__(self, found: FoundModel) -> None:
        use = Button(text.USE_HERE, size="small")
        use.setAccessibleName(f"{text.USE_HERE}: {found.name}")
        super().__init__(found.name, f"{found.program} · {numbers.size_bytes(found.size)}", use)
        use.clicked.connect(lambda: self.use_requested.emit(found))


class LooseRow(_Row):
    """A file that nothing vouches for as it is now; it is used once it was checked."""

    check_requested = Signal(str)

    def __init__(self, path: Path) -> None:
        check = Button(text.CHECK, size="small")
        check.setAccessibleName(f"{text.CHECK}: {path.name}")
        super().__init__(path.name, "", check, str(path))
        check.clicked.connect(lambda: self.check_requested.emit(str(path)))


class AwayRow(_Row):
    """A file whose disk was pulled out."""

    menu_requested = Signal(str, QPoint)

    def __init__(self, each: Absent) -> None:
        name = words.short_name(each.entry)
        menu = IconButton("dots-three", text.ACTIONS_OF.format(name=name), side=24)
        line = f"{numbers.size_bytes(each.file.size)} · {each.path.parent}"
        super().__init__(name, line, menu, f"{each.path}\n{text.ABSENT_TIP}")
        menu.clicked.connect(
            lambda: self.menu_requested.emit(
                str(each.path), menu.mapToGlobal(QPoint(0, menu.height()))
            )
        )


class WatchedRow(_Row):
    """The folder whose files are listed by themselves."""

    stop_requested = Signal()

    def __init__(self, sight: Sight) -> None:
        stop = IconButton("x", text.UNWATCH, side=24)
        folder = str(sight.folder)
        super().__init__(folder, text.watched_line(sight), stop, f"{folder}\n{text.WATCHED_BODY}")
        stop.clicked.connect(self.stop_requested)


class UnusableRow(_Row):
    """A file that is there and no model that can be run."""

    def __init__(self, path: Path, error: AppError) -> None:
        said = errors.describe(error)
        super().__init__(path.name, said.title, None, f"{said.title}\n{path}")
