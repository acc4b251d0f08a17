"""Windows' energy meters: bytes as the system hands them over, and what is made of them."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indoors.core.energy.meter import Domain
from indoors.services.meters.emi import emi_meters
from indoors.services.meters.emi_format import EmiError, channels, domain_of, energies_uj

CHANNELS = (
    "RAPL_Package0_PKG",
    "RAPL_Package0_DRAM",
    "RAPL_Package0_PP0",
    "RAPL_Package0_Core0_CORE",
)
VERSION_1 = b"".join(
    (
        bytes(4),  # picowatt-hours
        bytes.fromhex("4d006900630072006f0073006f0066007400").ljust(32, b"\0"),
        bytes.fromhex("5300750072006600610063006500").ljust(32, b"\0"),
        bytes.fromhex("0100"),  # revision
        bytes.fromhex("0800"),  # bytes of the name
        bytes.fromhex("4300500055000000"),
    )
)


def version_2(names: tuple[str, ...] = CHANNELS, unit: int = 0) -> bytes:
    def text(value: str) -> bytes:
        return value.encode("utf-16-le").ljust(32, b"\0")

    made = text("GenuineIntel") + text("12th Gen") + struct.pack("<HH", 3, len(names))
    for name in names:
        encoded = name.encode("utf-16-le") + b"\0\0"
        made += struct.pack("<IH", unit, len(encoded)) + encoded
    return made


def test_version_1() -> None:
    assert len(VERSION_1) == 80
    assert channels(1, VERSION_1) == ["CPU"]


def test_version_2() -> None:
    assert channels(2, version_2()) == list(CHANNELS)
    assert [domain_of(name) for name in CHANNELS] == [Domain.PACKAGE, Domain.DRAM, None, None]


def test_picowatt_hours() -> None:
    data = struct.pack("<QQQQ", 1_000_000_000_000, 5, 2_500, 5)
    assert energies_uj(data, 2) == [3_600_000_000, 9]


@pytest.mark.parametrize(
    ("version", "data"),
    [
        (0, version_2()),
        (3, version_2()),
        (2, b""),
        (2, version_2()[:-3]),
        (2, version_2(unit=7)),
        (2, version_2()[:66] + b"\xff\xff" + version_2()[68:]),
        (1, VERSION_1[:20]),
        (1, VERSION_1[:-4]),
    ],
)
def test_what_is_no_metadata(version: int, data: bytes) -> None:
    with pytest.raises(EmiError):
        channels(version, data)


@given(st.integers(0, 3), st.binary(max_size=400))
def test_any_bytes_are_survived(version: int, data: bytes) -> None:
    try:
        names = channels(version, data)
    except EmiError:
        return
    assert all(isinstance(name, str) for name in names)


class Device:
    """Answers control codes as a driver would."""

    path = "made up"

    def __init__(self, metadata: bytes, energies: tuple[int, ...]) -> None:
        self.metadata = metadata
        self.energies = energies
        self.is_open = True

    def ask(self, code: int, size: int) -> bytes:
        if not self.is_open:
            raise OSError("closed")
        answers = {
            0x224000: b"\x02\x00",
            0x224004: struct.pack("<I", len(self.metadata)),
            0x224008: self.metadata,
            0x22400C: b"".join(struct.pack("<QQ", each, 9) for each in self.energies),
        }
        return answers[code][:size]

    def close(self) -> None:
        self.is_open = False


def test_meters_of_a_device() -> None:
    device = Device(version_2(), (10_000, 20_000, 30_000, 40_000))
    package, memory = emi_meters([device, Device(version_2(), (1, 1, 1, 1))])
    assert (package.facts.name, package.read()) == ("emi:RAPL_Package0_PKG", 36)
    assert (memory.facts.domain, memory.read()) == (Domain.DRAM, 72)
    device.energies = (10_000,)  # a measurement that is cut off
    assert memory.read() is None
    package.close()
    assert package.read() is None


def test_a_device_without_a_processor_is_let_go() -> None:
    device = Device(version_2(("Display",)), (1,))
    assert not emi_meters([device])
    assert not device.is_open
    assert not emi_meters([Device(b"garbage", ())])
