"""The settings page, made from the fields of the settings tree."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.network import NetworkBridge
from indoors.bridge.settings import SettingsBridge
from indoors.core.settings import fields
from indoors.ui.about import About
from indoors.ui.area import Area
from indoors.ui.chat.parameters_form import ParametersForm
from indoors.ui.forms import FormRow, FormScroll
from indoors.ui.settings_fields import SettingsField
from indoors.ui.settings_folder import FolderField
from indoors.ui.settings_network import NetworkRows
from indoors.ui.text import models as models_text
from indoors.ui.text import settings as text
from indoors.ui.widgets import Button, Card, Elided, Label

_WIDEST = 720
_ABOVE = 130  # of a card that stays in view
_GENERATED = ("appearance", "engine", "models")


class SettingsPage(Area):
    """Each change acts and is saved at once; there is no Apply."""

    def __init__(
        self,
        settings: SettingsBridge,
        about: About,
        show_folder: Callable[[Path], object],
        network: NetworkBridge,
        cards: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("bg.window", parent=parent)
        self._settings = settings
        self._about = about
        self._show_folder = show_folder
        self._rows: dict[str, FormRow] = {}
        self.fields: dict[str, SettingsField] = {}
        self.parameters = ParametersForm()
        self.watched = FolderField(models_text.WATCH_TITLE)
        self._content = content = QWidget()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(16)
        for section in _GENERATED:
            self._add(section, self._generated(section))
        self.network = self._network_rows(network)
        self._add("network", self.network.rows)
        self._add(
            "chat", [Label(text.CHAT_INTRO, ink="text.secondary", wrap=True), self.parameters]
        )
        for card in cards:
            self._cards.addWidget(card)
        self._add("data", [self._data_row()])
        self._add("about", [FormRow(text.VERSION, "", Label(about.version))])
        self._cards.addStretch(1)
        _centre(content, self._cards)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = FormScroll(content)
        outer.addWidget(self._scroll)
        self.parameters.edited.connect(self._save_parameters)
        self.watched.chosen.connect(lambda path: settings.update("models", watched_folder=path))
        settings.changed.connect(self._show)
        for section in ("chat", "models", "network"):
            self._show(section)

    def _add(self, section: str, rows: list[QWidget]) -> None:
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(14)
        column.addWidget(Label(text.SECTIONS[section], role="heading"))
        for row in rows:
            column.addWidget(row)
        self._cards.addWidget(card)

    def _generated(self, section: str) -> list[QWidget]:
        rows: list[QWidget] = []
        for field in fields(section):
            made = SettingsField(field, self._settings)
            self.fields[made.name] = made
            row = FormRow(field.title, field.description, made.control, below=made.is_wide)
            self._rows[made.name] = row
            rows.append(row)
        if section == "engine":
            rows.append(Label(text.ENGINE_NOTE, role="small", ink="text.tertiary", wrap=True))
        if section == "models":
            said = models_text.WATCHED, models_text.WATCHED_BODY
            rows.append(FormRow(*said, self.watched, below=True))
        return rows

    def _network_rows(self, network: NetworkBridge) -> NetworkRows:
        self._generated("network")
        names = [field.name for field in fields("network")]
        made = {n: (self.fields[f"network.{n}"], self._rows[f"network.{n}"]) for n in names}
        return NetworkRows(network, made)

    def show_network(self, field: str) -> None:
        """Bring the network's card into view, ready to enter the token if that is asked for."""
        target: QWidget = self.fields["network.endpoint"].control
        if field == "token":
            target = self.network.token
            self.network.token.solve()
        else:
            target.setFocus()
        if layout := self._content.layout():
            layout.activate()  # it may not have been shown yet
        top = target.mapTo(self._content, QPoint(0, -_ABOVE)).y()
        self._scroll.verticalScrollBar().setValue(top)

    def _data_row(self) -> QWidget:
        path = str(self._about.data)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        where = Elided(path, mode=Qt.TextElideMode.ElideMiddle)
        where.setToolTip(path)
        row.addWidget(where, 1)
        copy = Button(text.COPY_PATH, kind="ghost", icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(path))
        show = Button(text.SHOW_IN_FOLDER, icon="folder-open")
        show.clicked.connect(lambda: self._show_folder(self._about.data))
        row.addWidget(copy)
        row.addWidget(show)
        return FormRow(text.DATA_FOLDER, text.DATA_FOLDER_BODY, buttons, below=True)

    def _save_parameters(self) -> None:
        if self.parameters.is_valid:
            self._settings.update("chat", parameters=self.parameters.value())

    def _show(self, section: str) -> None:
        """Follow a change made elsewhere."""
        if section == "chat":
            stored = self._settings.current.chat.parameters
            if stored != self.parameters.value():
                self.parameters.show_value(stored)
        if section == "models":
            self.watched.show_path(self._settings.current.models.watched_folder)
        for name, field in self.fields.items():
            if name.partition(".")[0] == section:
                field.show_value()
                self._rows[name].setVisible(field.is_wanted)


def _centre(content: QWidget, column: QVBoxLayout) -> None:
    """Keep a column of readable width in the middle."""
    holder = QWidget()
    holder.setMaximumWidth(_WIDEST)
    holder.setLayout(column)
    column.setContentsMargins(0, 0, 0, 0)
    row = QHBoxLayout(content)
    row.setContentsMargins(20, 20, 20, 20)
    row.addStretch(1)
    row.addWidget(holder, 1000)
    row.addStretch(1)
