"""What a place without content says: what goes here, what happens then, one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from indoors.ui.widgets.button import Button
from indoors.ui.widgets.icon_view import IconView
from indoors.ui.widgets.label import Label

_ICON = 30
_CENTER = Qt.AlignmentFlag.AlignHCenter


class EmptyState(QWidget):
    """``triggered`` comes from its one button, if there is one."""

    triggered = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        body: str,
        action: str | None = None,
        *,
        action_icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title}. {body}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(IconView(icon, ink="text.tertiary", size=_ICON, parent=self), 0, _CENTER)
        column.addSpacing(4)
        column.addWidget(_centred(Label(title, role="heading", wrap=True)))
        column.addSpacing(5)
        column.addWidget(_centred(Label(body, ink="text.secondary", wrap=True)))
        if action is not None:
            button = Button(action, kind="primary", icon=action_icon, parent=self)
            button.clicked.connect(lambda: self.triggered.emit())
            column.addSpacing(9)
            column.addWidget(button, 0, _CENTER)
        column.addStretch(1)


def _centred(label: Label) -> Label:
    label.setAlignment(_CENTER)
    return label
