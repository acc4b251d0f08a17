"""One control for one field of the settings, by its kind."""

import re
from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from indoors.bridge.settings import SettingsBridge
from indoors.core.errors import AppError
from indoors.core.settings import Field, accepts
from indoors.ui.file_dialogs import choose_certificate
from indoors.ui.forms import WholeNumber
from indoors.ui.settings_folder import FolderField
from indoors.ui.settings_text import TextField
from indoors.ui.text import network as network_text
from indoors.ui.text import settings as text
from indoors.ui.text.errors import describe
from indoors.ui.widgets import Label, Segmented, Toggle

Check = Callable[[str, Callable[[bytes], None], Callable[[AppError], None]], None]
"""Looks at a file; calls one of the two."""


class SettingsField:
    """Shows the field's value and writes each change back at once."""

    def __init__(self, field: Field, settings: SettingsBridge) -> None:
        self._field = field
        self._settings = settings
        self._showing = False
        self._chooser: FolderField | None = None
        self._check: Check | None = None
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
        if field.kind in ("text", "list"):
            line = TextField(field.title)
            line.edit.setPlaceholderText(text.PLACEHOLDERS.get(self.name, ""))
            line.entered.connect(self._save_text)
            return line
        return self._make_file() if field.kind == "file" else self._make_number()

    def _make_file(self) -> QWidget:
        words = {"none": network_text.NO_CERTIFICATE, "choose": network_text.CHOOSE_CERTIFICATE}
        chooser = FolderField(self._field.title, choose_certificate, **words)
        self.problem = Label("", role="small", ink="danger.text", wrap=True)
        self.problem.hide()
        chooser.chosen.connect(self._save_file)
        self._chooser = chooser
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(chooser)
        column.addWidget(self.problem)
        return both

    def _make_number(self) -> QWidget:
        field = self._field
        number = WholeNumber(self._lowest(), min(int(field.maximum or 0), 2**31 - 1))
        name = self.name
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
        elif isinstance(control, TextField):
            control.show_text(", ".join(value) if isinstance(value, tuple) else str(value))
        elif self._chooser is not None:
            self._chooser.show_path(str(value))
        elif isinstance(control, WholeNumber):
            control.setValue(self._lowest() if value is None else cast("int", value))
        self._showing = False

    @property
    def name(self) -> str:
        """Return the field's name with its section's."""
        return f"{self._field.section}.{self._field.name}"

    @property
    def is_wide(self) -> bool:
        """Whether it stands below its words."""
        return self._field.kind in ("text", "list", "file")

    @property
    def is_wanted(self) -> bool:
        """Whether it has a meaning as the other fields are set."""
        if self._field.shown_if is None:
            return True
        other, value = self._field.shown_if
        return bool(getattr(getattr(self._settings.current, self._field.section), other) == value)

    def set_check(self, check: Check) -> None:
        """Have a file looked at before it is saved."""
        self._check = check

    def _save_text(self, given: str) -> None:
        assert isinstance(self.control, TextField)
        value: object = given
        if self._field.kind == "list":
            value = tuple(part for part in re.split(r"[\s,;]+", given) if part)
        good = accepts(self._field.section, self._field.name, value)
        self.control.show_problem("" if good else text.WRONG[self.name])
        if good:
            self.control.edit.setModified(False)
            self._save(value)
            self.show_value()

    def _save_file(self, path: str) -> None:
        self._tell("")
        if path and self._check is not None:
            self._check(path, lambda _: self._save(path), lambda e: self._tell(describe(e).title))
        else:
            self._save(path)

    def _tell(self, words: str) -> None:
        self.problem.set_text(words)
        self.problem.setVisible(bool(words))

    def _lowest(self) -> int:
        """An optional number has one step below its smallest value, which means "automatic"."""
        return int(self._field.minimum or 0) - (1 if self._field.optional else 0)

    def _save_number(self, value: int) -> None:
        automatic = self._field.optional and value == self._lowest()
        self._save(None if automatic else value)

    def _save(self, value: object) -> None:
        if not self._showing:
            self._settings.update(self._field.section, **{self._field.name: value})
