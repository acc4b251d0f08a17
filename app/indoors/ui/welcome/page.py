"""The first run: what this computer can do, and the models that suit it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.engine import EngineBridge
from indoors.bridge.installed import FileWork
from indoors.bridge.models import ModelsBridge
from indoors.bridge.survey import SurveyBridge
from indoors.core.errors import AppError
from indoors.core.hardware import Computer, EngineBuild
from indoors.protocol.engine import Device
from indoors.services.model_sidecars import InstalledModel
from indoors.ui.area import Area
from indoors.ui.forms import FormScroll
from indoors.ui.text import errors
from indoors.ui.text import welcome as text
from indoors.ui.welcome.card_row import CardRow
from indoors.ui.welcome.card_state import Connection
from indoors.ui.welcome.fact_strip import FactStrip
from indoors.ui.welcome.fact_words import words_for
from indoors.ui.welcome.footer import WelcomeFooter
from indoors.ui.welcome.header import WelcomeHeader
from indoors.ui.welcome.offers import Offers
from indoors.ui.welcome.summary import Situation, summary
from indoors.ui.widgets import ErrorBlock, Label

if TYPE_CHECKING:
    from indoors.core.candidates import Situation as Judged

_WIDEST = 1136
_SIDES = ((1120, 72), (760, 32), (0, 20))
"""Room at the sides in windows from a width on."""
_SHOWN_WITH = {
    "graphics": ("graphics", "memory_speed"),
    "engine": ("graphics", "memory_speed"),
    "disk_speed": ("disk",),
}
_LOOK_AGAIN_MS = 3_000
"""How often the system is asked whether a network is connected, while the page is seen."""


class WelcomePage(Area):
    """Works without any network. The window follows the three signals.

    ``start_chatting`` carries the path of the model to load; it is usable now.
    """

    start_chatting = Signal(str)
    import_requested = Signal()
    action_requested = Signal(str, object)  # key of ui/text/errors, AppError
    skipped = Signal()

    def __init__(
        self,
        survey: SurveyBridge,
        models: ModelsBridge,
        engine: EngineBridge,
        *,
        hub: str = text.THE_HUB,
        parent: QWidget | None = None,
    ) -> None:
        """``hub`` is the name of the server that downloads ask."""
        super().__init__("bg.window", parent=parent)
        self._survey, self._models, self._engine = survey, models, engine
        self._hub = hub
        self._stale: Judged | None = None  # judged before the check was done
        self._imported: Path | None = None
        self._error: ErrorBlock | None = None
        self.header = WelcomeHeader()
        self.title = Label("", role="display", wrap=True)
        self.body = Label("", role="read", ink="text.secondary", wrap=True)
        self.strip = FactStrip()
        self.section = Label("", role="heading")
        self.section_body = Label("", role="small", ink="text.tertiary", wrap=True)
        self.cards = CardRow()
        self.offers = Offers(self.cards, models, self)
        self.footer = WelcomeFooter()
        self._look_again = QTimer(self, interval=_LOOK_AGAIN_MS)
        self.setAccessibleName(text.PAGE)
        self._lay_out()
        self._connect()
        self._begin()

    @property
    def _is_judged(self) -> bool:
        """Whether models have been judged with what the check found, not with less."""
        situation = self._models.situation
        if self._survey.computer is None or situation is None:
            return False
        return situation is not self._stale

    # ---- layout ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setSpacing(0)
        self._section = QWidget()
        row = QHBoxLayout(self._section)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.section, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.section_body, 1, Qt.AlignmentFlag.AlignBottom)
        parts: tuple[tuple[QWidget, int], ...] = (
            (self.header, 36),
            (self.title, 4),
            (self.body, 22),
            (self.strip, 25),
            (self._section, 13),
            (self.cards, 24),
        )
        for part, gap in parts:
            self._column.addWidget(part)
            self._column.addSpacing(gap)
        self._column.addStretch(1)
        self._column.addWidget(self.footer)
        self.scroller = FormScroll(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.scroller)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        side = next(side for least, side in _SIDES if width >= least)
        side = max(side, (width - _WIDEST) // 2)
        self._column.setContentsMargins(side, 16, side, 20)
        self.header.fit(width)

    # ---- connections ----------------------------------------------------------------------

    def _connect(self) -> None:
        self._survey.fact.connect(lambda name, _value: self._take_fact(name))
        self._survey.finished.connect(self._checked)
        self._models.changed.connect(self._models_changed)
        self._models.installed.connect(self._take_installed)
        self._models.work_changed.connect(self._show_work)
        self._models.error.connect(self.show_error)
        self._engine.state_changed.connect(lambda _state: self._take_fact("engine"))
        self._look_again.timeout.connect(self._look_for_network)
        self.offers.changed.connect(self._show)
        self.offers.start_requested.connect(self.start_chatting)
        self.offers.import_requested.connect(self.import_requested)
        self.offers.action_requested.connect(self.action_requested)
        self.footer.start_requested.connect(self._start)
        self.footer.import_requested.connect(self.import_requested)
        self.footer.skip_requested.connect(self.skipped)

    def _begin(self) -> None:
        """Show what is known already, for a check that began before the page was made."""
        self.cards.show_waiting()
        self._models.want_cards("chat")
        self._look_for_network()
        for name in self._survey.facts:
            self._take_fact(name)
        self._models_changed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._models.want_cards("chat")
        self._look_for_network()
        self._look_again.start()
        self._focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._models.want_cards()
        self._look_again.stop()

    # ---- what comes in ----------------------------------------------------------------------

    def set_sealed(self, sealed: bool) -> None:
        """Take downloads away, or bring them back."""
        self.header.set_sealed(sealed)
        is_online = self.offers.connection.is_online
        self.offers.set_connection(Connection(is_online=is_online, is_sealed=sealed))

    def _look_for_network(self) -> None:
        known = self.offers.connection
        online = self._survey.is_online
        if online != known.is_online:
            self.offers.set_connection(Connection(is_online=online, is_sealed=known.is_sealed))

    def _take_fact(self, name: str) -> None:
        """Show a fact where it has a cell, and again where it has a part in another's words."""
        for cell in _SHOWN_WITH.get(name, (name,)):
            if cell in self._survey.facts:
                said = words_for(cell, self._survey.facts, self._devices())
                self.strip.cells[cell].show_words(said)

    def _devices(self) -> Sequence[Device] | None:
        """The engine's list decides what is used; a running engine knows it best."""
        if self._engine.hello is not None:
            return self._engine.hello.devices
        build = self._survey.facts.get("engine")
        return build.devices if isinstance(build, EngineBuild) else None

    def _checked(self, computer: Computer) -> None:
        self._stale = self._models.situation
        self._models.set_computer(computer)

    def _models_changed(self) -> None:
        if not self._is_judged:
            self._show()
            return
        if self._models.cards() is None:  # not looked for yet, or the page is not seen
            return
        first = not self.cards.filled
        self.offers.suggest()
        if first:
            self._focus_first()

    def _take_installed(self, model: InstalledModel) -> None:
        if model.sidecar.provenance.origin != "download":
            self._imported = model.path
            self.show_error(None)
            self._show()
            self.footer.start_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_work(self, work: FileWork | None) -> None:
        if work is None:
            self._show()
        else:
            self.footer.show_asked(text.reading_file(work.name, work.done, work.total))

    def show_error(self, error: AppError | None) -> None:
        """Tell in place why a file was not taken; None when it is of no interest any more."""
        if self._error is not None:
            self._column.removeWidget(self._error)
            self._error.hide()
            self._error.deleteLater()
            self._error = None
        if error is None:
            return
        words = errors.describe(error)
        self._error = ErrorBlock(words.title, words.body, (text.IMPORT,), words.details)
        self._error.triggered.connect(lambda _label: self.import_requested.emit())
        self._column.insertWidget(self._column.count() - 2, self._error)

    def _start(self) -> None:
        path = self._offered()
        if path is not None:
            self.start_chatting.emit(str(path))

    # ---- showing ----------------------------------------------------------------------------

    def _show(self) -> None:
        said = summary(
            Situation(
                computer=self._survey.computer if self._is_judged else None,
                seconds=self._survey.seconds,
                suggestions=[c.suggestion for c in self.cards.filled if c.suggestion],
                feet=self.offers.feet,
                connection=self.offers.connection,
                has_starter=self._starter() is not None,
            )
        )
        self.title.set_text(said.title)
        self.body.set_text(said.body)
        self.section.set_text(said.section)
        self.section_body.set_text(said.section_body)
        self._section.setVisible(bool(said.section))
        self._show_footer()
        if self.offers.is_asked:
            self.header.set_asked()

    def _show_footer(self) -> None:
        connection, has_own = self.offers.connection, self._own() is not None
        no_downloads = connection.is_sealed or not connection.is_online
        self.footer.set_import_first(first=no_downloads and not has_own)
        asks = self.offers.is_under_way
        self.footer.show_asked(text.what_is_asked(self._hub) if asks else "")
        main_way = has_own and (no_downloads or self._imported is not None)
        self.footer.show_start(*self._offer(), first=main_way)

    def _offer(self) -> tuple[str, str]:
        """The foot's button and the words beside it; none where a card has a better offer."""
        own = self._own()
        if own is not None:
            known = self._models.shelf.at(str(own))
            name = known.entry.name if known else own.stem
            return text.start_with(name), ""
        if self.offers.has_verified or self._starter() is None:
            return "", ""
        return text.START_STARTER, text.STARTER_BODY

    def _offered(self) -> Path | None:
        return self._own() or self._starter()

    def _own(self) -> Path | None:
        """The model that was just imported, or one that came before and is on no card."""
        if self._imported is not None or self.offers.has_verified:
            return self._imported
        files = self._models.shelf.files
        return next((each.path for each in files if each.model and each.is_chat), None)

    def _starter(self) -> Path | None:
        return next((each.path for each in self._models.shelf.files if each.is_starter), None)

    def _focus_first(self) -> None:
        """Put the keyboard on the recommended button, unless the user took it elsewhere."""
        now = QApplication.focusWidget()
        taken = now is not None and now is not self.header.shield and self.isAncestorOf(now)
        if taken or not self.isVisible() or not self._is_judged:
            return
        card = self.cards.recommended
        target = card.foot.main_button if card else None
        # Enter acts on this button: with this reason its ring is seen before any key is pressed.
        (target or self.footer.import_button).setFocus(Qt.FocusReason.ShortcutFocusReason)
