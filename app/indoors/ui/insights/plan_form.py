"""The fields of the break-even calculation."""

from decimal import Decimal as Exact

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QSpinBox, QWidget

from indoors.core.money.roi import Plan
from indoors.ui.forms import Decimal, WholeNumber
from indoors.ui.text import break_even as text
from indoors.ui.text import money as money_text
from indoors.ui.theme import current_theme
from indoors.ui.widgets import Elided

_WHOLE = ("people", "answers")
_OPTIONAL = ("seat_price", "price_an_answer")
_DECIMALS = {"hardware": 0, "setup_hours": 0, "price_an_answer": 5}
_NO_SIGN = "setup_hours"
_MOST = 1_000_000_000
_WIDTH = 104
_STEPS = {"price_an_answer": 0.001, "hardware": 100.0}


class PlanForm(QWidget):
    """``edited`` comes when the user changed a figure, not when a plan is shown."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._base = Plan(answers=0)
        self._showing = False
        self.fields: dict[str, QSpinBox | QDoubleSpinBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for row, (name, (title, tip)) in enumerate(text.FIELDS.items()):
            field = _field(name)
            field.setAccessibleName(title)
            field.setAccessibleDescription(tip)
            field.setToolTip(tip)
            field.valueChanged.connect(self._changed)
            self.fields[name] = field
            grid.addWidget(Elided(title, role="small", ink="text.secondary"), row, 0)
            grid.addWidget(field, row, 1)
        self.setMinimumWidth(2 * _WIDTH + 8)

    def show_plan(self, plan: Plan, currency: str) -> None:
        """Show a plan; what has no field, such as the machine, is kept."""
        self._base = plan
        self._showing = True
        sign = money_text.symbol(currency)
        for name, field in self.fields.items():
            value = getattr(plan, name)
            if isinstance(field, QSpinBox):
                field.setValue(value)
            else:
                field.setPrefix("" if name == _NO_SIGN else sign)
                field.setValue(float(value or 0))
        self._showing = False

    def plan(self) -> Plan:
        """Return the plan as it stands in the fields."""
        given: dict[str, object] = {"machine": self._base.machine}
        for name, field in self.fields.items():
            if isinstance(field, QSpinBox):
                given[name] = field.value()
                continue
            value = Exact(str(round(field.value(), field.decimals())))
            shown = getattr(self._base, name)
            if shown is not None and round(float(shown), field.decimals()) == field.value():
                value = shown  # not edited: with all its digits
            given[name] = None if name in _OPTIONAL and not value else value
        return Plan(**given)  # type: ignore[arg-type]

    def _changed(self, _value: object) -> None:
        if not self._showing:
            self.edited.emit()


def _field(name: str) -> QSpinBox | QDoubleSpinBox:
    made: QSpinBox | QDoubleSpinBox
    if name in _WHOLE:
        made = WholeNumber(0, _MOST)
    else:
        made = Decimal(0.0, float(_MOST), _STEPS.get(name, 1.0), _DECIMALS.get(name, 2))
        made.setGroupSeparatorShown(True)
        if name in _OPTIONAL:
            made.setSpecialValueText(text.NOT_ENTERED)
    made.setFixedWidth(_WIDTH)
    made.setFixedHeight(current_theme().height("button.small"))
    made.setStyleSheet("padding: 1px 18px 1px 7px;")
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setKeyboardTracking(False)
    return made
