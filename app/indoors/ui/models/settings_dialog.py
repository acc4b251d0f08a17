"""How one model is loaded: automatic first, with the reason, or as the user sets it."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from indoors.bridge.models import ModelsBridge
from indoors.core.model_settings import AUTOMATIC, ModelSettings
from indoors.ui.forms import FormRow, FormScroll, WholeNumber
from indoors.ui.text import model_settings as text
from indoors.ui.text.models import CANCEL
from indoors.ui.widgets import Label, ScrimDialog, Segmented

_WIDTH = 580
_MARGINS = 48


class SettingsDialog(ScrimDialog):
    """The line at the bottom says what the values come to, while they are being changed."""

    def __init__(self, window: QWidget, models: ModelsBridge, path: str, name: str) -> None:
        super().__init__(window, text.TITLE, subtitle=name, width=_WIDTH)
        self._models = models
        self._path = path
        found = models.automatic_for(path, AUTOMATIC)
        trained = found.context_trained if found else None
        self.context = _number(511, trained or 1_048_576, step=512)
        self.layers = _number(-1, found.layers if found else 999)
        self.threads = _number(0, 512)
        self.kv_type = Segmented(text.KV_TYPE, text.KV_CHOICES)
        self.flash = Segmented(text.FLASH, text.FLASH_CHOICES)
        self._needs = Label("", weight=600)
        form = QWidget()
        rows = QVBoxLayout(form)
        rows.setContentsMargins(4, 4, 16, 4)  # room for the focus ring
        rows.setSpacing(12)
        for row in (
            FormRow(text.CONTEXT, text.context_reason(found), self.context),
            FormRow(text.LAYERS, text.layers_reason(found), self.layers),
            FormRow(text.THREADS, text.threads_reason(found), self.threads),
            FormRow(text.KV_TYPE, text.KV_REASON, self.kv_type),
            FormRow(text.FLASH, text.FLASH_REASON, self.flash),
        ):
            rows.addWidget(row)
        rows.addWidget(self._template())
        scroll = FormScroll(form)
        scroll.resize(_WIDTH - _MARGINS, scroll.height())  # its height is asked for by its width
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self._needs)
        self.layers.setEnabled(bool(found and found.fit.room.graphics != "none"))
        self.add_button(text.ALL_AUTOMATIC, kind="ghost").clicked.connect(
            lambda: self._show(AUTOMATIC)
        )
        self.add_button(CANCEL, answer="reject")
        self.add_button(text.SAVE, kind="primary", answer="accept", default=True)
        self._show(models.settings_for(path))
        for number in (self.context, self.layers, self.threads):
            number.valueChanged.connect(self._show_needs)
        for choice in (self.kv_type, self.flash):
            choice.chosen.connect(self._show_needs)
        self.accepted.connect(lambda: models.set_settings(path, self.value()))

    def _template(self) -> QWidget:
        """What the file's chat template is; known while the model is loaded."""
        facts = self._models.loaded_from(self._path)
        line = text.template_line(facts.template, facts.template_adds) if facts else ""
        row = FormRow(text.TEMPLATE, line, QWidget(), below=True)
        row.setVisible(facts is not None)
        return row

    def value(self) -> ModelSettings:
        """The settings as they stand."""
        kv_type = self.kv_type.current
        return ModelSettings(
            context=_set(self.context),
            gpu_layers=_set(self.layers),
            threads=_set(self.threads),
            kv_type=kv_type if kv_type in ("f16", "q8_0") else None,  # type: ignore[arg-type]
            flash_attention={"on": True, "off": False}.get(self.flash.current),
        )

    def _show(self, own: ModelSettings) -> None:
        pairs = (
            (self.context, own.context),
            (self.layers, own.gpu_layers),
            (self.threads, own.threads),
        )
        for number, value in pairs:
            number.setValue(number.minimum() if value is None else value)
        self.kv_type.set_current(own.kv_type or "auto")
        flash = {None: "auto", True: "on", False: "off"}[own.flash_attention]
        self.flash.set_current(flash)
        self._show_needs()

    def _show_needs(self) -> None:
        self._needs.set_text(text.needs_line(self._models.automatic_for(self._path, self.value())))


def _number(lowest: int, highest: int, *, step: int = 1) -> WholeNumber:
    """A field whose lowest value, one below what may be set, means automatic."""
    made = WholeNumber(lowest, highest)
    made.setSingleStep(step)
    made.setSpecialValueText(text.AUTOMATIC)
    made.setKeyboardTracking(False)
    return made


def _set(number: WholeNumber) -> int | None:
    return None if number.value() == number.minimum() else number.value()
