"""What sensors say of processor, memory and energy. Reads only; what follows is core/energy's."""

from indoors.services.meters.meter import Meter
from indoors.services.meters.system import ProcessorMeter, SystemMemory, read_memory

__all__ = ["Meter", "ProcessorMeter", "SystemMemory", "read_memory"]
