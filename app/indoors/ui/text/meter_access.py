"""Words for the right to read the processor's energy counters."""

from typing import Final

from indoors.services.meters.access import MeterAccess

SECTION: Final = "Energy"
TITLE: Final = "Processor energy"
ALLOW: Final = "Allow reading…"
UNDO: Final = "Take back"
WAITING: Final = "Waiting for the administrator's password. Nothing changes before that."

_ASK: Final = (
    "The processor counts its own energy, but only the administrator may read it. Allowing it "
    "lets your user's own group read these counters, also after a restart, and nobody else. Other "
    "programs of yours can then read them too; in research, such readings were used to guess what "
    "other programs compute (PLATYPUS). You can take it back here."
)
BODY: Final = {
    MeterAccess.ABSENT: "This computer has no energy counters that can be read.",
    MeterAccess.OPEN: "This system lets every program of yours read it; Indoors changed nothing.",
    MeterAccess.GRANTED: "Your user's own group may read it, by a rule that Indoors had written.",
    MeterAccess.PENDING: "The rule is written but not in force yet. Restart the computer, or take "
    "it back.",
    MeterAccess.ASKABLE: _ASK,
    MeterAccess.NO_TOOLS: "Only the administrator may read it, and this system has no way to ask "
    "(pkexec and systemd-tmpfiles).",
    MeterAccess.NOT_ALONE: "Only the administrator may read it. It could only be allowed for your "
    "user's group, which other users share, so Indoors does not offer it.",
}
