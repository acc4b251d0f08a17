"""Where sources disagree the user is told in one sentence each."""

from indoors.core.hardware import Computer, EngineBuild, Graphics, MainMemory, Processor
from indoors.protocol.engine import Device
from indoors.ui.text.hardware import notes

GIB = 1024**3
CARD = Graphics(name="GeForce RTX 4060", vendor="nvidia", memory_total=8 * GIB, driver="570.1")
CPU = Device(name="CPU", description="AMD", kind="cpu", memory_total=32, memory_free=20)


def build(*devices: Device, system: str = "CPU : AVX2 = 1 | ") -> EngineBuild:
    return EngineBuild(build="b1", system=system, devices=devices)


def card_of_engine(total: int) -> Device:
    name = "NVIDIA GeForce RTX 4060"
    return Device(name="CUDA0", description=name, kind="gpu", memory_total=total, memory_free=total)


def only(computer: Computer) -> str:
    (said,) = notes(computer)
    assert said.endswith(".")
    return said


def test_nothing_to_say() -> None:
    assert notes(Computer()) == []
    assert notes(Computer(graphics=(CARD,), engine=build(card_of_engine(8 * GIB)))) == []


def test_graphics_that_are_not_used() -> None:
    assert "processor alone" in only(Computer(graphics=(CARD,), engine=build(CPU)))
    assert "has not said" in only(Computer(graphics=(CARD,)))
    bare = Graphics(name="GeForce RTX 4060", vendor="nvidia")
    assert "no driver" in only(Computer(graphics=(bare,), engine=build(CPU)))


def test_sizes_that_differ() -> None:
    said = only(Computer(graphics=(CARD,), engine=build(card_of_engine(6 * GIB))))
    assert "8.0 GB" in said
    assert "6.0 GB" in said
    assert "of which the system tells nothing" in only(Computer(engine=build(card_of_engine(GIB))))


def test_limits_and_unused_features() -> None:
    processor = Processor(model="a", logical_cores=16, quota=2.5, features=("AVX-512", "AVX2"))
    memory = MainMemory(total=4 * GIB, free=GIB, limit=4 * GIB)
    said = notes(Computer(processor=processor, memory=memory, engine=build(CPU)))
    assert len(said) == 3
    assert "4.0 GB of memory" in said[0]
    assert "2.5 of the 16 cores" in said[1]
    assert "AVX-512" in said[2]
