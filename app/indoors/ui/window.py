"""The window: rail, top bar, pages, and what lies over them."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from indoors.bridge.engine import EngineBridge
from indoors.core.errors import AppError
from indoors.ui.about import About
from indoors.ui.actions import Actions
from indoors.ui.chat.page import LIST_OVER, ChatPage
from indoors.ui.dropped import DroppedFiles, may_be_dropped
from indoors.ui.file_dialogs import choose_model
from indoors.ui.model_control import ModelControl
from indoors.ui.models.toasts import ModelToasts
from indoors.ui.pages import Bridges, Pages
from indoors.ui.palette import Palette
from indoors.ui.palette_entries import PaletteEntries
from indoors.ui.recovery import Recovery
from indoors.ui.shield_control import ShieldControl
from indoors.ui.text import window as text
from indoors.ui.theme import ThemeSource
from indoors.ui.topbar import TopBar
from indoors.ui.widgets import NavRail, ToastHost
from indoors.ui.window_keys import WindowKeys
from indoors.ui.window_place import WindowPlacement
from indoors.ui.window_toasts import WindowToasts

if TYPE_CHECKING:
    from indoors.ui.settings_page import SettingsPage

ICONS_ONLY = 760
SMALLEST = (640, 400)


class MainWindow(QMainWindow):
    """Built from the bridges; it decides nothing that they or the pages decide."""

    _recovery_asked = Signal()

    def __init__(self, bridges: Bridges, theme: ThemeSource, about: About) -> None:
        super().__init__()
        chat, engine, live, settings = bridges.chat, bridges.engine, bridges.live, bridges.settings
        self.setWindowTitle(text.APP)
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self._chat = chat
        self._live = live
        self._settings = settings
        self._theme = theme
        live.follow(chat, engine)
        self.rail = NavRail()
        self.top = TopBar()
        self.page = ChatPage(chat, engine, live, settings, theme)
        self._about = about
        self._bridges = bridges
        self.pages = Pages(bridges, theme, self.page, self._make_settings)
        self.models = ModelControl(engine, self.top.picker, self)
        self.recovery = Recovery(chat, engine, settings, self)
        self.actions_by_name = Actions(self)
        self._lay_out()
        entries = PaletteEntries(self, self.actions_by_name, chat, engine)
        self.palette_overlay = Palette(entries, self._central)
        self.toasts = ToastHost(self)
        self._add_toasts(bridges)
        self._keys = WindowKeys(self, chat, engine, settings)
        self._placement = WindowPlacement(self, self.page.panes, settings)
        self._connect(engine)
        self._placement.restore()
        self.show_chat()

    def _make_settings(self) -> "SettingsPage":
        from indoors.ui.meter_access_card import MeterAccessCard
        from indoors.ui.power_card import PowerCard
        from indoors.ui.safekeeping_cards import BackupsCard, EncryptionCard
        from indoors.ui.safekeeping_flows import SafekeepingFlows
        from indoors.ui.settings_page import SettingsPage

        keeping = self._bridges.safekeeping
        cards = EncryptionCard(keeping), BackupsCard(keeping)
        flows = SafekeepingFlows(keeping, cards, self, self.toasts)
        self._recovery_asked.connect(flows.recovery)
        bridges = self._bridges
        power = PowerCard(bridges.power, self._settings, bridges.history.wait_s)
        every = power, MeterAccessCard(bridges.meter_access), *cards
        network = bridges.network
        return SettingsPage(self._settings, self._about, self.show_folder, network, every)

    def _ask_recovery(self) -> None:
        """Another page asks for the recovery phrase: the settings have the way to do it."""
        _ = self.settings_page
        self._recovery_asked.emit()

    def _ask_erase(self, conversation_id: str, title: str) -> None:
        from indoors.ui.erase_dialog import EraseDialog

        keeping = self._bridges.safekeeping
        EraseDialog(self, (conversation_id, title), self._chat, keeping, self.toasts).open()

    @property
    def settings_page(self) -> "SettingsPage":
        return self.pages.settings

    def _add_toasts(self, bridges: Bridges) -> None:
        self._toasts = WindowToasts(
            bridges.chat, bridges.privacy, self.toasts, self.show_folder, self
        )
        bridges.insights.exported.connect(
            lambda path: self._toasts.tell_saved(text.FIGURES_SAVED, Path(path))
        )
        self._model_toasts = ModelToasts(
            bridges.models, self.toasts, self.show_folder, self, lambda: self.pages.on_first_run
        )

    def _lay_out(self) -> None:
        if not self._bridges.safekeeping.keeps:
            self.page.list.footer.show_session()
        self.rail.add("chat", "chat-circle-text", text.CHAT)
        self.rail.add("models", "cube", text.MODELS)
        self.rail.add("insights", "chart-line-up", text.INSIGHTS)
        self.rail.add("privacy", "shield-check", text.PRIVACY)
        self.rail.add("settings", "gear-six", text.SETTINGS, at_bottom=True)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.pages, 1)
        self._central = QWidget()
        whole = QHBoxLayout(self._central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        self.setCentralWidget(self._central)

    def _connect(self, engine: EngineBridge) -> None:
        self.dropped = DroppedFiles(
            self, self._chat, self._bridges.models, self.show_chat, self._show_models_if_welcomed
        )
        self.rail.chosen.connect(self._choose_page)
        self.top.list_requested.connect(self.page.toggle_list)
        self.top.live_requested.connect(self.page.toggle_live)
        self.top.palette_requested.connect(self.palette_overlay.open)
        self.models.open_requested.connect(lambda: choose_model(self, engine.load))
        self.page.place_changed.connect(self._show_place)
        self.page.panes_changed.connect(self._show_panes)
        self.page.action_requested.connect(self.recovery.act)
        self.page.files_given.connect(self.dropped.take)
        self._settings.changed.connect(self._apply_settings)
        self.pages.link_requested.connect(self.page.commands.ask_link)
        self.pages.action_requested.connect(self.recovery.act)
        self.pages.welcomed.connect(self._welcomed)
        self.pages.recovery_requested.connect(self._ask_recovery)
        self.pages.search_elsewhere.connect(self.show_chat)
        self.pages.start_chatting.connect(self.show_chat)
        self.pages.search_elsewhere.connect(self.page.start_search)
        self.models.more_requested.connect(self.show_models)
        self._bridges.models.calibrating.changed.connect(
            lambda running: self.rail.set_working("models", running)
        )
        self.page.commands.erase_asked.connect(self._ask_erase)
        self._bridges.safekeeping.failed.connect(self.show_error)
        self.top.shield.clicked.connect(self.show_privacy)
        self._shield = ShieldControl(self._bridges.privacy, self.top.shield, self)

    # ---- pages ----------------------------------------------------------------------------

    def show_chat(self) -> None:
        """Go to the chat, ready to type."""
        self._show_page(self.page)
        self.rail.set_current("chat")
        self._show_place()
        self.page.focus_composer()

    def show_models(self) -> None:
        """Go to the models."""
        self._show_other(self.pages.models, "models", text.MODELS)

    def _show_models_if_welcomed(self) -> None:
        if not self.pages.on_first_run:  # which shows by itself what is being imported
            self.show_models()

    def show_insights(self) -> None:
        """Go to what answers took, and saved or cost."""
        self._show_other(self.pages.insights, "insights", text.INSIGHTS)

    def show_privacy(self) -> None:
        """Go to what protects, and what left."""
        self._show_other(self.pages.privacy, "privacy", text.PRIVACY)

    def show_settings(self) -> None:
        """Go to the settings."""
        self._bridges.safekeeping.look()
        self._show_other(self.settings_page, "settings", text.SETTINGS)

    def show_welcome(self) -> None:
        """Begin the first run: a check of this computer, and models that fit it."""
        self._show_page(self.pages.welcome)
        self._bridges.survey.start()

    def _welcomed(self) -> None:
        self._settings.update("window", welcomed=True)
        self.show_chat()

    def _show_page(self, page: QWidget) -> None:
        """The first run has the window to itself, but any key that leads elsewhere does so."""
        self.pages.setCurrentWidget(page)
        for frame in (self.rail, self.top):
            frame.setVisible(not self.pages.on_first_run)

    def _show_other(self, page: QWidget, key: str, title: str) -> None:
        self._show_page(page)
        self.rail.set_current(key)
        self.top.show_place(title, "")
        self.top.fit(self.width(), list_is_over=False)

    def _choose_page(self, key: str) -> None:
        pages = {
            "models": self.show_models,
            "insights": self.show_insights,
            "privacy": self.show_privacy,
            "settings": self.show_settings,
        }
        pages.get(key, self.show_chat)()

    def _show_place(self, _title: str = "") -> None:
        if self.pages.currentWidget() is self.page:
            current = self._chat.current
            self.top.show_place(text.CHAT, current.title if current else "")
            self._fit()
        title = self._chat.current.title if self._chat.current else ""
        self.setWindowTitle(f"{title} \N{EN DASH} {text.APP}" if title else text.APP)

    def _show_panes(self) -> None:
        self.top.live_button.setChecked(self.page.panes.right.shown)

    # ---- where errors may lead (Places) -----------------------------------------------------

    def choose_model(self) -> None:
        self.models.open_menu()

    def edit_parameters(self) -> None:
        self.page.commands.edit_parameters()

    def export_elsewhere(self) -> None:
        self.page.commands.export_elsewhere()

    def show_network(self, field: str = "") -> None:
        """Go to the settings of the way to the model hub."""
        self.show_settings()
        self.settings_page.show_network(field)

    def ask_looser_limits(self) -> None:
        from indoors.ui.privacy.dialogs import ask_looser_limits

        engine = self._bridges.engine
        ask_looser_limits(self, lambda: engine.set_looser_for_drivers(on=True))

    def ask_link(self, url: str) -> None:
        self.page.commands.ask_link(url)

    def show_folder(self, folder: Path) -> None:
        """Open a folder of ours in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def show_error(self, error: AppError) -> None:
        """Show an error that belongs to no page."""
        self.page.centre.show_error(error)

    def show_notice(self, words: str) -> None:
        """Show something the user should read, such as a setting that was replaced."""
        self.page.centre.notices.show_text(words)

    # ---- settings that show at once ---------------------------------------------------------

    def _apply_settings(self, section: str) -> None:
        if section == "appearance":
            appearance = self._settings.current.appearance
            self._theme.set_mode(appearance.theme)
            self._theme.set_reduced_motion(appearance.reduced_motion)

    # ---- size, visibility -------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.width()
        self.rail.set_icons_only(width < ICONS_ONLY)
        self.pages.fit(width)
        on_chat = self.pages.currentWidget() is self.page
        self.top.fit(width, list_is_over=on_chat and width < LIST_OVER)
        self._show_panes()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow_visibility()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._follow_visibility()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._follow_visibility()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._bridges.models.look_again()

    def _follow_visibility(self) -> None:
        """Nothing is measured for a window that nobody sees."""
        seen = self.isVisible() and not self.isMinimized()
        self._live.set_visible(seen and self.page.live.isVisible())
        self.models.set_visible(seen)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed and where things are; an answer being written is saved as it is."""
        self.page.composer.flush_draft()
        self._placement.save()
        super().closeEvent(event)

    # ---- keys, files ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what lies over the page, then stops an answer."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.pages.close_over() and self._chat.busy:
            self._chat.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_be_dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files dropped anywhere go into the question; models are offered for import."""
        if self.dropped.take_data(event.mimeData()):
            event.acceptProposedAction()
