"""Rows of the panel: a model that is here, a download, work on a file."""

from datetime import date

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.installed import FileWork
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.model_rows import ModelRow
from indoors.ui.models.dot import Dot
from indoors.ui.text import errors, numbers
from indoors.ui.text import model_rows as words
from indoors.ui.text import models as text
from indoors.ui.widgets import (
    Button,
    Elided,
    ErrorBlock,
    IconButton,
    IconView,
    Label,
    ProgressBar,
)

_GOES_ON = (DownloadPhase.PAUSED, DownloadPhase.FAILED, DownloadPhase.WAITING)
LEADS_ON = ("token", "network", "hub_page")
"""Actions of an error that lead away from a download."""

_STEADY_S = 3.0


class HereRow(QWidget):
    """A model file: name, size, what vouches for it, and its menu."""

    menu_requested = Signal(str, QPoint)

    def __init__(self, row: ModelRow, place: tuple[int, int], today: date) -> None:
        super().__init__()
        assert row.on_disk is not None
        name = words.short_name(row.entry)
        menu = IconButton("dots-three", text.ACTIONS_OF.format(name=name), side=24)
        menu.clicked.connect(
            lambda: self.menu_requested.emit(row.key, menu.mapToGlobal(QPoint(0, menu.height())))
        )
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Dot(*place))
        top.addWidget(Elided(name, weight=600), 1)
        top.addWidget(Label(numbers.size_bytes(row.on_disk.size)))
        top.addWidget(menu)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 32, 0)
        below.setSpacing(6)
        checked = row.on_disk.is_starter or row.on_disk.model is not None
        icon, ink = ("check", "indoor.text") if checked else ("info", "text.tertiary")
        below.addWidget(IconView(icon, ink=ink, size=12))
        said = text.shelf_line(row.on_disk, today)
        if row.is_default:
            said = f"{said} · {text.IS_DEFAULT}"
        if row.is_resting:
            said = f"{said} · {text.IS_RESTING}"
        below.addWidget(Elided(said, role="small", ink="text.tertiary"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 9)
        column.setSpacing(1)
        column.addLayout(top)
        column.addLayout(below)


class DownloadRow(QWidget):
    """A download with progress and the ways out; its error stands in place."""

    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)
    action_requested = Signal(str, object)  # key of ui/text/errors, AppError

    def __init__(self, status: DownloadStatus) -> None:
        super().__init__()
        self._id = status.id
        name = status.request.provenance.title or status.request.file.name
        self._line = Elided(role="small", ink="text.tertiary")
        self._bar = ProgressBar(name)
        self._go = Button(text.PAUSE, size="small", icon="pause")
        self._cancel = Button(text.CANCEL, size="small", kind="ghost")
        self._error: ErrorBlock | None = None
        self._goes_on = False
        self._go.clicked.connect(self._toggle)
        self._cancel.clicked.connect(lambda: self.cancel_requested.emit(self._id))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 9)
        column.setSpacing(6)
        column.addWidget(Elided(name, weight=600))
        column.addWidget(self._bar)
        column.addWidget(self._line)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self._go)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._column = column
        self.show_status(status)

    def show_status(self, status: DownloadStatus) -> None:
        self._goes_on = status.phase in _GOES_ON
        self._bar.set_fraction(words.fraction_done(status) or 0.0)
        self._bar.setVisible(status.total is not None)
        self._line.set_text(words.download_line(status))
        label = text.PAUSE
        if self._goes_on:
            label = text.RETRY if status.phase is DownloadPhase.FAILED else text.RESUME
        if self._go.text() != label:
            self._go.set_text(label)
            self._go.set_icon("play" if self._goes_on else "pause")
        self._show_error(status)

    def _show_error(self, status: DownloadStatus) -> None:
        if self._error is not None:
            self._column.removeWidget(self._error)
            self._error.deleteLater()
            self._error = None
        if status.error is None:
            return
        said = errors.describe(status.error)
        body = " ".join(part for part in (said.safe, said.todo) if part)
        # The row's own button tries again.
        actions = {errors.action_label(each): each for each in said.actions if each in LEADS_ON}
        self._error = ErrorBlock(said.title, body, tuple(actions), said.details)
        error = status.error
        self._error.triggered.connect(
            lambda label: self.action_requested.emit(actions[label], error)
        )
        self._column.insertWidget(2, self._error)

    def _toggle(self) -> None:
        if self._goes_on:
            self.resume_requested.emit(self._id)
        else:
            self.pause_requested.emit(self._id)


class WorkRow(QWidget):
    """A file being imported or exported."""

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Elided(weight=600)
        self._bar = ProgressBar("")
        self._line = Elided(role="small", ink="text.tertiary")
        cancel = Button(text.CANCEL, size="small", kind="ghost")
        cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout()
        row.addWidget(self._line, 1)
        row.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 9)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._bar)
        column.addLayout(row)

    def show_work(self, work: FileWork) -> None:
        said = text.CHECKING if work.kind == "import" else text.WRITING
        self._title.set_text(said.format(name=work.name))
        self._bar.setAccessibleName(self._title.text)
        self._bar.setVisible(work.total > 0)
        self._bar.set_fraction(work.done / work.total if work.total else 0.0)
        done = f"{numbers.size_bytes(work.done)} of {numbers.size_bytes(work.total)}"
        self._line.set_text(done if work.total else "")
