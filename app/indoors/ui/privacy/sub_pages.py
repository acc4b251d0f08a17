"""Two pages behind the first: what an office has set, and how to check us from outside."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.privacy import PrivacyBridge
from indoors.core.policy import Policy, Value
from indoors.ui.area import Area, Divider
from indoors.ui.forms import FormScroll
from indoors.ui.text import policy as words
from indoors.ui.text import privacy as text
from indoors.ui.text.numbers import DASH
from indoors.ui.theme import mono
from indoors.ui.widgets import Badge, Banner, Button, Card, Elided, IconButton, Label

_WIDEST = 820


class SubPage(Area):
    """A title, a way back, and a column of readable width."""

    back_requested = Signal()

    def __init__(self, title: str, body: str) -> None:
        super().__init__("bg.window")
        self.setAccessibleName(title)
        self.back = Button(text.BACK, kind="ghost", icon="caret-left", size="small")
        self.back.clicked.connect(self.back_requested)
        self.heading = Label(title, role="title", wrap=True)
        self.lead = Label(body, ink="text.secondary", wrap=True)
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        for widget in (self.back, self.heading, self.lead):
            self.column.addWidget(widget, 0, Qt.AlignmentFlag(0))
        self.column.setAlignment(self.back, Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        holder.setMaximumWidth(_WIDEST)
        holder.setLayout(self.column)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(20, 16, 20, 20)
        row.addStretch(1)
        row.addWidget(holder, 1000)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(FormScroll(content))


class CheckPage(SubPage):
    """Commands for whoever looks after the computer."""

    def __init__(self, privacy: PrivacyBridge) -> None:
        super().__init__(text.CHECK_TITLE, text.CHECK_BODY)
        for title, body, command in text.COMMANDS:
            self.column.addWidget(_command(title, body, command))
        self.key = Elided(DASH)
        self.key.setFont(mono("small"))
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(4)
        column.addWidget(Label(text.KEY_TITLE, weight=500))
        column.addWidget(Label(text.KEY_BODY, role="small", ink="text.secondary", wrap=True))
        column.addWidget(self.key)
        self.column.addWidget(card)
        self.column.addStretch(1)
        privacy.fingerprint.connect(self.key.set_text)
        privacy.look_at_key()


def _command(title: str, body: str, command: str) -> QWidget:
    card = Card()
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 12, 12)
    column.setSpacing(4)
    column.addWidget(Label(title, weight=500))
    column.addWidget(Label(body, role="small", ink="text.secondary", wrap=True))
    if command:
        row = QHBoxLayout()
        typed = Elided(command)
        typed.setFont(mono("small"))
        copy = IconButton("copy", f"{text.COPY_COMMAND}: {title}")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(command))
        row.addWidget(typed, 1)
        row.addWidget(copy)
        column.addLayout(row)
    return card


class ManagedPage(SubPage):
    """Every value with its source, and what is wrong with a source."""

    def __init__(self, privacy: PrivacyBridge) -> None:
        super().__init__(words.MANAGED_TITLE, words.MANAGED_BODY)
        self._privacy = privacy
        self._shown = QWidget()
        self.column.addWidget(self._shown)
        self.column.addStretch(1)
        privacy.changed.connect(self.show_policy)
        self.show_policy()

    def show_policy(self) -> None:
        """Read the policy again."""
        policy = self._privacy.policy
        managed = policy.managed
        self.heading.set_text(words.MANAGED_TITLE if managed else words.UNMANAGED_TITLE)
        self.lead.set_text(words.MANAGED_BODY if managed else words.UNMANAGED_BODY)
        old, self._shown = self._shown, _policy(policy)
        self.column.replaceWidget(old, self._shown)
        old.hide()
        old.deleteLater()


def _policy(policy: Policy) -> QWidget:
    shown = QWidget()
    column = QVBoxLayout(shown)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for problem in policy.problems:
        said = words.policy_problem(problem)
        said = f"{said} {words.CLOSED}" if problem.closes else said
        column.addWidget(Banner(said, dismissable=False))
    if policy.values:
        column.addWidget(_card([_value(value) for value in policy.values]))
    if policy.sources:
        column.addWidget(Label(words.SOURCES, role="heading"))
        rows = [_source(source.name, source.sha256) for source in policy.sources]
        column.addWidget(_card(rows))
    return shown


def _card(rows: list[QWidget]) -> QWidget:
    card = Card()
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 10, 16, 10)
    column.setSpacing(8)
    for number, row in enumerate(rows):
        if number:
            column.addWidget(Divider())
        column.addWidget(row)
    return card


def _value(value: Value) -> QWidget:
    row = QWidget()
    said = words.policy_value(value)
    row.setAccessibleName(f"{value.key.title}: {said}. {words.policy_source(value)}")
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(16)
    lines = QVBoxLayout()
    lines.setSpacing(0)
    lines.addWidget(Label(value.key.title, weight=500))
    lines.addWidget(Label(value.key.description, role="small", ink="text.secondary", wrap=True))
    where = f"{value.key.name} · {words.policy_source(value)}"
    lines.addWidget(Elided(where, role="small", ink="text.tertiary"))
    line.addLayout(lines, 1)
    if not value.key.effect:
        line.addWidget(Badge(words.NO_EFFECT))
    line.addWidget(Label(said, weight=600))
    return row


def _source(name: str, sha256: str) -> QWidget:
    row = QWidget()
    row.setAccessibleName(f"{name}, SHA-256 {sha256}")
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(name, weight=500))
    digest = Elided(f"SHA-256 {sha256}")
    digest.setFont(mono("small"))
    column.addWidget(digest)
    return row
