"""Nothing leaves that was not allowed, and all that leaves is told first."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from indoors.protocol.broker import Connecting, Contacted, Credential, Downloaded, Failed, Permit
from indoors.protocol.faults import Fault
from tests.helpers.broker import Broker, download_of, route_to, running_broker
from tests.helpers.hub import LoopbackHub, Trouble, content, running_hub
from tests.helpers.proxy import running_proxy

DATA = content(2_000_000)


def ending(broker: Broker, hub: LoopbackHub, part: Path, **route: object) -> Downloaded | Failed:
    end = broker.end(download_of(hub, part, route=route_to(hub, **route), attempts=1))
    assert isinstance(end, Downloaded | Failed)
    return end


def test_every_hop_is_told_before_and_after(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    permit = Permit(purpose="model_download", consent_id="click 7", policy_id="p1")
    events = broker.serve(download_of(hub, tmp_path / "a", permit=permit))
    before = [event for event in events if isinstance(event, Connecting)]
    after = [event for event in events if isinstance(event, Contacted)]
    assert [(event.method, event.host, event.verdict) for event in before] == [
        ("HEAD", "127.0.0.1", "allowed"),
        ("GET", "127.0.0.1", "allowed"),
        ("GET", "localhost", "allowed"),
    ]
    assert {(e.purpose, e.consent_id, e.policy_id) for e in before} == {
        ("model_download", "click 7", "p1")
    }
    assert [event.status for event in after] == [302, 302, 200]
    assert sum(event.bytes_in for event in after) == len(DATA)
    for intent, result in zip(before, after, strict=True):
        assert intent.number == result.number
        assert events.index(intent) < events.index(result)


def test_a_body_cut_short_is_counted_as_far_as_it_came(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    hub.troubles.append(Trouble(end_at=1_500_000))
    events = broker.serve(download_of(hub, tmp_path / "a"))
    bodies = [event.bytes_in for event in events if isinstance(event, Contacted) and event.bytes_in]
    assert bodies == [1_500_000, 500_000]


def test_a_server_that_is_not_named_gets_nothing(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    with running_hub() as stranger:
        stranger.put(DATA)
        hub.refusals.extend([Trouble(), Trouble(location=f"http://{stranger.cdn}/acme/x/y")])
        events = broker.serve(download_of(hub, tmp_path / "a"))
        assert not stranger.seen
    end = events[-1]
    assert isinstance(end, Failed)
    assert end.fault is Fault.HOST_REFUSED
    assert not end.again
    refused = [event for event in events if isinstance(event, Connecting)][-1]
    assert (refused.host, refused.verdict) == ("localhost", "refused")


def test_the_hubs_own_other_ports_are_strangers_too(
    broker: Broker, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    end = ending(broker, hub, tmp_path / "a", hosts=("localhost:1", "127.0.0.1:2"))
    assert isinstance(end, Failed)
    assert end.fault is Fault.HOST_REFUSED


def test_nobody_there(broker: Broker, hub: LoopbackHub, tmp_path: Path) -> None:
    with socket.socket() as taken:  # bound, and never listening
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        end = ending(broker, hub, tmp_path / "a", endpoint=url)
    assert isinstance(end, Failed)
    assert end.fault is Fault.UNREACHABLE
    assert end.again


# ---- encryption -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SafeHub:
    hub: LoopbackHub
    ca_file: Path
    authorities: bytes


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def safe(authority: trustme.CA, tmp_path: Path) -> Iterator[SafeHub]:
    """A hub whose certificate comes from a company of its own."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost", "hub.test").configure_cert(tls)
    ca_file = tmp_path / "company.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    with running_hub(tls) as hub:
        hub.put(DATA)
        yield SafeHub(hub, ca_file, authority.cert_pem.bytes())


def test_an_unknown_certificate_is_refused(broker: Broker, safe: SafeHub, tmp_path: Path) -> None:
    end = ending(broker, safe.hub, tmp_path / "a")
    assert isinstance(end, Failed)
    assert end.fault is Fault.TLS_FAILED
    assert "issuer" in str(end.facts["detail"]) or "self" in str(end.facts["detail"])
    assert not end.again
    assert not safe.hub.seen


def test_a_companys_certificate_by_setting(broker: Broker, safe: SafeHub, tmp_path: Path) -> None:
    safe.hub.troubles.append(Trouble(end_at=700_000))
    route = route_to(safe.hub, authorities=safe.authorities)
    end = broker.end(download_of(safe.hub, tmp_path / "a", route=route))
    assert isinstance(end, Downloaded)
    assert (tmp_path / "a").read_bytes() == DATA


def test_a_companys_certificate_in_another_form(
    broker: Broker, safe: SafeHub, tmp_path: Path
) -> None:
    """DER, as Windows writes it, and PEM among text in letters of any kind."""
    der = ssl.PEM_cert_to_DER_cert(safe.authorities.decode())
    among_text = "Zertifikat der Prüfstelle\n".encode() + safe.authorities + b"\xff\n"
    for number, authorities in enumerate((der, among_text)):
        part = tmp_path / str(number)
        assert isinstance(ending(broker, safe.hub, part, authorities=authorities), Downloaded)


def test_a_companys_certificate_by_environment(safe: SafeHub, tmp_path: Path) -> None:
    with running_broker({"SSL_CERT_FILE": str(safe.ca_file)}) as broker:
        assert isinstance(ending(broker, safe.hub, tmp_path / "a"), Downloaded)


def test_a_certificate_for_another_name(
    broker: Broker, authority: trustme.CA, tmp_path: Path
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.test").configure_cert(tls)
    with running_hub(tls) as hub:
        hub.put(DATA)
        end = ending(broker, hub, tmp_path / "a", authorities=authority.cert_pem.bytes())
    assert isinstance(end, Failed)
    assert end.fault is Fault.TLS_FAILED


def test_a_certificate_file_that_is_none(broker: Broker, safe: SafeHub, tmp_path: Path) -> None:
    for none in (b"nothing", b"\x30\x82\x01\x00 cut", safe.authorities.replace(b"MII", b"AII", 1)):
        end = ending(broker, safe.hub, tmp_path / "a", authorities=none)
        assert isinstance(end, Failed)
        assert end.fault is Fault.CA_FILE_UNUSABLE
    assert not safe.hub.seen


def test_an_encrypted_hub_cannot_send_us_anywhere_unencrypted(
    broker: Broker, safe: SafeHub, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.put(DATA)
    safe.hub.refusals.extend([Trouble(), Trouble(location=f"{hub.cdn_url}/acme/x/y")])
    end = ending(
        broker,
        safe.hub,
        tmp_path / "a",
        authorities=safe.authorities,
        hosts=(hub.cdn, safe.hub.cdn),
    )
    assert isinstance(end, Failed)
    assert end.fault is Fault.HOST_REFUSED
    assert not hub.seen


# ---- proxies ----------------------------------------------------------------------------

NAME, CDN = "hub.test:80", "cdn.test:80"


@pytest.fixture
def far(hub: LoopbackHub) -> LoopbackHub:
    """A hub that has no address here: only the proxy knows where it is."""
    hub.put(DATA)
    hub.sends_on = False
    return hub


def test_a_proxy_by_setting(broker: Broker, far: LoopbackHub, tmp_path: Path) -> None:
    with running_proxy({NAME: f"127.0.0.1:{far.port}"}) as proxy:
        order = route_to(far, endpoint="http://hub.test", proxy=proxy.url)
        events = broker.serve(download_of(far, tmp_path / "a", route=order))
    assert isinstance(events[-1], Downloaded)
    assert proxy.seen == [f"HEAD {NAME}", f"GET {NAME}"]
    vias = {event.via for event in events if isinstance(event, Connecting)}
    assert vias == {f"127.0.0.1:{proxy.server_port}"}


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_by_environment(variable: str, far: LoopbackHub, tmp_path: Path) -> None:
    with (
        running_proxy({NAME: f"127.0.0.1:{far.port}"}) as proxy,
        running_broker({variable: proxy.url}) as broker,
    ):
        end = ending(broker, far, tmp_path / "a", endpoint="http://hub.test", proxy="system")
    assert isinstance(end, Downloaded)
    assert proxy.seen


def test_this_computer_is_reached_directly(far: LoopbackHub, tmp_path: Path) -> None:
    with (
        running_proxy({}) as proxy,
        running_broker({"HTTP_PROXY": proxy.url}) as broker,
    ):
        assert isinstance(ending(broker, far, tmp_path / "a", proxy="system"), Downloaded)
    assert not proxy.seen


def test_a_tunnel_through_a_proxy_with_a_password(
    broker: Broker, safe: SafeHub, tmp_path: Path
) -> None:
    safe.hub.sends_on = False
    names = {"hub.test:443": f"127.0.0.1:{safe.hub.port}"}
    with running_proxy(names, login="ana:s3cret") as proxy:
        route = route_to(
            safe.hub, endpoint="https://hub.test", proxy=proxy.url, authorities=safe.authorities
        )
        events = broker.serve(download_of(safe.hub, tmp_path / "a", route=route))
    assert isinstance(events[-1], Downloaded)
    assert set(proxy.seen) == {"CONNECT hub.test:443"}
    assert "s3cret" not in str(events)


def test_a_proxys_login_that_is_not_in_its_address(
    broker: Broker, safe: SafeHub, far: LoopbackHub, tmp_path: Path
) -> None:
    safe.hub.sends_on = False
    names = {"hub.test:443": f"127.0.0.1:{safe.hub.port}", NAME: f"127.0.0.1:{far.port}"}
    with running_proxy(names, login="ana:s3:cret") as proxy:
        way = {
            "proxy": proxy.url.replace("ana:s3:cret@", ""),
            "proxy_login": Credential("ana:s3:cret"),
            "authorities": safe.authorities,
        }
        for scheme, server in (("https", safe.hub), ("http", far)):
            route = route_to(server, endpoint=f"{scheme}://hub.test", **way)
            part = tmp_path / scheme
            events = broker.serve(download_of(server, part, route=route))
            assert isinstance(events[-1], Downloaded)
            assert "s3:cret" not in str(events)
            assert "s3:cret" not in repr(route)
    for hub in (safe.hub, far):
        assert not [seen for seen in hub.seen if "proxy-authorization" in seen.headers]


def test_a_proxy_that_does_not_know_us(broker: Broker, safe: SafeHub, tmp_path: Path) -> None:
    names = {"hub.test:443": f"127.0.0.1:{safe.hub.port}"}
    with running_proxy(names, login="ana:s3cret") as proxy:
        wrong = proxy.url.replace("s3cret", "guess")
        end = ending(broker, safe.hub, tmp_path / "a", endpoint="https://hub.test", proxy=wrong)
    assert isinstance(end, Failed)
    assert (end.fault, end.facts["login"]) == (Fault.PROXY_LOGIN, "refused")
    assert "guess" not in str(end.facts)


def test_a_plain_proxy_that_asks_for_a_password(
    broker: Broker, far: LoopbackHub, tmp_path: Path
) -> None:
    with running_proxy({}, login="ana:s3cret") as proxy:
        plain = proxy.url.replace("ana:s3cret@", "")
        end = ending(broker, far, tmp_path / "a", endpoint="http://hub.test", proxy=plain)
    assert isinstance(end, Failed)
    assert (end.fault, end.facts["login"]) == (Fault.PROXY_LOGIN, "none")


@pytest.mark.parametrize(
    "proxy", ["http://127.0.0.1:1", "127.0.0.1:1", "ftp://127.0.0.1:9", "http://", "http://[x"]
)
def test_a_proxy_that_is_none(proxy: str, broker: Broker, far: LoopbackHub, tmp_path: Path) -> None:
    end = ending(broker, far, tmp_path / "a", endpoint="http://hub.test", proxy=proxy)
    assert isinstance(end, Failed)
    assert end.fault is Fault.PROXY_FAILED
    assert not far.seen
