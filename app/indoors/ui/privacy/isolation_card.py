"""What the system enforces on each program, and the proof of it."""

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.privacy import Facts, PrivacyBridge
from indoors.core.proof import Attempt, Proof
from indoors.protocol.isolation import Enforcement
from indoors.ui.area import Divider
from indoors.ui.privacy.fact_card import FactCard, FactRow
from indoors.ui.text import privacy as text
from indoors.ui.widgets import Button, IconView, Label

_ROWS = 5
_PROGRAMS = ("engine", "ingest", "window", "broker")


class IsolationCard(FactCard):
    """Facts until something was tried; then what came of it."""

    results_requested = Signal()
    check_requested = Signal()

    def __init__(self, privacy: PrivacyBridge, parent: QWidget | None = None) -> None:
        super().__init__("wifi-slash", text.NOT_ENFORCED_TITLE, parent)
        self._privacy = privacy
        self.prove = Button(text.PROVE, icon="pulse")
        self.prove.setToolTip(text.PROVE_TIP)
        self.prove.clicked.connect(privacy.prove)
        self.head.addWidget(self.prove, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(Divider())
        self._mark = IconView("check-circle-fill", size=14)
        self._said = Label("", role="small", weight=600)
        self._when = Label("", role="small", ink="text.secondary")
        self.results = Button(text.ALL_RESULTS, kind="accent", size="small")
        self.results.clicked.connect(self.results_requested)
        self.check = Button(text.CHECK_YOURSELF, kind="accent", size="small")
        self.check.clicked.connect(self.check_requested)
        line = QHBoxLayout()
        line.setSpacing(7)
        for widget in (self._mark, self._said, self._when):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.results)
        line.addWidget(self.check)
        self.body.addLayout(line)
        self._rows = QWidget()
        self.body.addWidget(self._rows)
        self.body.addStretch(1)
        privacy.changed.connect(self.show_facts)
        self.show_facts()

    def show_facts(self) -> None:
        """Read everything again."""
        privacy = self._privacy
        facts = privacy.facts
        self.prove.setVisible(privacy.can_prove)
        self.prove.set_busy(text.PROVING if privacy.proving else None)
        self.prove.setEnabled(not privacy.proving)
        self.results.setVisible(privacy.proof is not None)
        self._say(facts)
        proof = privacy.proof
        self._say_result(proof)
        self._put(_programs(facts) if proof is None else _results(proof))

    def _say(self, facts: Facts | None) -> None:
        told = {program.program for program in facts.programs} if facts is not None else set()
        if facts is not None and facts.enforced and "engine" not in told:
            title, body, tone = text.BEFORE_TITLE, text.BEFORE_BODY, "indoor"
        elif facts is not None and facts.enforced:
            title, body, tone = text.ENFORCED_TITLE, text.enforced_body(sys.platform), "indoor"
        elif facts is not None and facts.programs:
            title, body, tone = text.PARTLY_TITLE, text.PARTLY_BODY, "caution"
        else:
            title, body, tone = text.NOT_ENFORCED_TITLE, text.NOT_ENFORCED_BODY, "caution"
        self.title.set_text(title)
        self.subtitle.set_text(body)
        self.setAccessibleName(f"{title}. {body}")
        self.set_tone(tone)

    def _say_result(self, proof: Proof | None) -> None:
        self._mark.setVisible(proof is not None)
        self._when.setVisible(proof is not None)
        if proof is None:
            self._said.set_text(text.PROGRAMS_TITLE)
            self._said.set_ink("text.secondary")
            return
        tried = tuple(attempt for attempt in proof.attempts if not attempt.by_design)
        ink = "indoor.text" if proof.passed else "danger.text"
        self._mark.set_icon("check-circle-fill" if proof.passed else "x-circle-fill", ink)
        self._said.set_text(text.proof_title(tried))
        self._said.set_ink(ink)
        self._when.set_text(text.proof_when(proof))

    def _put(self, rows: list[QWidget]) -> None:
        old, self._rows = self._rows, QWidget()
        column = QVBoxLayout(self._rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for row in rows:
            column.addWidget(row)
        self.body.replaceWidget(old, self._rows)
        old.hide()
        old.deleteLater()


def _programs(facts: Facts | None) -> list[QWidget]:
    """One row for each program, whether it has run or not."""
    told: dict[str, Enforcement] = {}
    gaps: dict[str, str] = {}
    if facts is not None:
        told = {program.program: program for program in facts.programs}
        gaps = dict(facts.gaps)
    return [_program(name, told.get(name), gaps.get(name)) for name in _PROGRAMS]


def _program(name: str, told: Enforcement | None, gap: str | None) -> QWidget:
    if told is not None and not told.gaps:
        fact, value = text.program_line(told)
        return FactRow(fact, value, icon="check-circle", ink="text.secondary")
    if told is None and gap is None:
        said = text.NOT_STARTED
        return FactRow(text.PROGRAMS[name], said, icon="prohibit", icon_ink="text.tertiary")
    fact, value = text.program_line(told) if told else (text.PROGRAMS[name], text.GAPS[gap or ""])
    return FactRow(fact, value, icon="warning-circle", ink="caution.text", icon_ink="caution.base")


def _results(proof: Proof) -> list[QWidget]:
    """The engine's attempts first: it reads what the user writes."""
    program = next((name for name in _PROGRAMS if proof.of(name)), "engine")
    shown = proof.of(program)
    worst = sorted(shown, key=lambda attempt: attempt.passed)
    return list(map(attempt_row, worst[:_ROWS]))


def attempt_row(attempt: Attempt) -> QWidget:
    """Return what was tried and what came of it."""
    name, result = text.attempt_name(attempt), text.attempt_result(attempt)
    if not attempt.passed:
        return FactRow(name, result, icon="x-circle", ink="danger.text", icon_ink="danger.base")
    if attempt.by_design:
        return FactRow(name, result, icon="info", icon_ink="text.tertiary")
    return FactRow(name, result, icon="prohibit")
