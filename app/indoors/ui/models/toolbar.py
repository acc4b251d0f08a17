"""What to show of the models, and in which order."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QLocale, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from indoors.core.catalog import Capability
from indoors.services.model_rows import ModelRow, RowFilter, Sort, choose_rows
from indoors.ui.area import Area
from indoors.ui.text import models as text
from indoors.ui.theme import current_theme
from indoors.ui.widgets import Button, Chip, IconButton, Menu, SearchField

SEARCH_DELAY_MS = 100
_SEARCH, _SEARCH_COMPACT = 172, 132


class ToolBar(Area):
    """``changed`` when the filter is another; ``sort_chosen`` with a ``Sort``."""

    changed = Signal()
    sort_chosen = Signal(object)
    panel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bg.surface", line=Qt.Edge.BottomEdge, parent=parent)
        self.setFixedHeight(52 + current_theme().text_step)
        self.search = SearchField(text.SEARCH, quiet=True)
        self.search.setFixedWidth(_SEARCH)
        self.all = _chip(text.all_count(0))
        self.fits = _chip(text.fits_count(0), icon="check-circle")
        self.installed = _chip(text.installed_count(0))
        self.business = _chip(text.BUSINESS)
        self.language = _chip("")
        self._language = own_language()
        self._capability: Capability | None = None
        self._compact = False
        self._by = Sort.FOR_YOU
        self.purpose = Button(text.purpose_button(None), icon="cube", size="small")
        self.sort = Button(text.sort_button(Sort.FOR_YOU), icon="sliders-horizontal", size="small")
        self.panel = IconButton("hard-drive", text.SHOW_PANEL, side=32, kind="outlined")
        self._menu = Menu(text.SORT, self)
        self._purposes = Menu(text.PURPOSE, self)
        self._delay = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def wanted(self) -> RowFilter:
        """The filter as it is set."""
        return RowFilter(
            text=self.search.text(),
            fits=self.fits.isChecked(),
            installed=self.installed.isChecked(),
            commercial=self.business.isChecked(),
            language=self._language if self.language.isChecked() else None,
            capability=self._capability,
        )

    def show_counts(self, rows: Iterable[ModelRow]) -> None:
        """Count what each of the first three chips would show under the other filters."""
        found = choose_rows(rows, replace(self.wanted, fits=False, installed=False))
        fitting = len(choose_rows(found, RowFilter(fits=True, capability=self.wanted.capability)))
        here = sum(row.on_disk is not None for row in found)
        for chip, said in (
            (self.all, text.all_count(len(found))),
            (self.fits, text.fits_count(fitting)),
            (self.installed, text.installed_count(here)),
        ):
            if chip.text() != said:
                chip.setText(said)
                chip.setAccessibleName(said)
                chip.updateGeometry()

    def show_sort(self, by: Sort) -> None:
        self._by = by
        self._show_buttons()

    def set_compact(self, compact: bool) -> None:
        """In a narrow window the buttons keep their icons only."""
        self._compact = compact
        self.search.setFixedWidth(_SEARCH_COMPACT if compact else _SEARCH)
        self._show_buttons()

    def _show_buttons(self) -> None:
        for button, said in (
            (self.purpose, text.purpose_button(self._capability)),
            (self.sort, text.sort_button(self._by)),
        ):
            button.set_text("" if self._compact else said)
            button.setAccessibleName(said)
            button.setToolTip(said if self._compact else "")

    def clear(self) -> None:
        """Show everything."""
        self.search.clear()
        for chip in (self.fits, self.installed, self.business, self.language):
            chip.setChecked(False)
        self.all.setChecked(True)
        self.choose_purpose(None)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.search)
        chips = QWidget()
        line = QHBoxLayout(chips)
        line.setContentsMargins(3, 3, 3, 3)
        line.setSpacing(8)
        for chip in (self.all, self.fits, self.installed, self.business, self.language):
            line.addWidget(chip)
        line.addStretch(1)
        name = text.LANGUAGES.get(self._language or "")
        self.language.setVisible(name is not None)
        self.language.setText(name or "")
        self.language.setAccessibleName(name or "")
        row.addWidget(_Strip(chips), 1)
        for button in (self.purpose, self.sort, self.panel):
            row.addWidget(button)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda: self._delay.start())
        self._delay.timeout.connect(self.changed)
        self.all.clicked.connect(lambda: self._choose(self.all))
        self.fits.clicked.connect(lambda: self._choose(self.fits))
        self.installed.clicked.connect(lambda: self._choose(self.installed))
        for chip in (self.business, self.language):
            chip.clicked.connect(self.changed)
        self.purpose.clicked.connect(self._open_purposes)
        self.sort.clicked.connect(self._open_sort)
        self.panel.clicked.connect(self.panel_requested)

    def _choose(self, chosen: Chip) -> None:
        """Of the first three one is chosen; choosing it again goes back to all."""
        on = chosen.isChecked() and chosen is not self.all
        for chip in (self.fits, self.installed):
            chip.setChecked(on and chip is chosen)
        self.all.setChecked(not on)
        self.changed.emit()

    def choose_purpose(self, capability: Capability | None) -> None:
        """Show only models that can do this; None for all that can chat."""
        self._capability = capability
        self._show_buttons()
        self.changed.emit()

    def _open_purposes(self) -> None:
        self._purposes.clear()
        for key, said in text.PURPOSES.items():
            action = self._purposes.add(said[0].upper() + said[1:])
            action.setCheckable(True)
            action.setChecked(key == self._capability)
            action.triggered.connect(lambda _=False, one=key: self.choose_purpose(one))
        below = QPoint(0, self.purpose.height() + 4)
        self._purposes.popup(self.purpose.mapToGlobal(below))

    def _open_sort(self) -> None:
        self._menu.clear()
        for by, said in text.SORTS.items():
            action = self._menu.add(said[0].upper() + said[1:])
            action.setCheckable(True)
            action.setChecked(by is self._by)
            action.triggered.connect(lambda _=False, one=by: self.sort_chosen.emit(one))
        self._menu.popup(self.sort.mapToGlobal(QPoint(0, self.sort.height() + 4)))


class _Strip(QScrollArea):
    """Chips beside each other; those without room scroll, and the focus brings them in."""

    def __init__(self, chips: QWidget) -> None:
        super().__init__()
        self.setWidget(chips)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)
        self.setFixedHeight(current_theme().height("chip.height") + 6)
        chips.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        focused = QApplication.focusWidget()
        if moved and focused is not None and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 12, 0)
        return moved


def own_language() -> str | None:
    """The user's language, if it is one that a model may lack; two letters."""
    code = QLocale().name().partition("_")[0]
    return code if code in text.LANGUAGES else None


def _chip(label: str, *, icon: str | None = None) -> Chip:
    chip = Chip(label, icon=icon)
    chip.setCheckable(True)
    return chip
