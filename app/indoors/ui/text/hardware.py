"""Sentences about this computer: where its sources disagree, and what limits are set."""

from collections.abc import Callable, Mapping
from typing import Final

from indoors.core.hardware import Computer, GraphicsUse, Use, reconcile, unused_features
from indoors.ui.text.numbers import gigabytes

_USES: Final[Mapping[Use, Callable[[GraphicsUse], str]]] = {
    Use.ENGINE_IS_CPU_ONLY: lambda use: (
        f"{use.name} is there, but this engine was built for the processor alone, "
        "so it is not used."
    ),
    Use.DRIVER_MISSING: lambda use: (
        f"{use.name} is there, but no driver that lets programs compute on it, so it is not used."
    ),
    Use.ENGINE_UNKNOWN: lambda use: (
        f"{use.name} is there, but the engine has not said yet whether it can use it; "
        "until then only main memory is counted."
    ),
    Use.MEMORY_DIFFERS: lambda use: (
        f"The system names {gigabytes(use.our_total)} for {use.name}, the engine "
        f"{gigabytes(use.engine_total)}; the smaller figure is counted."
    ),
    Use.UNKNOWN_DEVICE: lambda use: (
        f"The engine can use {use.name}, of which the system tells nothing; "
        "the engine's figures are counted."
    ),
}


def graphics_note(use: GraphicsUse) -> str:
    """Say in one sentence where system and engine disagree; empty where they agree."""
    return _USES[use.use](use) if use.use in _USES else ""


def notes(computer: Computer) -> list[str]:
    """Return one sentence for each disagreement and each limit."""
    devices = computer.engine.devices if computer.engine else None
    said = [graphics_note(reconcile(computer.graphics, devices))]
    memory, processor = computer.memory, computer.processor
    if memory is not None and memory.limit is not None:
        limit = gigabytes(memory.limit)
        said.append(f"Programs may use {limit} of memory here; that limit is what counts.")
    if processor is not None and processor.quota is not None:
        cores = f"{processor.quota:g} of the {processor.logical_cores} cores"
        said.append(f"Programs may use {cores} here; that limit is what counts.")
    features = " and ".join(unused_features(computer))
    if features:
        said.append(f"The processor has {features}, but this engine was built without it.")
    return [each for each in said if each]
