"""One control for one field of the settings, by its kind."""

from typing import cast

from PySide6.QtWidgets import QWidget

from indoors.bridge.settings import SettingsBridge
from indoors.core.settings import Field
from indoors.ui.forms import WholeNumber
from indoors.ui.text import settings as text
from indoors.ui.widgets import Segmented, Toggle


class SettingsField:
    """Shows the field's value and writes each change back at once."""

    def __init__(self, field: Field, settings: SettingsBridge) -> None:
        self._field = field
        self._settings = settings
        self._showing = False
        self.control: QWidget = self._make()
        self.show_value()

    def _make(self) -> QWidget:
        field = self._field
        if field.kind == "switch":
            toggle = Toggle(field.title)
            toggle.toggled.connect(self._save)
            return toggle
        if field.kind == "choice":
            options = [(choice, text.CHOICES[choice]) for choice in field.choices]
            segmented = Segmented(field.title, options)
            segmented.chosen.connect(self._save)
            return segmented
        number = WholeNumber(self._lowest(), min(int(field.maximum or 0), 2**31 - 1))
        name = f"{field.section}.{field.name}"
        special = text.AUTOMATIC if field.optional else text.LOWEST.get(name, "")
        number.setSpecialValueText(special)
        number.setSuffix(text.UNITS.get(name, ""))
        number.setKeyboardTracking(False)  # saved when the number is complete
        number.valueChanged.connect(self._save_number)
        return number

    def show_value(self) -> None:
        """Show what is set, without saving it again."""
        value = getattr(getattr(self._settings.current, self._field.section), self._field.name)
        control = self.control
        self._showing = True
        if isinstance(control, Toggle):
            control.setChecked(bool(value))
        elif isinstance(control, Segmented):
            control.set_current(str(value))
        elif isinstance(control, WholeNumber):
            control.setValue(self._lowest() if value is None else cast("int", value))
        self._showing = False

    def _lowest(self) -> int:
        """An optional number has one step below its smallest value, which means "automatic"."""
        return int(self._field.minimum or 0) - (1 if self._field.optional else 0)

    def _save_number(self, value: int) -> None:
        automatic = self._field.optional and value == self._lowest()
        self._save(None if automatic else value)

    def _save(self, value: object) -> None:
        if not self._showing:
            self._settings.update(self._field.section, **{self._field.name: value})
