"""Whether a network is connected, without asking it."""

import sys
from pathlib import Path

import pytest

from indoors.services.connectivity import has_network, leads_out


@pytest.mark.parametrize(
    ("addresses", "leads"),
    [
        ((), False),
        (("127.0.0.1", "::1"), False),
        (("00:1a:2b:3c:4d:5e",), False),
        (("169.254.10.1", "fe80::1%eth0"), False),
        (("192.168.1.20",), True),
        (("fe80::1%eth0", "2001:db8::7"), True),
    ],
)
def test_only_an_address_beyond_the_cable_leads_out(
    addresses: tuple[str, ...], leads: bool
) -> None:
    assert leads_out(addresses) is leads


def test_asking_connects_to_nothing(refused_connections: list[str]) -> None:
    assert has_network() in (True, False)
    assert refused_connections == []


ROUTES = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux' own tables")
@pytest.mark.parametrize(
    ("routes", "addresses", "connected"),
    [
        ("", "", False),
        (ROUTES + "eth0 00000000 010200C0 0003 0 0 0 00000000 0 0 0\n", "", True),
        (ROUTES + "eth0 00000000 010200C0 0002 0 0 0 00000000 0 0 0\n", "", False),
        (ROUTES + "lo 0000007F 00000000 0001 0 0 0 000000FF 0 0 0\n", "", False),
        (ROUTES + "eth0 0000FEA9 00000000 0001 0 0 0 0000FFFF 0 0 0\n", "", False),
        (ROUTES, "00000000000000000000000000000001 01 80 10 80 lo\n", False),
        (ROUTES, "fe8000000000000000fc00fffe000001 04 40 20 80 eth0\n", False),
        (ROUTES, "20010db8000000000000000000000002 04 40 00 80 eth0\n", True),
    ],
)
def test_the_kernel_s_tables(tmp_path: Path, routes: str, addresses: str, connected: bool) -> None:
    (tmp_path / "route").write_text(routes)
    (tmp_path / "inet6").write_text(addresses)
    assert has_network(tmp_path / "route", tmp_path / "inet6") is connected
    assert not has_network(tmp_path / "none", tmp_path / "none")
