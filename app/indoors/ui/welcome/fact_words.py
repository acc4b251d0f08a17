"""Which words a fact of the check gets."""

from collections.abc import Sequence

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
    name: str, value: object, graphics: object, devices: Sequence[Device] | None
) -> FactWords:
    """Return the words for a fact; ``devices`` are the engine's, None before it has said.

    ``graphics`` is the fact of that name, as far as it is known: it has a part in two cells.
    """
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
            return text.disk(value)
        case Bandwidth():
            return text.memory_speed(value, use)
        case tuple():
            return text.graphics(found, use)
        case _:
            raise TypeError(f"no words for {name}: {type(value).__name__}")
