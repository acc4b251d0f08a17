"""The switch that lets nothing leave."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from indoors.bridge.privacy import PrivacyBridge
from indoors.ui.area import Divider
from indoors.ui.privacy.fact_card import FactCard
from indoors.ui.text import privacy as text
from indoors.ui.widgets import Button, Label, ScrimDialog, Toggle


class SealedCard(FactCard):
    """Asks once before it seals or opens; an office's seal is shown and stays."""

    managed_requested = Signal()

    def __init__(self, privacy: PrivacyBridge, parent: QWidget | None = None) -> None:
        super().__init__("lock-key", text.SEALED_TITLE, parent)
        self._privacy = privacy
        self.toggle = Toggle(text.SEALED_TITLE)
        self.toggle.setAccessibleDescription(text.SEALED_BODY)
        self.head.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(Label(text.SEALED_BODY, ink="text.secondary", wrap=True))
        self.body.addStretch(1)
        self.body.addWidget(Divider())
        self.lock = Label(text.LOCK_NOT_SET, role="small", ink="text.tertiary")
        self.managed = Button(text.MANAGED, kind="accent", size="small")
        self.managed.clicked.connect(self.managed_requested)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(Label(text.LOCK, role="small", ink="text.secondary"), 1)
        row.addWidget(self.lock)
        row.addWidget(self.managed)
        self.body.addLayout(row)
        self.toggle.clicked.connect(self._ask)
        privacy.changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Follow the setting and the policy."""
        privacy = self._privacy
        sealed = privacy.protection.sealed
        self.toggle.setChecked(sealed)
        self.toggle.setEnabled(not privacy.locked)
        self.toggle.setToolTip(text.LOCKED_TIP if privacy.locked else "")
        self.subtitle.set_text(text.ON if sealed else text.OFF)
        self.subtitle.set_ink("indoor.text" if sealed else "text.secondary")
        self.set_tone("indoor" if sealed else "neutral")
        policy = privacy.policy
        if policy.failed_closed:
            said, ink = text.FAILED_CLOSED, "caution.text"
        else:
            said, ink = (text.LOCK_SET if privacy.locked else text.LOCK_NOT_SET), "text.tertiary"
        self.lock.set_text(said)
        self.lock.set_ink(ink)
        self.managed.setVisible(policy.managed or bool(policy.problems))

    def _ask(self, wanted: bool) -> None:
        """The switch shows what holds; what is wanted is asked about first."""
        self.toggle.setChecked(not wanted)
        dialog = seal_dialog(self.window()) if wanted else open_dialog(self.window())
        dialog.accepted.connect(lambda: self._privacy.set_sealed(sealed=wanted))
        dialog.open()


def seal_dialog(window: QWidget) -> ScrimDialog:
    """Return the question that is asked before sealing."""
    dialog = ScrimDialog(window, text.SEAL_TITLE, subtitle=text.SEAL_BODY)
    dialog.add_button(text.SEAL_CANCEL, answer="reject")
    dialog.add_button(text.SEAL, kind="primary", answer="accept", default=True)
    return dialog


def open_dialog(window: QWidget) -> ScrimDialog:
    """Return the question before opening again; the default is to stay as it is."""
    dialog = ScrimDialog(window, text.OPEN_TITLE, subtitle=text.OPEN_BODY)
    dialog.add_button(text.OPEN, answer="accept")
    dialog.add_button(text.OPEN_CANCEL, kind="primary", answer="reject", default=True)
    return dialog
