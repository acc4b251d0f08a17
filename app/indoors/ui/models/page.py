"""The models page: a table of what can run here, and a panel of what is here."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from indoors.bridge.engine import EngineBridge
from indoors.bridge.models import ModelsBridge
from indoors.core.errors import AppError
from indoors.core.fit import Verdict
from indoors.services.model_rows import ModelRow, Sort, choose_rows, sort_rows
from indoors.ui.area import Area
from indoors.ui.chat.composer_edit import local_files
from indoors.ui.dropped import models_among
from indoors.ui.models.cells import Scale
from indoors.ui.models.chart import round_up
from indoors.ui.models.dialogs import choose_folder, choose_models
from indoors.ui.models.footer import Footer
from indoors.ui.models.licence_dialog import LicenceDialog
from indoors.ui.models.notices import ModelNotices
from indoors.ui.models.panel import ModelsPanel, panel_width
from indoors.ui.models.row_menu import RowMenu
from indoors.ui.models.settings_dialog import SettingsDialog
from indoors.ui.models.table import ModelsTable
from indoors.ui.models.table_model import SORTS, Column, ModelTable
from indoors.ui.models.toolbar import ToolBar
from indoors.ui.panes import Panes
from indoors.ui.text import model_rows as words
from indoors.ui.text import models as text
from indoors.ui.text.licence_sheet import licence_sheet
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import EmptyState, Menu

PANEL_OVER = 1120
TABLE_SCROLLS = 760
_LEAST_SPEED = 20.0


class ModelsPage(QWidget):
    """Shows models and passes intents on. ``fit`` is told the window's width."""

    link_requested = Signal(str)  # a licence's page: the window asks first
    action_requested = Signal(str, object)  # key of ui/text/errors, AppError

    def __init__(
        self,
        models: ModelsBridge,
        engine: EngineBridge,
        theme: ThemeSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._engine = engine
        self._sort = Sort.FOR_YOU
        self._descending = False
        self._looked = False  # for models of other programs: once by itself, then when asked
        self.setAccessibleName(text.MODELS)
        self.setAcceptDrops(True)
        self.toolbar = ToolBar()
        self.notices = ModelNotices()
        self.table_model = ModelTable(self)
        self.table = ModelsTable(self.table_model)
        self.footer = Footer()
        self.panel = ModelsPanel(models)
        self.row_menu = RowMenu(models, self)
        self.import_menu = Menu(text.IMPORT, self)
        self._wait = EmptyState("cube", text.WAIT_TITLE, text.WAIT_BODY)
        self._none = EmptyState(
            "magnifying-glass", text.NOTHING_TITLE, text.NOTHING_BODY, text.CLEAR_FILTERS
        )
        self.stack = QStackedWidget()
        self._lay_out()
        self._fill_import_menu()
        self._connect(theme)
        self.show_rows()

    def _lay_out(self) -> None:
        for page in (self._wait, self.table, self._none):
            self.stack.addWidget(page)
        work = Area("bg.surface")
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.toolbar, self.notices):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        column.addWidget(self.footer)
        nothing = Area("bg.surface")
        self.panes = Panes(nothing, work, self.panel, self)
        self.panes.left.wanted = False
        self.panes.set_widths(0, panel_width())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.panes)

    def _fill_import_menu(self) -> None:
        menu, models = self.import_menu, self._models
        entries = (
            (text.IMPORT_FILE, "file-arrow-up", lambda: choose_models(self, models.import_files)),
            (text.IMPORT_COPY, "copy", lambda: choose_models(self, self._copy)),
            (text.IMPORT_BUNDLE, "package", self._choose_bundle),
            (text.WATCH, "folder-open", self._choose_watched),
            (text.FIND_ELSEWHERE, "magnifying-glass", self._look_elsewhere),
        )
        for said, icon, does in entries:
            menu.add(said, icon=icon).triggered.connect(lambda _=False, one=does: one())

    def _connect(self, theme: ThemeSource) -> None:
        models, menu = self._models, self.row_menu
        models.changed.connect(self.show_rows)
        models.download_changed.connect(self.table_model.show_download)
        models.error.connect(self.notices.show_error)
        self.notices.import_requested.connect(
            lambda: self.import_menu.popup(
                self.notices.mapToGlobal(self.notices.rect().bottomLeft())
            )
        )
        self._engine.error.connect(self._take_engine_error)
        self.toolbar.changed.connect(self.show_rows)
        self.toolbar.sort_chosen.connect(self._choose_sort)
        self.toolbar.panel_requested.connect(self.toggle_panel)
        self._none.triggered.connect(self.toolbar.clear)
        self.table.act_requested.connect(self._act)
        self.table.menu_requested.connect(self._show_menu)
        self.table.delete_requested.connect(self._delete)
        self.table.sort_requested.connect(self._sort_by)
        self.panel.menu_requested.connect(self._show_menu)
        self.panel.action_requested.connect(self.action_requested)
        self.panel.import_requested.connect(self.import_menu.popup)
        menu.settings_requested.connect(self.edit_settings)
        menu.export_requested.connect(self._choose_export)
        menu.folder_requested.connect(_show_folder)
        menu.link_requested.connect(self.link_requested)
        menu.licence_requested.connect(self.show_licence)
        theme.changed.connect(self.update)

    # ---- rows -------------------------------------------------------------------------------

    def show_rows(self) -> None:
        """Filter and sort what the bridge knows; takes a few milliseconds."""
        rows = self._models.rows()
        chosen = choose_rows(rows, self.toolbar.wanted)
        key = current.key if (current := self.table.current_row()) else ""
        self.table_model.show_rows(sort_rows(chosen, self._sort, descending=self._descending))
        if key and self.table.current_row() is None:
            self.table.go_to(key)
        online = self._models.is_online
        self.notices.set_offline(not online, sealed=self.row_menu.sealed)
        self.table.set_scale(self._scale(rows), online=online, sealed=self.row_menu.sealed)
        self.toolbar.show_counts(rows)
        self.footer.show_words(self._footer_words())
        if not self._models.is_ready:
            self.stack.setCurrentWidget(self._wait)
        else:
            self.stack.setCurrentWidget(self.table if chosen else self._none)
        self.panel.show_all()

    def _scale(self, rows: Sequence[ModelRow]) -> Scale:
        """One speed scale for all rows, which a few very fast ones may leave."""
        speeds = sorted(
            row.speed.value
            for row in rows
            if row.speed and row.can_chat and row.verdict is not Verdict.TOO_BIG
        )
        usual = speeds[int(0.75 * (len(speeds) - 1))] if speeds else _LEAST_SPEED
        room = self._models.situation.room if self._models.situation else None
        memory = 0
        if room is not None:
            memory = room.main + (room.on_graphics if room.graphics == "separate" else 0)
        return Scale(memory=memory, speed=round_up(max(_LEAST_SPEED, usual)))

    def _footer_words(self) -> str:
        situation = self._models.situation
        if situation is None:
            return ""
        room = situation.room
        return text.footer((room.on_graphics, room.main, room.graphics))

    def _sort_by(self, column: int) -> None:
        """A click sorts; another one turns the order around, a third goes back."""
        by = SORTS.get(Column(column))
        if by is None:
            return
        first_down = by in (Sort.SPEED,)
        if self._sort is not by:
            self._sort, self._descending = by, first_down
        elif self._descending is first_down:
            self._descending = not first_down
        else:
            self._sort, self._descending = Sort.FOR_YOU, False
        self._show_sort(Column(column))

    def _choose_sort(self, by: Sort) -> None:
        self._sort, self._descending = by, by is Sort.SPEED
        column = next((column for column, sort in SORTS.items() if sort is by), None)
        self._show_sort(column)

    def _show_sort(self, column: Column | None) -> None:
        shown = None if self._sort is Sort.FOR_YOU else column
        self.table.header.show_sort(shown, descending=self._descending)
        self.toolbar.show_sort(self._sort)
        self.show_rows()

    # ---- intents ----------------------------------------------------------------------------

    def edit_settings(self, path: str) -> None:
        """Open the dialog with a model's own settings."""
        row = self._models.row_at(path)
        if row is not None:
            name = words.short_name(row.entry)
            SettingsDialog(self.window(), self._models, path, name).open()

    def start_search(self) -> None:
        """Where Ctrl F goes."""
        self.toolbar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.search.selectAll()

    def toggle_panel(self) -> None:
        side = self.panes.right
        self.panes.show_pane(side, shown=not side.shown)

    def set_sealed(self, sealed: bool) -> None:
        """Remove what fetches models; nothing of what is here changes."""
        if sealed != self.row_menu.sealed:
            self.row_menu.sealed = sealed
            self.show_rows()

    def fit(self, width: int) -> None:
        """Arrange for a window of this width."""
        over = width < PANEL_OVER
        self.panes.set_over(left=False, right=over)
        self.toolbar.panel.setVisible(over)
        self.table.set_scrolling(width < TABLE_SCROLLS)
        self.toolbar.set_compact(width < TABLE_SCROLLS)

    def _row(self, key: str) -> ModelRow | None:
        return next((row for row in self._models.rows() if row.key == key), None)

    def _act(self, key: str) -> None:
        row = self.table_model.row(self.table_model.row_of(key))  # it knows the latest download
        if row is not None:
            self.row_menu.act(row)

    def _show_menu(self, key: str, at: QPoint) -> None:
        row = self._row(key)
        if row is not None:
            self.row_menu.show_for(row, at)

    def _delete(self, key: str) -> None:
        row = self._row(key)
        if row is not None and row.path is not None:
            self._models.delete(row.path)

    def _copy(self, paths: list[str]) -> None:
        self._models.import_files(paths, copy=True)

    def _look_elsewhere(self) -> None:
        self.panel.asked = True
        self._models.elsewhere.look()

    def _choose_bundle(self) -> None:
        choose_folder(self, text.BUNDLE_TITLE, self._models.import_bundle)

    def _choose_watched(self) -> None:
        choose_folder(self, text.WATCH_TITLE, self._models.watch)

    def _choose_export(self, path: str) -> None:
        def export(folder: str) -> None:
            row = self._models.row_at(path)
            if row is not None:
                self._models.export_bundle(path, folder, self._sheet(row))

        choose_folder(self, text.EXPORT_TITLE, export)

    def _sheet(self, row: ModelRow) -> str:
        return licence_sheet(row.entry, row.file, self._models.licence_text(row))

    def show_licence(self, key: str) -> None:
        """Show what is known of a model's licence, and its text if that is here."""
        row = self._row(key)
        if row is not None:
            LicenceDialog(self.window(), words.short_name(row.entry), self._sheet(row)).open()

    def _take_engine_error(self, error: AppError) -> None:
        """A load that failed from here is told here."""
        if self.isVisible():
            self.notices.show_error(error)

    # ---- files dropped, visibility, keys ------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if models_among(local_files(event.mimeData())):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Model files and bundles dropped anywhere on the page are imported where they are."""
        paths = models_among(local_files(event.mimeData()))
        if paths:
            event.acceptProposedAction()
            self._models.import_files(paths)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._models.set_visible(True)
        if not self._looked:
            self._looked = True
            self._models.elsewhere.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._models.set_visible(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.toolbar.search.hasFocus():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.panes.close_over():
            return
        else:
            super().keyPressEvent(event)


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
