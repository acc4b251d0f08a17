"""A failure, told in place: what happened, what is safe, what to do."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.ui.text import widgets as words
from indoors.ui.widgets.button import Button
from indoors.ui.widgets.card import Card
from indoors.ui.widgets.icon_view import IconView
from indoors.ui.widgets.label import Label

_ICON = 18
_MOST_ACTIONS = 2


class ErrorBlock(Card):
    """``triggered`` carries the label of the action that was chosen.

    Args:
        title: what happened, one sentence.
        body: what is safe and what to do.
        actions: at most two; the first is the recommended one.
        details: for a report, behind "Show details".
    """

    triggered = Signal(str)

    def __init__(
        self,
        title: str,
        body: str,
        actions: Sequence[str] = (),
        details: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(fill="danger.tint", border="danger.border", radius="card", parent=parent)
        if len(actions) > _MOST_ACTIONS:
            raise ValueError("an error offers at most two actions")
        self.setAccessibleName(f"{title} {body}".strip())
        outer = QHBoxLayout(self)
        outer.setContentsMargins(13, 11, 13, 11)
        outer.setSpacing(10)
        icon = IconView("warning-circle-fill", ink="danger.text", size=_ICON, parent=self)
        outer.addLayout(_top(icon))
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        outer.addLayout(self._column, 1)
        self._column.addWidget(Label(title, weight=600, ink="danger.text", wrap=True))
        if body:
            self._column.addWidget(Label(body, role="small", ink="text.secondary", wrap=True))
        if actions or details:
            self._add_actions(actions, details)

    def _add_actions(self, actions: Sequence[str], details: str | None) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for index, label in enumerate(actions):
            kind = "secondary" if index == 0 else "ghost"
            button = Button(label, kind=kind, size="small", parent=self)  # type: ignore[arg-type]
            button.clicked.connect(lambda _=False, said=label: self.triggered.emit(said))
            row.addWidget(button)
        if details:
            row.addWidget(self._details_button(details))
        row.addStretch(1)
        self._column.addSpacing(8)
        self._column.addLayout(row)
        if details:
            self._column.addWidget(self._details)

    def _details_button(self, details: str) -> Button:
        self._details = Label(details, role="small", ink="text.secondary", wrap=True, parent=self)
        self._details.setContentsMargins(0, 8, 0, 0)
        self._details.hide()
        button = Button(words.SHOW_DETAILS, kind="ghost", size="small", parent=self)

        def toggle() -> None:
            shown = self._details.isHidden()
            self._details.setVisible(shown)
            button.set_text(words.HIDE_DETAILS if shown else words.SHOW_DETAILS)

        button.clicked.connect(toggle)
        return button


def _top(widget: QWidget) -> QVBoxLayout:
    """Keeps an icon beside the first line when the text grows."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 1, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return column
