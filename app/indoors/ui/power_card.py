"""The settings of power, with what holds just now."""

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from indoors.bridge.power import PowerBridge
from indoors.bridge.settings import SettingsBridge
from indoors.core.settings import fields
from indoors.ui.forms import FormRow
from indoors.ui.settings_fields import SettingsField
from indoors.ui.text import power as text
from indoors.ui.widgets import Card, Label


class PowerCard(Card):
    """``wait_s``: after how long unloading pays, if that is known."""

    def __init__(
        self,
        power: PowerBridge,
        settings: SettingsBridge,
        wait_s: Callable[[], float | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._power, self._settings, self._wait_s = power, settings, wait_s
        self.setAccessibleName(text.TITLE)
        self.now = Label("", role="small", ink="text.tertiary", wrap=True)
        self.fields = {field.name: SettingsField(field, settings) for field in fields("power")}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(14)
        column.addWidget(Label(text.TITLE, role="heading"))
        for field in fields("power"):
            made = self.fields[field.name]
            column.addWidget(FormRow(field.title, field.description, made.control))
        column.addWidget(self.now)
        settings.changed.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _follow(self, section: str) -> None:
        if section == "power":
            for field in self.fields.values():
                field.show_value()
            self.refresh()

    def refresh(self) -> None:
        """Ask the system again."""
        choice = self._settings.current.power
        state = text.state(
            self._power.now(), gentle=choice.gentle_on_battery, pauses=choice.pause_batch
        )
        waiting = text.waiting(self._wait_s(), enabled=choice.unload_when_it_pays)
        self.now.set_text(f"{state} {waiting}".strip())
