"""The test of the connection: one request, and one sentence for whatever comes of it.

The real network program talks to a hub on the loopback interface, or fails to.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from indoors.core.errors import AppError
from indoors.core.settings import NetworkChoice
from indoors.protocol.faults import Fault
from indoors.services.network import HUB, Network, NetworkRules
from indoors.ui.text.errors import describe
from indoors.ui.text.network import reached
from tests.helpers.contacts import Contacts
from tests.helpers.hub import LoopbackHub, Trouble, running_hub
from tests.helpers.proxy import running_proxy


class Office:
    """A way to a hub that a test can bend."""

    def __init__(self, hub: LoopbackHub) -> None:
        self.hub = hub
        self.rules = NetworkRules(endpoint=hub.url, proxy="none")
        self.token = ""
        self.proxy_login = ""
        self.contacts = Contacts()
        self.network = Network(
            lambda: self.rules,
            self.contacts,
            token=lambda: self.token,
            proxy_login=lambda: self.proxy_login,
            environment={},
        )

    def change(self, **changes: object) -> None:
        self.rules = replace(self.rules, **changes)  # type: ignore[arg-type]

    def outcome(self) -> str:
        """Test the connection; returns the sentence."""
        try:
            return reached(self.network.greet())
        except AppError as error:
            return describe(error).title


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as server:
        server.put(b"GGUF" * 1000)
        yield server


@pytest.fixture
def office(hub: LoopbackHub) -> Iterator[Office]:
    made = Office(hub)
    yield made
    made.network.close()


def test_it_makes_exactly_one_request_and_all_can_see_it(office: Office) -> None:
    assert office.outcome().startswith("“127.0.0.1” answered in ")
    assert [seen.path for seen in office.hub.seen] == ["/api/models?limit=1"]
    (before,), (after,) = office.contacts.intents, office.contacts.results
    assert (before.purpose, before.host, after.status) == ("connection_test", "127.0.0.1", 200)


def test_a_token_is_tried_too_and_its_account_is_told(office: Office) -> None:
    office.hub.token = office.token = "hf_right"
    assert office.outcome().endswith("and knows your access token, which belongs to “ana”.")
    assert [seen.path for seen in office.hub.seen] == ["/api/whoami-v2"]


def test_a_mirror_without_accounts(office: Office) -> None:
    office.token = "hf_right"
    office.hub.knows_accounts = False
    assert "does not say whether it knows your access token" in office.outcome()
    assert len(office.hub.seen) == 1
    office.token = ""
    office.hub.refusals.append(Trouble(status=404))
    assert "does not say what it has" in office.outcome()


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (Trouble(status=401), "The hub wants to know who asks."),
        (Trouble(status=403), "The hub does not give this model to everyone."),
        (Trouble(status=429), "The hub has too much to do at the moment."),
        (Trouble(status=503), "The hub reported a failure of its own."),
        (Trouble(status=204), "What answers at “127.0.0.1” is not a model hub."),
        (
            Trouble(status=302, headers={"Location": "http://login.test/"}),
            "What answers at “127.0.0.1” is not a model hub.",
        ),
    ],
)
def test_what_a_hub_may_answer(office: Office, refusal: Trouble, sentence: str) -> None:
    office.hub.refusals.append(refusal)
    assert office.outcome() == sentence
    assert len(office.hub.seen) == 1


def test_a_token_that_is_refused(office: Office) -> None:
    office.hub.token, office.token = "hf_right", "hf_wrong"
    assert office.outcome() == "The hub did not accept your access token."


def test_nobody_is_there(office: Office) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        office.change(endpoint=f"http://127.0.0.1:{port}")
        assert office.outcome() == "No connection to “127.0.0.1” could be made."


def test_a_name_that_is_none(office: Office) -> None:
    office.change(endpoint="https://no-such-host.invalid")
    assert office.outcome() in {
        "The address of “no-such-host.invalid” was not found.",
        "This computer has no connection to the internet.",  # where no name server answers
    }


@pytest.mark.parametrize("address", ["models.example.com", "ftp://a.example", "https://a:99999"])
def test_an_address_that_is_none(office: Office, address: str) -> None:
    office.change(endpoint=address)
    assert office.outcome() == f"The address of the model hub, “{address}”, is not one."


def test_a_proxy_that_is_not_there(office: Office) -> None:
    office.change(endpoint="https://hub.test", proxy="http://127.0.0.1:1")
    sentence = "The proxy “127.0.0.1:1” of this network did not let the connection through."
    assert office.outcome() == sentence


def test_a_proxy_that_wants_a_login(office: Office) -> None:
    names = {"hub.test:80": f"127.0.0.1:{office.hub.port}"}
    with running_proxy(names, login="ana:s3cret") as proxy:
        address = f"127.0.0.1:{proxy.server_port}"
        office.change(endpoint="http://hub.test", proxy=f"http://{address}")
        assert office.outcome() == f"The proxy “{address}” wants a name and a password."
        office.proxy_login = "ana:guess"
        assert office.outcome() == f"The proxy “{address}” did not accept the name and password."
        office.proxy_login = "ana:s3cret"
        assert office.outcome().startswith("“hub.test” answered in ")


@contextmanager
def encrypted(authority: trustme.CA) -> Iterator[Office]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with running_hub(tls) as server:
        server.put(b"GGUF" * 1000)
        office = Office(server)
        yield office
        office.network.close()


def test_a_network_that_reads_along(tmp_path: Path) -> None:
    authority = trustme.CA()
    right, wrong, broken = tmp_path / "right.pem", tmp_path / "wrong.pem", tmp_path / "broken.pem"
    authority.cert_pem.write_to_path(str(right))
    trustme.CA().cert_pem.write_to_path(str(wrong))
    broken.write_bytes(right.read_bytes().replace(b"MII", b"MI?", 1))
    unproven = "“127.0.0.1” could not prove who it is."
    with encrypted(authority) as office:
        assert office.outcome() == unproven
        office.change(ca_file=str(wrong))
        assert office.outcome() == unproven
        office.change(ca_file=str(broken))
        assert office.outcome() == "“broken.pem” cannot be used as a certificate."
        office.change(ca_file=str(tmp_path / "gone.pem"))
        assert office.outcome() == "“gone.pem” cannot be used as a certificate."
        office.change(ca_file=str(right))
        assert office.outcome().startswith("“127.0.0.1” answered in ")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda pem: b"",
        lambda pem: b"nothing of the kind",
        lambda pem: pem + b"-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n",
        lambda pem: b"0" * 2_000_000,
        lambda pem: pem.replace(b"-----END", b"-----FIN"),
    ],
)
def test_a_file_that_is_no_certificate_is_refused_before_anything_is_sent(
    office: Office, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "x.pem"
    file.write_bytes(spoil(trustme.CA().cert_pem.bytes()))
    office.change(ca_file=str(file))
    with pytest.raises(AppError) as error:
        office.network.greet()
    assert error.value.fault is Fault.CA_FILE_UNUSABLE
    assert not office.contacts.intents


def test_sealed_means_no_test_either(office: Office) -> None:
    office.change(sealed=True)
    assert office.outcome() == "Sealed mode is on, so nothing was downloaded."
    assert not office.contacts.intents


# ---- from settings ------------------------------------------------------------------------


def test_settings_are_the_rules() -> None:
    assert NetworkRules.of(NetworkChoice()) == NetworkRules()
    chosen = NetworkChoice(
        endpoint="https://models.office/hub/",
        more_hosts=("files.office", "*.cdn.office:8443"),
        proxy="address",
        proxy_address="proxy.office:8080",
    )
    route = NetworkRules.of(chosen).route({"HF_ENDPOINT": "https://other"}, "ana:secret")
    assert route.endpoint == "https://models.office/hub"
    assert route.hosts == ("files.office", "*.cdn.office:8443")
    assert route.proxy == "proxy.office:8080"
    assert "secret" not in repr(route)


def test_a_proxy_that_is_still_to_be_named_is_the_systems() -> None:
    assert NetworkRules.of(NetworkChoice(proxy="address")).proxy == "system"
    assert NetworkRules.of(NetworkChoice(proxy="none", proxy_address="x:1")).proxy == "none"


def test_a_change_counts_from_the_next_order_on(office: Office) -> None:
    """The rules are asked for each order; the hub of before hears nothing more."""
    with running_hub() as mirror:
        mirror.put(b"GGUF" * 1000)
        office.outcome()
        office.change(endpoint=mirror.url)
        office.outcome()
        assert len(office.hub.seen) == len(mirror.seen) == 1


def test_the_public_hub_is_the_default() -> None:
    assert NetworkRules.of(NetworkChoice()).route({}).endpoint == HUB
