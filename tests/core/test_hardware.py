from dataclasses import replace

import pytest

from indoors.core.hardware import (
    Computer,
    EngineBuild,
    Graphics,
    MainMemory,
    Processor,
    Use,
    reading_threads,
    reconcile,
    room,
    unused_features,
)
from indoors.protocol.engine import Device

GIGA = 1_000_000_000
CPU = Device(name="CPU", description="AMD Ryzen", kind="cpu", memory_total=32, memory_free=20)
CUDA = Device(
    name="CUDA0",
    description="NVIDIA GeForce RTX 4060",
    kind="gpu",
    memory_total=8 * GIGA,
    memory_free=7 * GIGA,
)
CARD = Graphics(
    name="GeForce RTX 4060",
    vendor="nvidia",
    address="0000:01:00.0",
    memory_total=8 * GIGA,
    memory_free=6 * GIGA,
    driver="570.1",
    bandwidth=272 * GIGA,
)
OWN = Graphics(name="Radeon 780M", vendor="amd", is_shared=True, driver="amdgpu")


def test_no_graphics_is_no_problem() -> None:
    assert reconcile((), [CPU]).use is Use.NO_GRAPHICS
    assert reconcile((), None).use is Use.NO_GRAPHICS


def test_both_agree_and_the_smaller_free_memory_counts() -> None:
    found = reconcile((OWN, CARD), [CPU, CUDA])
    assert (found.use, found.name) == (Use.IN_USE, "GeForce RTX 4060")
    assert (found.memory_total, found.memory_free) == (8 * GIGA, 6 * GIGA)
    assert found.bandwidth == 272 * GIGA
    assert found.usable


@pytest.mark.parametrize(
    ("card", "devices", "use"),
    [
        (CARD, [CPU], Use.ENGINE_IS_CPU_ONLY),
        (replace(CARD, driver=None), [CPU], Use.DRIVER_MISSING),
        (replace(CARD, driver=None), None, Use.DRIVER_MISSING),
        (CARD, None, Use.ENGINE_UNKNOWN),
    ],
)
def test_what_the_engine_cannot_use(card: Graphics, devices: list[Device] | None, use: Use) -> None:
    found = reconcile((card,), devices)
    assert (found.use, found.name) == (use, "GeForce RTX 4060")
    assert not found.usable
    assert found.memory_free == 0


def test_a_wrong_size_is_not_believed() -> None:
    """Vulkan once showed a 12 GB card with 19.8 GB."""
    wrong = Device(
        name="Vulkan0", description="NVIDIA GeForce RTX 4060", kind="gpu",
        memory_total=20 * GIGA, memory_free=19 * GIGA,
    )  # fmt: skip
    found = reconcile((CARD,), [wrong])
    assert found.use is Use.MEMORY_DIFFERS
    assert (found.memory_total, found.our_total, found.engine_total) == (
        8 * GIGA,
        8 * GIGA,
        20 * GIGA,
    )


def test_a_device_that_only_the_engine_sees() -> None:
    found = reconcile((), [CPU, CUDA])
    assert (found.use, found.memory_free) == (Use.UNKNOWN_DEVICE, 7 * GIGA)
    assert found.usable


def test_devices_are_matched_by_kind_where_names_differ() -> None:
    other = Device(
        name="Vulkan0", description="AMD Phoenix (RADV)", kind="igpu",
        memory_total=16 * GIGA, memory_free=12 * GIGA,
    )  # fmt: skip
    found = reconcile((OWN,), [CPU, other])
    assert (found.use, found.name, found.is_shared) == (Use.IN_USE, "Radeon 780M", True)


def test_room() -> None:
    memory = MainMemory(total=32 * GIGA, free=20 * GIGA)
    plain = room(memory, reconcile((CARD,), [CPU]), returned=GIGA)
    assert (plain.graphics, plain.main) == ("none", 21 * GIGA)
    card = room(memory, reconcile((CARD,), [CUDA]), graphics_returned=GIGA)
    assert (card.graphics, card.on_graphics) == ("separate", 7 * GIGA)
    shared = room(memory, replace(reconcile((CARD,), [CUDA]), is_shared=True))
    assert shared.graphics == "shared"


@pytest.mark.parametrize(
    ("processor", "threads"),
    [
        (None, 2),
        (Processor(model="a", logical_cores=16, physical_cores=8), 8),
        (Processor(model="a", logical_cores=4), 4),
        (Processor(model="a", logical_cores=16, physical_cores=8, quota=2.0), 2),
        (Processor(model="a", logical_cores=16, physical_cores=8, quota=0.3), 1),
    ],
)
def test_reading_threads_follow_the_cores_that_may_be_used(
    processor: Processor | None, threads: int
) -> None:
    assert reading_threads(processor) == threads


def test_features_that_the_engine_makes_no_use_of() -> None:
    found = Processor(model="a", logical_cores=4, features=("AVX-512", "AVX2", "FMA"))
    plain = EngineBuild(build="b", system="CPU : SSE3 = 1 | AVX2 = 1 | F16C = 1 | ", devices=())
    full = EngineBuild(build="b", system="CPU : AVX2 = 1 | AVX512 = 1 | OPENMP = 1 | ", devices=())
    assert unused_features(Computer(processor=found, engine=plain)) == ("AVX-512",)
    assert unused_features(Computer(processor=found, engine=full)) == ()
    assert unused_features(Computer(processor=found)) == ()
