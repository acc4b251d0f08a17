"""The form for what an answer is written with: system prompt, sampling, template."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from indoors.core.chat import Parameters
from indoors.ui.forms import CONTROL_WIDTH, Decimal, FormRow, WholeNumber
from indoors.ui.text import settings as text
from indoors.ui.theme import font
from indoors.ui.widgets import Label, Segmented

_SEED_LIMIT = 2**32
_NO_LIMIT = 0
_LONGEST = 131_072


class ParametersForm(QWidget):
    """``edited`` comes with every change by the user; ``value`` reads, ``show_value`` writes."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Parameters()
        self._as_shown: dict[str, float] = {}  # rounded as the field has it
        self.system_prompt = _lines(4)
        self.numbers = {
            words.name: Decimal(words.lowest, words.highest, words.step, words.decimals)
            for words in text.NUMBERS
        }
        self.max_tokens = WholeNumber(_NO_LIMIT, _LONGEST)
        self.max_tokens.setSpecialValueText(text.NO_LIMIT)
        self.max_tokens.setSingleStep(64)
        self.seed = QLineEdit()
        self.seed.setPlaceholderText(text.SEED_EMPTY)
        self.seed.setFixedWidth(CONTROL_WIDTH)
        digits = QRegularExpression(r"\d{0,10}")
        self.seed.setValidator(QRegularExpressionValidator(digits, self.seed))
        self.seed_error = Label(text.SEED_WRONG, role="small", ink="danger.text")
        self.seed_error.hide()
        self.stop = _lines(2)
        self.template = Segmented(text.TEMPLATE, text.TEMPLATES)
        self._lay_out()
        self._connect()
        self.show_value(Parameters())

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        prompt = FormRow(
            text.SYSTEM_PROMPT, text.SYSTEM_PROMPT_BODY, self.system_prompt, below=True
        )
        rows.addWidget(prompt)
        for words in text.NUMBERS:
            rows.addWidget(FormRow(words.title, words.body, self.numbers[words.name]))
        rows.addWidget(FormRow(text.MAX_TOKENS, text.MAX_TOKENS_BODY, self.max_tokens))
        seed = QGridLayout()
        seed.setVerticalSpacing(4)
        seed.addWidget(FormRow(text.SEED, text.SEED_BODY, self.seed), 0, 0)
        seed.addWidget(self.seed_error, 1, 0)
        rows.addLayout(seed)
        rows.addWidget(FormRow(text.STOP, text.STOP_BODY, self.stop, below=True))
        rows.addWidget(FormRow(text.TEMPLATE, text.TEMPLATE_BODY, self.template, below=True))

    def _connect(self) -> None:
        self.system_prompt.textChanged.connect(self.edited)
        self.stop.textChanged.connect(self.edited)
        for number in self.numbers.values():
            number.valueChanged.connect(self.edited)
        self.max_tokens.valueChanged.connect(self.edited)
        self.seed.textChanged.connect(self._check_seed)
        self.template.chosen.connect(self.edited)

    @property
    def is_valid(self) -> bool:
        return not self.seed.text() or int(self.seed.text()) < _SEED_LIMIT

    def value(self) -> Parameters:
        """Return what the form says; fields it does not show are kept as they were."""
        sampling: dict[str, Any] = {
            name: self._number(name, field.value()) for name, field in self.numbers.items()
        }
        sampling["max_tokens"] = self.max_tokens.value() or None
        sampling["seed"] = int(self.seed.text()) if self.seed.text() and self.is_valid else None
        sampling["stop"] = tuple(line for line in self.stop.toPlainText().split("\n") if line)
        return replace(
            self._shown,
            system_prompt=self.system_prompt.toPlainText().strip(),
            sampling=replace(self._shown.sampling, **sampling),
            template=self.template.current,
        )

    def show_value(self, parameters: Parameters) -> None:
        """Fill the form, without ``edited``."""
        self._shown = parameters
        sampling = parameters.sampling
        blocked = self.blockSignals(True)
        self.system_prompt.setPlainText(parameters.system_prompt)
        for name, field in self.numbers.items():
            field.setValue(getattr(sampling, name))
            self._as_shown[name] = field.value()
        self.max_tokens.setValue(sampling.max_tokens or _NO_LIMIT)
        self.seed.setText("" if sampling.seed is None else str(sampling.seed))
        self.stop.setPlainText("\n".join(sampling.stop))
        self.template.set_current("chatml" if parameters.template == "chatml" else "model")
        self.blockSignals(blocked)

    def _number(self, name: str, shown: float) -> float:
        """Return the field's value; one that it can only show rounded is kept exactly."""
        kept: float = getattr(self._shown.sampling, name)
        return kept if shown == self._as_shown[name] else type(kept)(shown)

    def _check_seed(self) -> None:
        self.seed_error.setVisible(not self.is_valid)
        self.seed.setProperty("error", not self.is_valid)
        self.seed.style().polish(self.seed)
        self.edited.emit()


def _lines(number: int) -> QPlainTextEdit:
    """A field of so many lines in which Tab goes on to the next field."""
    field = QPlainTextEdit()
    field.setFont(font("body"))
    field.setTabChangesFocus(True)
    field.setFixedHeight(number * field.fontMetrics().lineSpacing() + 22)
    return field
