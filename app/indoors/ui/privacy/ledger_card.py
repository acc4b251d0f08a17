"""The lower half of the page: filters, the table, and what the entries add up to."""

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from indoors.bridge.privacy import PrivacyBridge
from indoors.services.ledger_keys import Protection
from indoors.ui.area import Divider
from indoors.ui.privacy.ledger_model import LedgerModel, chosen
from indoors.ui.privacy.ledger_table import LedgerTable
from indoors.ui.text import ledger as text
from indoors.ui.text.numbers import DASH
from indoors.ui.theme import current_theme
from indoors.ui.widgets import Button, Card, Chip, Elided, EmptyState, IconView, Label, Menu
from indoors.ui.widgets.painting import draw_box

_HEAD = 52
_LEAST = 300


class LedgerCard(Card):
    export_requested = Signal(str)  # kind
    opened = Signal(object)  # Row
    set_aside_requested = Signal()

    def __init__(self, privacy: PrivacyBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._privacy = privacy
        self._wanted = "all"
        self.setAccessibleName(text.TITLE)
        self.setMinimumHeight(_LEAST)
        self.model = LedgerModel(self)
        self.table = LedgerTable(self.model)
        self.chips = {key: _chip(label) for key, label in text.FILTERS.items()}
        self.export = Button(text.EXPORT, icon="export", size="small")
        self._menu = Menu(text.EXPORT, self)
        for kind, label in text.EXPORT_KINDS.items():
            action = self._menu.add(label, icon="export")
            action.triggered.connect(lambda _=False, one=kind: self.export_requested.emit(one))
        self._empty = EmptyState("shield-check", text.EMPTY_TITLE, text.EMPTY_BODY)
        self._none = EmptyState("magnifying-glass", text.NONE_TITLE, text.NONE_BODY, text.SHOW_ALL)
        self.stack = QStackedWidget()
        self.foot = _Foot()
        self._subtitle = Elided(text.SUBTITLE, role="small", ink="text.tertiary")
        self._lay_out()
        self._connect()
        self.show_rows()

    def _lay_out(self) -> None:
        for page in (self.table, self._empty, self._none):
            self.stack.addWidget(page)
        head = QWidget()
        head.setFixedHeight(_HEAD + current_theme().text_step)
        row = QHBoxLayout(head)
        row.setContentsMargins(18, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(Label(text.TITLE, role="heading"))
        row.addWidget(self._subtitle, 1)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addSpacing(6)
        row.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(Divider())
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, one=key: self.choose(one))
        self.chips["all"].setChecked(True)
        self.export.clicked.connect(self._open_menu)
        self.table.opened.connect(self.opened)
        self._none.triggered.connect(lambda: self.choose("all"))
        self.foot.repair.clicked.connect(self.set_aside_requested)
        self._privacy.ledger_changed.connect(self.show_rows)

    def choose(self, wanted: str) -> None:
        """Show the rows of a filter."""
        self._wanted = wanted
        for key, chip in self.chips.items():
            chip.setChecked(key == wanted)
        self.show_rows()

    def show_rows(self) -> None:
        """Show what the bridge knows."""
        rows = chosen(self._privacy.rows, self._wanted)
        self.model.show_rows(rows)
        none = self._empty if not self._privacy.rows else self._none
        self.stack.setCurrentWidget(self.table if rows else none)
        self._subtitle.set_text(text.subtitle(self._privacy.overview.left_out))
        self.foot.show_state(self._privacy)

    def fit(self, width: int, *, compact: bool, scrolls: bool) -> None:  # noqa: ARG002
        """Leave out words that have no room; scroll the table sideways in narrow windows."""
        self._subtitle.setVisible(not compact)
        self.export.set_text("" if compact else text.EXPORT)
        self.export.setAccessibleName(text.EXPORT)
        self.export.setToolTip(text.EXPORT if compact else "")
        self.table.set_scrolling(scrolls)
        self.foot.set_compact(compact=scrolls)

    def _open_menu(self) -> None:
        below = QPoint(0, self.export.height() + 4)
        self._menu.popup(self.export.mapToGlobal(below))


class _Foot(QWidget):
    """Whether the ledger is sound, and the two sums, which are never added up."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(current_theme().height("footbar.height"))
        self._mark = IconView("check-circle-fill", ink="indoor.text", size=14)
        self.said = Elided("", role="small", ink="text.secondary")
        self.repair = Button(text.SET_ASIDE, kind="danger", size="small")
        self.content, self._content_label = Label("", role="small", weight=600), _quiet()
        self.requests, self._requests_label = Label("", role="small", weight=600), _quiet()
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(6)
        row.addWidget(self._mark)
        row.addWidget(self.said, 1)
        row.addWidget(self.repair)
        row.addSpacing(10)
        row.addWidget(self._content_label)
        row.addWidget(self.content)
        row.addSpacing(14)
        row.addWidget(self._requests_label)
        row.addWidget(self.requests)

    def show_state(self, privacy: PrivacyBridge) -> None:
        """Read it from the bridge."""
        state = privacy.state
        self.repair.setVisible(state is not None and not state.unbroken)
        if state is None:
            said, mark, ink = text.CHECKING, "info", "text.tertiary"
        elif state.flaw is not None:
            said, mark, ink = text.broken(state.flaw, state.at), "x-circle-fill", "danger.text"
        elif state.protection is Protection.SESSION:
            said, mark, ink = text.unbroken(state.length), "warning-circle-fill", "caution.base"
            said = f"{said}. {text.PROTECTIONS[Protection.SESSION]}"
        else:
            said, mark, ink = text.unbroken(state.length), "check-circle-fill", "indoor.text"
        self.said.set_text(said)
        self.said.set_ink("danger.text" if ink == "danger.text" else "text.secondary")
        self._mark.set_icon(mark, ink)
        sums = privacy.sums
        for label, figure, words in (
            (self._content_label, self.content, text.content_total(sums.content)),
            (self._requests_label, self.requests, text.requests_total(sums.requests)),
        ):
            label.set_text(words[0])
            figure.set_text(words[1] if state is not None else DASH)
            figure.setAccessibleName(f"{words[0]} {figure.text()}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Square above, and round below as the card is."""
        theme, rect = current_theme(), QRectF(self.rect())
        radius = theme.radius("card") - 1
        painter = QPainter(self)
        painter.setClipRect(self.rect())
        draw_box(painter, rect.adjusted(0, -2 * radius, 0, 0), radius, theme.color("bg.subtle"))
        painter.fillRect(QRectF(0, 0, rect.width(), theme.hairline), theme.color("border.default"))
        painter.end()

    def set_compact(self, *, compact: bool) -> None:
        """Leave out the count of downloads in a narrow window; the tooltip still has it."""
        self._requests_label.setVisible(not compact)
        self.requests.setVisible(not compact)


def _quiet() -> Label:
    return Label("", role="small", ink="text.secondary")


def _chip(label: str) -> Chip:
    chip = Chip(label)
    chip.setCheckable(True)
    return chip
