"""What lies over the page: an entry in full, all results of a proof, a broken ledger."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from indoors.core.ledger import Record, Row
from indoors.core.proof import Proof
from indoors.ui.forms import FormScroll
from indoors.ui.privacy.isolation_card import attempt_row
from indoors.ui.text import ledger as text
from indoors.ui.text import privacy as words
from indoors.ui.theme import mono
from indoors.ui.widgets import Elided, Label, ScrimDialog

_WIDTH = 700
_ASKED_WIDTH = 520
_HASHES = ("prev", "hash", "body")


class EntryDialog(ScrimDialog):
    """Every line that belongs to one row of the table."""

    def __init__(self, window: QWidget, row: Row, records: Sequence[Record]) -> None:
        super().__init__(window, text.purpose(row), subtitle=text.row_tip(row), width=_WIDTH)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(16)
        for record in records:
            column.addWidget(_record(record))
        self.body.addWidget(FormScroll(content), 1)
        copy = self.add_button(text.COPY_ENTRY, kind="ghost")
        lines = "\n".join(msgspec.json.encode(record).decode() for record in records)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(lines))
        self.add_button(text.CLOSE, answer="reject", default=True)


def _record(record: Record) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    head = f"{text.DETAIL_TITLE} {record.seq}: {text.KINDS[record.kind]}"
    grid.addWidget(Label(head, weight=600), 0, 0, 1, 2)
    for line, (name, label) in enumerate(text.DETAIL_FIELDS.items(), 1):
        said = _said(record, name)
        if said:
            value = Elided(said, role="small")
            if name in _HASHES:
                value.setFont(mono("small"))
            value.setAccessibleName(f"{label}: {said}")
            grid.addWidget(Label(label, role="small", ink="text.secondary"), line, 0)
            grid.addWidget(value, line, 1)
    return table


def _said(record: Record, name: str) -> str:
    if name == "address":
        place = f"{record.host}:{record.port}" if record.port else record.host
        return f"{record.scheme}://{place}" if record.scheme else place
    if name == "kind":
        return ""
    if name in ("bytes_out", "bytes_in"):
        counted = record.kind in ("intent", "result")
        return f"{getattr(record, name):,}" if counted else ""
    if name == "reason":
        return text.REASONS.get(record.reason, record.reason)
    value = getattr(record, name)
    return str(value) if value else ""


class ResultsDialog(ScrimDialog):
    """Each attempt of each program."""

    def __init__(self, window: QWidget, proof: Proof) -> None:
        super().__init__(window, words.RESULTS_TITLE, subtitle=words.RESULTS_SUBTITLE, width=_WIDTH)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        for problem in proof.problems:
            column.addWidget(Label(problem, role="small", ink="danger.text", wrap=True))
        for program in proof.programs:
            name = words.PROGRAMS.get(program, program)
            title = f"{name}: {words.proof_title(proof.of(program))}"
            column.addSpacing(6)
            column.addWidget(Label(title, weight=600))
            for attempt in proof.attempts:
                if attempt.program == program:
                    column.addWidget(attempt_row(attempt))
        self.body.addWidget(FormScroll(content), 1)
        copy = self.add_button(words.SAVE_RESULTS, kind="ghost")
        said = words.proof_as_text(proof)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(said))
        self.add_button(text.CLOSE, answer="reject", default=True)


def ask_looser_limits(window: QWidget, done: Callable[[], object]) -> None:
    """Ask before the engine may do more than it should, for a graphics driver."""
    dialog = ScrimDialog(window, words.LOOSER_TITLE, width=_ASKED_WIDTH)
    for said in words.LOOSER_BODY:
        dialog.body.addWidget(Label(said, ink="text.secondary", wrap=True))
    dialog.add_button(words.LOOSER_DO, kind="danger", answer="accept")
    dialog.add_button(words.LOOSER_KEEP, kind="primary", answer="reject", default=True)
    dialog.accepted.connect(lambda: done())
    dialog.open()


def ask_set_aside(window: QWidget, done: Callable[[], object]) -> None:
    """Ask before a broken ledger gets another name."""
    dialog = ScrimDialog(window, text.SET_ASIDE, subtitle=text.SET_ASIDE_BODY)
    dialog.add_button(text.SET_ASIDE, kind="danger", answer="accept")
    dialog.add_button(text.CLOSE, answer="reject", default=True)
    dialog.accepted.connect(lambda: done())
    dialog.open()
