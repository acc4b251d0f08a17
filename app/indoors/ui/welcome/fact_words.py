"""Which words a fact of the check gets."""

from collections.abc import Mapping, Sequence

from indoors.core.hardware import (
    Bandwidth,
    Disk,
    MainMemory,
    Processor,
    reconcile,
)
from indoors.protocol.engine import Device
from indoors.services.probe import NotHere
from indoors.ui.text import welcome as text
from indoors.ui.text.welcome import FactWords


def words_for(
    name: str, facts: Mapping[str, object], devices: Sequence[Device] | None
) -> FactWords:
    """Return the words for one of the ``facts``, some of which have a part in two cells.

    ``devices`` are the engine's, None before it has said.
    """
    graphics, value = facts.get("graphics"), facts[name]
    found = graphics if isinstance(graphics, tuple) else ()
    use = reconcile(found, devices)
    match value:
        case NotHere():
            return text.not_known(name, value.reason)
        case Processor():
            return text.processor(value)
        case MainMemory():
            return text.memory(value)
        case Disk():
            speed = facts.get("disk_speed")
            return text.disk(value, speed if isinstance(speed, Bandwidth) else None)
        case Bandwidth():
            return text.memory_speed(value, use)
        case tuple():
            return text.graphics(found, use)
        case _:
            raise TypeError(f"no words for {name}: {type(value).__name__}")
