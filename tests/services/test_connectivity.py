"""Whether a network is connected, without asking it."""

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


def test_interfaces_that_are_down_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psutil.net_if_stats", dict)

    assert not has_network()
