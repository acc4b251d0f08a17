"""What an answer took at the plug, where electricity is paid and emits: supplies lose a tenth."""

from indoors.core.energy.answer import AnswerEnergy
from indoors.core.energy.figures import Band, Supply, at_the_wall

_SUPPLIES: dict[str, Supply] = {
    "apple:system": "measured",
    "battery:discharge": "battery",
    "calibrated:load": "charger",
}
"""Meters of a whole computer. All others are at the chips, behind a power supply."""


def at_the_plug(energy: AnswerEnergy) -> Band | None:
    """Return joules at the plug with their range; ``None`` if no energy is known."""
    if energy.joules is None:
        return None
    known = (_SUPPLIES[name] for name in energy.sources if name in _SUPPLIES)
    return at_the_wall(energy.joules, energy.half_width_j or 0.0, next(known, "desktop"))
