"""The screens behind the rail. Those that are rarely seen are made when they first are."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from indoors.bridge.chat import ChatBridge
from indoors.bridge.engine import EngineBridge
from indoors.bridge.history import HistoryBridge
from indoors.bridge.insights import InsightsBridge
from indoors.bridge.live import LiveModel
from indoors.bridge.meter_access import MeterAccessBridge
from indoors.bridge.models import ModelsBridge
from indoors.bridge.money import MoneyBridge
from indoors.bridge.network import NetworkBridge
from indoors.bridge.power import PowerBridge
from indoors.bridge.privacy import PrivacyBridge
from indoors.bridge.safekeeping import Safekeeping
from indoors.bridge.settings import SettingsBridge
from indoors.bridge.survey import SurveyBridge
from indoors.ui.chat.page import ChatPage
from indoors.ui.file_dialogs import choose_model
from indoors.ui.theme import ThemeSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from indoors.ui.insights.page import InsightsPage
    from indoors.ui.models.page import ModelsPage
    from indoors.ui.privacy.page import PrivacyPage
    from indoors.ui.settings_page import SettingsPage
    from indoors.ui.welcome.page import WelcomePage


class Bridges(Protocol):
    """Where the pages get what they show, and send what is asked."""

    chat: ChatBridge
    engine: EngineBridge
    live: LiveModel
    insights: InsightsBridge
    money: MoneyBridge
    history: HistoryBridge
    power: PowerBridge
    settings: SettingsBridge
    models: ModelsBridge
    survey: SurveyBridge
    network: NetworkBridge
    safekeeping: Safekeeping
    privacy: PrivacyBridge
    meter_access: MeterAccessBridge


class Pages(QStackedWidget):
    """Chat, models, settings, and the first run."""

    welcomed = Signal()  # the first run was seen to its end, or skipped
    link_requested = Signal(str)
    action_requested = Signal(str, object)  # key of ui/text/errors, AppError
    recovery_requested = Signal()
    start_chatting = Signal()
    search_elsewhere = Signal()  # the page that is shown has no search of its own

    def __init__(
        self,
        bridges: Bridges,
        theme: ThemeSource,
        chat: ChatPage,
        make_settings: "Callable[[], SettingsPage]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridges = bridges
        self._theme = theme
        self.chat = chat
        self._make_settings = make_settings
        self._settings: SettingsPage | None = None
        self._models: ModelsPage | None = None
        self._welcome: WelcomePage | None = None
        self._privacy: PrivacyPage | None = None
        self._insights: InsightsPage | None = None
        self.addWidget(chat)
        bridges.privacy.changed.connect(self._follow_protection)
        self._follow_protection()

    @property
    def settings(self) -> "SettingsPage":
        if self._settings is None:
            self._settings = self._make_settings()
            self.addWidget(self._settings)
            self._follow_protection()
        return self._settings

    @property
    def models(self) -> "ModelsPage":
        if self._models is None:
            from indoors.ui.models.page import ModelsPage

            page = ModelsPage(self._bridges.models, self._bridges.engine, self._theme)
            page.link_requested.connect(self.link_requested)
            page.action_requested.connect(self.action_requested)
            page.fit(self.window().width())
            self.addWidget(page)
            self._models = page
            self._follow_protection()
        return self._models

    @property
    def welcome(self) -> "WelcomePage":
        if self._welcome is None:
            from indoors.ui.welcome.page import WelcomePage

            bridges = self._bridges
            page = WelcomePage(bridges.survey, bridges.models, bridges.engine)
            page.start_chatting.connect(bridges.engine.load)
            page.start_chatting.connect(self.welcomed)
            page.skipped.connect(self.welcomed)
            page.import_requested.connect(self._import)
            page.action_requested.connect(self.action_requested)
            self.addWidget(page)
            self._welcome = page
            self._follow_protection()
        return self._welcome

    @property
    def privacy(self) -> "PrivacyPage":
        if self._privacy is None:
            from indoors.ui.privacy.page import PrivacyPage

            page = PrivacyPage(self._bridges.privacy)
            page.recovery_requested.connect(self.recovery_requested)
            page.fit(self.window().width())
            self.addWidget(page)
            self._privacy = page
        return self._privacy

    @property
    def insights(self) -> "InsightsPage":
        if self._insights is None:
            from indoors.ui.insights.page import InsightsPage

            page = InsightsPage(self._bridges.insights, self._bridges.money)
            page.start_chatting.connect(self.start_chatting)
            page.fit(self.window().width())
            self.addWidget(page)
            self._insights = page
        return self._insights

    def _follow_protection(self) -> None:
        """Sealed: what reaches outside is removed, wherever it is."""
        known, policy = self._bridges.privacy.protection, self._bridges.privacy.policy
        if self._settings is not None:
            self._settings.network.follow(sealed=known.sealed, mirror=policy.rules.mirror_url)
        if self._models is not None:
            self._models.set_sealed(known.sealed)
        if self._welcome is not None:
            self._welcome.set_sealed(known.sealed)
            self._welcome.header.set_enforced(known.enforced)

    @property
    def on_first_run(self) -> bool:
        """Whether the first run is shown, which has the window to itself."""
        return self._welcome is not None and self.currentWidget() is self._welcome

    def start_search(self) -> None:
        """Go to the search of the page that is shown, or else of the chat."""
        if self._models is not None and self.currentWidget() is self._models:
            self._models.start_search()
        else:
            self.search_elsewhere.emit()

    def fit(self, width: int) -> None:
        """Arrange the pages for a window of this width."""
        self.chat.fit(width)
        for page in (self._models, self._privacy, self._insights):
            if page is not None:
                page.fit(width)

    def close_over(self) -> bool:
        """Close a pane that lies over the page; False if none does."""
        if self._models is not None and self.currentWidget() is self._models:
            return self._models.panes.close_over()
        if self._privacy is not None and self.currentWidget() is self._privacy:
            return self._privacy.close_over()
        return self.chat.panes.close_over()

    def _import(self) -> None:
        choose_model(self.window(), lambda path: self._bridges.models.import_files([path]))
