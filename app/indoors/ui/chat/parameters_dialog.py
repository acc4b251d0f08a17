"""The parameters of one conversation, in a dialog."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from indoors.core.chat import Parameters
from indoors.ui.chat.parameters_form import ParametersForm
from indoors.ui.forms import FormScroll
from indoors.ui.text import settings as text
from indoors.ui.widgets import ScrimDialog

_WIDTH = 560


class ParametersDialog(ScrimDialog):
    """``applied`` carries the new parameters; nothing changes unless it comes."""

    applied = Signal(object)  # Parameters

    def __init__(self, window: QWidget, shown: Parameters, defaults: Parameters) -> None:
        super().__init__(
            window, text.PARAMETERS_TITLE, subtitle=text.PARAMETERS_SUBTITLE, width=_WIDTH
        )
        self.form = ParametersForm()
        self.form.show_value(shown)
        self.form.setContentsMargins(4, 4, 16, 4)  # room for the focus ring
        self.body.addWidget(FormScroll(self.form), 1)
        self.reset_button = self.add_button(text.RESET, kind="ghost")
        self.add_button(text.CANCEL, answer="reject")
        self.apply_button = self.add_button(
            text.APPLY, kind="primary", answer="accept", default=True
        )
        self.reset_button.clicked.connect(lambda: self.form.show_value(defaults))
        self.form.edited.connect(self._check)
        self.accepted.connect(lambda: self.applied.emit(self.form.value()))

    def _check(self) -> None:
        self.apply_button.setEnabled(self.form.is_valid)
        self.apply_button.setToolTip("" if self.form.is_valid else text.SEED_WRONG)
