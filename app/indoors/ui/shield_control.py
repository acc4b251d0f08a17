"""Keeps the shield in the top bar true."""

from PySide6.QtCore import QObject

from indoors.bridge.privacy import PrivacyBridge
from indoors.core.shield import shield_state
from indoors.ui.text import shield as text
from indoors.ui.widgets import Shield, ShieldState


class ShieldControl(QObject):
    """Follows what is known of protection, and of what left today."""

    def __init__(self, privacy: PrivacyBridge, shield: Shield, parent: QObject) -> None:
        super().__init__(parent)
        self._privacy = privacy
        self._shield = shield
        privacy.changed.connect(self.show_state)
        privacy.ledger_changed.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Read it again."""
        known = self._privacy.protection
        state = shield_state(known)
        self._shield.set_state(
            ShieldState(state),
            bytes_left=known.content_today,
            text=text.shield_words(state, known),
            tooltip=text.shield_tip(state, known),
        )
