"""The right panel: what is on this computer, what is coming, how good predictions were."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.installed import FileWork
from indoors.bridge.models import ModelsBridge
from indoors.services.download_status import DownloadPhase, DownloadStatus
from indoors.services.model_rows import ModelRow
from indoors.services.model_shelf import Absent, Shelf
from indoors.services.watched_folder import Sight
from indoors.ui.area import Area, Divider
from indoors.ui.forms import FormScroll
from indoors.ui.models.chart import PredictionChart
from indoors.ui.models.disk_bar import DiskBar
from indoors.ui.models.outside_rows import (
    AwayRow,
    ElsewhereRow,
    LooseRow,
    UnusableRow,
    WatchedRow,
)
from indoors.ui.models.panel_rows import DownloadRow, HereRow, WorkRow
from indoors.ui.text import models as text
from indoors.ui.theme import current_theme
from indoors.ui.widgets import Button, Label


class ModelsPanel(Area):
    menu_requested = Signal(str, QPoint)  # key of the row
    import_requested = Signal(QPoint)
    action_requested = Signal(str, object)  # key of ui/text/errors, AppError

    def __init__(self, models: ModelsBridge, parent: QWidget | None = None) -> None:
        super().__init__("bg.window", parent=parent)
        self._models = models
        self.setAccessibleName(text.PANEL)
        self.import_button = Button(text.IMPORT, icon="file-arrow-up", size="small")
        self._used = Label("", weight=600)
        self._free = Label("", ink="text.secondary")
        self._bar = DiskBar(text.PANEL)
        self._coming = Section(text.DOWNLOADS)
        self._here = QVBoxLayout()
        self._others = Section(text.ELSEWHERE)
        self._loose = Section(text.LOOSE)
        self._watched = Section(text.WATCHED)
        self._away = Section(text.AWAY)
        self._unusable = Section(text.UNUSABLE)
        self.asked = False  # the user wants to know, even if nothing was found elsewhere
        self._verdict = Label(text.NO_PREDICTIONS, role="small", ink="text.secondary", wrap=True)
        self._memory = Label("", role="small", ink="text.secondary", wrap=True)
        self.chart = PredictionChart()
        self.measure = Button(text.MEASURE_FIRST, icon="gauge", size="small")
        self.stop = Button(text.STOP, size="small", kind="ghost")
        self._takes = Label(text.MEASURE_TAKES, role="small", ink="text.tertiary", wrap=True)
        self._work = WorkRow()
        self._downloads: dict[str, DownloadRow] = {}
        self._shown_rows: tuple[ModelRow, ...] = ()
        self._shown_shelf = Shelf()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(20, 12, 20, 20)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Label(text.PANEL, role="heading"), 1)
        head.addWidget(self.import_button)
        column.addLayout(head)
        column.addWidget(self._work)
        column.addWidget(self._coming)
        line = QHBoxLayout()
        line.addWidget(self._used, 1)
        line.addWidget(self._free)
        column.addLayout(line)
        column.addWidget(self._bar)
        self._here.setSpacing(0)
        column.addLayout(self._here)
        for section in (self._away, self._watched, self._loose, self._unusable, self._others):
            column.addWidget(section)
        column.addSpacing(8)
        self._lay_out_predictions(column)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(FormScroll(content))
        self._work.hide()

    def _lay_out_predictions(self, column: QVBoxLayout) -> None:
        column.addWidget(Label(text.PREDICTIONS, weight=600))
        column.addWidget(self._verdict)
        column.addWidget(self._memory)
        column.addWidget(self.chart)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.measure)
        foot.addWidget(self.stop)
        foot.addWidget(self._takes, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        models = self._models
        self.import_button.clicked.connect(
            lambda: self.import_requested.emit(
                self.import_button.mapToGlobal(QPoint(0, self.import_button.height() + 4))
            )
        )
        self._work.cancel_requested.connect(models.files.cancel_work)
        self.measure.clicked.connect(models.measuring.start)
        self.stop.clicked.connect(models.measuring.cancel)
        self.stop.clicked.connect(models.calibrating.cancel)
        for each in (models.measuring, models.calibrating):
            each.changed.connect(lambda _running: self._show_measuring())
        models.download_changed.connect(self._show_download)
        models.work_changed.connect(self._show_work)
        models.elsewhere.changed.connect(self._show_elsewhere)

    # ---- what is shown ----------------------------------------------------------------------

    def show_all(self) -> None:
        """Follow the bridge."""
        here = tuple(row for row in self._models.rows() if row.on_disk is not None)
        if [_seen(row) for row in here] != [_seen(row) for row in self._shown_rows]:
            self._show_here(here)
        self._show_others(self._models.shelf)
        total = sum(row.on_disk.size for row in here if row.on_disk)
        self._used.set_text(text.used(total))
        free = self._models.free
        self._free.set_text(text.free(free.disk if free else None))
        points = self._models.predictions()
        self.chart.set_points(points)
        self.chart.setVisible(bool(points))
        self._verdict.set_text(text.predictions_line(points, self._models.left_out))
        check = next((row.memory for row in here if row.memory), None)
        self._memory.set_text(text.memory_line(check))
        self._memory.setVisible(check is not None)
        self.measure.set_text(text.MEASURE if points else text.MEASURE_FIRST)
        self._show_measuring()
        statuses = self._models.downloads.statuses()
        for gone in self._downloads.keys() - {status.id for status in statuses}:
            self._forget_download(gone)
        for status in statuses:
            self._show_download(status)

    def _show_here(self, here: tuple[ModelRow, ...]) -> None:
        self._shown_rows = here
        _empty(self._here)
        ordered = sorted(here, key=lambda row: -(row.on_disk.size if row.on_disk else 0))
        self._bar.set_parts(
            [row.on_disk.size for row in ordered if row.on_disk],
            ", ".join(row.entry.name for row in ordered),
        )
        today = date.today()  # noqa: DTZ011 - local days are what people count in
        for index, row in enumerate(ordered):
            self._here.addWidget(Divider())
            made = HereRow(row, (index, len(ordered)), today)
            made.menu_requested.connect(self.menu_requested)
            self._here.addWidget(made)
        self._here.addWidget(Divider())

    def _show_others(self, shelf: Shelf) -> None:
        """What is not simply here: away, watched, not checked, not usable."""
        before, self._shown_shelf = self._shown_shelf, shelf
        if shelf.loose != before.loose:
            rows = [LooseRow(path) for path in shelf.loose]
            for row in rows:
                row.check_requested.connect(lambda path: self._models.import_files([path]))
            self._loose.fill(rows)
        if shelf.sight != before.sight:
            self._watched.fill(self._watched_rows(shelf.sight))
        if shelf.absent != before.absent:
            self._away.fill(self._away_row(each) for each in shelf.absent)
        if [path for path, _ in shelf.unreadable] != [path for path, _ in before.unreadable]:
            self._unusable.fill(UnusableRow(*each) for each in shelf.unreadable)

    def _watched_rows(self, sight: Sight | None) -> list[QWidget]:
        if sight is None:
            return []
        row = WatchedRow(sight)
        row.stop_requested.connect(lambda: self._models.watch(""))
        return [row]

    def _away_row(self, each: Absent) -> QWidget:
        row = AwayRow(each)
        row.menu_requested.connect(self.menu_requested)
        return row

    def _show_download(self, status: DownloadStatus) -> None:
        if status.phase is DownloadPhase.DONE:
            self._forget_download(status.id)
            return
        shown = self._downloads.get(status.id)
        if shown is not None:
            shown.show_status(status)
            return
        row = DownloadRow(status)
        row.pause_requested.connect(self._models.pause)
        row.resume_requested.connect(self._models.resume)
        row.cancel_requested.connect(self._models.cancel)
        row.action_requested.connect(self.action_requested)
        self._downloads[status.id] = row
        self._coming.add(row)

    def _forget_download(self, download_id: str) -> None:
        row = self._downloads.pop(download_id, None)
        if row is not None:
            self._coming.remove(row)

    def _show_work(self, work: FileWork | None) -> None:
        self._work.setVisible(work is not None)
        if work is not None:
            self._work.show_work(work)

    def _show_elsewhere(self) -> None:
        rows = []
        for found in self._models.elsewhere.found:
            row = ElsewhereRow(found)
            row.use_requested.connect(self._models.use_found)
            rows.append(row)
        none = [Label(text.ELSEWHERE_NONE, role="small", ink="text.tertiary", wrap=True)]
        self._others.fill(rows or (none if self.asked else []))
        self._others.setToolTip(text.ELSEWHERE_TIP)

    def _show_measuring(self) -> None:
        asked, by_itself = self._models.measuring.is_running, self._models.calibrating.is_running
        running = asked or by_itself
        self.measure.set_busy(text.MEASURING if running else None)
        self.stop.setVisible(running)
        self._takes.set_text(text.CALIBRATING if by_itself else text.MEASURE_TAKES)
        possible = self._models.measuring.is_possible and not by_itself
        self.measure.setEnabled(possible)
        self.measure.setToolTip("" if possible or running else text.MEASURE_NEEDS)


class Section(QWidget):
    """A title and what belongs to it; gone while it holds nothing."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 4, 0, 4)
        self._rows.setSpacing(2)
        self._rows.addWidget(Label(title, weight=600))
        self.hide()

    def add(self, row: QWidget) -> None:
        self._rows.addWidget(row)
        self.show()

    def remove(self, row: QWidget) -> None:
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.setVisible(self._rows.count() > 1)

    def fill(self, rows: Iterable[QWidget]) -> None:
        """Replace everything below the title."""
        while self._rows.count() > 1:
            item = self._rows.takeAt(1)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self.add(row)
        self.setVisible(self._rows.count() > 1)


def _seen(row: ModelRow) -> tuple[object, ...]:
    """What of a row the panel shows."""
    return row.key, row.is_default, row.is_resting, row.on_disk.size if row.on_disk else 0


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


WIDTH_TOKEN = "modelsPanel.width"  # noqa: S105 - a size, no secret


def panel_width() -> int:
    """The panel's width to begin with."""
    return current_theme().size(WIDTH_TOKEN)
