"""How much memory a model takes, and whether this computer has it.

``shape_of`` a header, or ``published_shape`` of a catalogue's entry, says what a model is made of;
``requirement`` what it takes with given settings; ``judge`` compares that with the memory
that is free.
"""

from indoors.core.fit.memory import Requirement, Setting, engine_batch, requirement
from indoors.core.fit.published import published_shape
from indoors.core.fit.repacking import repacked_types
from indoors.core.fit.shape import ModelShape, outline, shape_of
from indoors.core.fit.verdict import Fit, Room, Verdict, judge, largest_context

__all__ = [
    "Fit",
    "ModelShape",
    "Requirement",
    "Room",
    "Setting",
    "Verdict",
    "engine_batch",
    "judge",
    "largest_context",
    "outline",
    "published_shape",
    "repacked_types",
    "requirement",
    "shape_of",
]
