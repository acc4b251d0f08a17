"""The network program is there for an order, and not a moment longer."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import psutil
import pytest

from indoors.core.errors import AppError
from indoors.protocol.broker import (
    Downloaded,
    Ending,
    Event,
    Failed,
    Progress,
    RemoteFile,
    Stopped,
)
from indoors.protocol.faults import Fault
from indoors.services.isolation import Isolation
from indoors.services.network import HUB, Network, NetworkRules
from indoors.services.programs import OwnPrograms
from tests.helpers.contacts import Contacts
from tests.helpers.hub import NAME, REPO, LoopbackHub, Trouble, content, running_hub, wait_until

DATA = content(2_000_000)
FILE = RemoteFile(repo=REPO, name=NAME)


class Setting:
    """Rules that a test can change."""

    def __init__(self, hub: LoopbackHub) -> None:
        self.rules = NetworkRules(endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none")
        self.contacts = Contacts()
        self.network = Network(lambda: self.rules, self.contacts, token=lambda: hub.token)

    def seal(self) -> None:
        self.rules = NetworkRules(sealed=True, endpoint=self.rules.endpoint)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as server:
        server.put(DATA)
        yield server


@pytest.fixture
def setting(hub: LoopbackHub) -> Iterator[Setting]:
    made = Setting(hub)
    yield made
    made.network.close()


def run(setting: Setting, part: Path) -> tuple[str, SimpleQueue[Event]]:
    events: SimpleQueue[Event] = SimpleQueue()
    order = setting.network.download(FILE, part, sha256=None, size=None)
    setting.network.run(order, events.put)
    return order.id, events


def ending(events: SimpleQueue[Event]) -> Event:
    while not isinstance(event := events.get(timeout=30), Ending):
        pass
    return event


def test_a_process_comes_and_goes_with_the_order(setting: Setting, tmp_path: Path) -> None:
    assert setting.network.pids == []
    _, events = run(setting, tmp_path / "a.part")
    (pid,) = setting.network.pids
    assert psutil.Process(pid).ppid() == psutil.Process().pid
    assert isinstance(ending(events), Downloaded)
    wait_until(lambda: not setting.network.pids)
    assert not psutil.pid_exists(pid)
    assert len(setting.contacts.intents) == len(setting.contacts.results) == 3


def test_sealed_means_never_started(setting: Setting, hub: LoopbackHub, tmp_path: Path) -> None:
    setting.seal()
    order = setting.network.download(FILE, tmp_path / "a", sha256=None, size=None)
    with pytest.raises(AppError) as error:
        setting.network.run(order, lambda event: None)
    assert error.value.fault is Fault.NETWORK_SEALED
    with pytest.raises(AppError):
        setting.network.read_head(FILE, 100)
    assert setting.network.pids == []
    assert not hub.seen
    assert setting.contacts.refusals == [Fault.NETWORK_SEALED, Fault.NETWORK_SEALED]
    assert not setting.contacts.intents


def test_no_record_no_connection(setting: Setting, hub: LoopbackHub, tmp_path: Path) -> None:
    setting.contacts.broken = Fault.LEDGER_UNWRITABLE
    _, events = run(setting, tmp_path / "a.part")
    end = ending(events)
    assert isinstance(end, Failed)
    assert (end.fault, end.again) == (Fault.LEDGER_UNWRITABLE, False)
    assert len(setting.contacts.intents) == 1
    assert not hub.seen
    assert not setting.contacts.results


def test_a_result_that_cannot_be_noted_ends_the_errand(
    setting: Setting, hub: LoopbackHub, tmp_path: Path
) -> None:
    def fail(errand: object, contact: object) -> None:
        raise AppError(Fault.LEDGER_BROKEN)

    setting.contacts.result = fail  # type: ignore[method-assign]
    _, events = run(setting, tmp_path / "a.part")
    end = ending(events)
    assert isinstance(end, Failed)
    assert (end.fault, end.again) == (Fault.LEDGER_BROKEN, False)
    assert len(hub.seen) == 1
    wait_until(lambda: not setting.network.pids)


def test_a_seal_between_start_and_contact_is_in_time(
    setting: Setting, hub: LoopbackHub, tmp_path: Path
) -> None:
    """Rules are asked once more when the contact is about to be made."""
    answers = iter([setting.rules, setting.rules, setting.rules])
    setting.network._rules = lambda: next(answers, NetworkRules(sealed=True))
    _, events = run(setting, tmp_path / "a.part")
    end = ending(events)
    assert isinstance(end, Failed)
    assert end.fault is Fault.NETWORK_SEALED
    assert not hub.seen


def test_sealing_ends_what_runs(setting: Setting, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.bytes_per_second = 500_000
    _, events = run(setting, tmp_path / "a.part")
    while not isinstance(events.get(timeout=30), Progress):
        pass
    setting.seal()
    setting.network.enforce()
    end = ending(events)
    assert isinstance(end, Failed)
    assert end.fault is Fault.NETWORK_SEALED


def test_cancel(setting: Setting, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.bytes_per_second = 500_000
    order_id, events = run(setting, tmp_path / "a.part")
    while not isinstance(events.get(timeout=30), Progress):
        pass
    setting.network.cancel(order_id)
    assert ending(events) == Stopped(id=order_id)


def test_cancel_of_one_that_hears_nothing(
    setting: Setting, hub: LoopbackHub, tmp_path: Path
) -> None:
    """The server has gone silent, and the read waits far longer than a user does."""
    hub.troubles.append(Trouble(stall_at=1_500_000))
    part = tmp_path / "a.part"
    order_id, events = run(setting, part)
    wait_until(lambda: part.exists() and part.stat().st_size > 1_000_000)
    setting.network.cancel(order_id)
    assert ending(events) == Stopped(id=order_id)
    assert part.stat().st_size > 1_000_000


def test_a_process_that_dies_is_an_ending(
    setting: Setting, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.bytes_per_second = 500_000
    _, events = run(setting, tmp_path / "a.part")
    while not isinstance(events.get(timeout=30), Progress):
        pass
    psutil.Process(setting.network.pids[0]).kill()
    end = ending(events)
    assert isinstance(end, Failed)
    assert (end.fault, end.again) == (Fault.BROKER_CRASHED, True)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("print('hello')", Fault.BROKER_CRASHED),
        ("raise SystemExit(3)", Fault.BROKER_CRASHED),
        (
            'print(\'{"type":"hello","protocol":99,"version":"x","pid":1}\', flush=True);'
            "import sys; sys.stdin.read()",
            Fault.PROTOCOL_MISMATCH,
        ),
    ],
)
def test_a_program_that_is_another(code: str, fault: Fault, hub: LoopbackHub) -> None:
    rules = NetworkRules(endpoint=hub.url)
    programs = OwnPrograms((sys.executable, "-c", code))
    network = Network(lambda: rules, Contacts(), isolation=Isolation(programs=programs))
    with pytest.raises(AppError) as error:
        network.look_up(REPO)
    assert error.value.fault is fault
    wait_until(lambda: not network.pids)


def test_a_program_that_is_not_there(hub: LoopbackHub, tmp_path: Path) -> None:
    rules = NetworkRules(endpoint=hub.url)
    programs = OwnPrograms((str(tmp_path / "none"),))
    network = Network(lambda: rules, Contacts(), isolation=Isolation(programs=programs))
    with pytest.raises(AppError) as error:
        network.look_up(REPO)
    assert error.value.fault is Fault.BROKER_DID_NOT_START
    assert network.pids == []


def test_heads_and_listings(setting: Setting, hub: LoopbackHub) -> None:
    assert setting.network.read_head(FILE, 5000).data == DATA[:5000]
    assert [file.name for file in setting.network.look_up(REPO).files] == [NAME]
    with pytest.raises(AppError) as error:
        setting.network.look_up("acme/none")
    assert error.value.fault is Fault.HUB_NOT_FOUND


def test_several_at_once(setting: Setting, tmp_path: Path) -> None:
    done = [run(setting, tmp_path / f"{number}.part")[1] for number in range(3)]
    assert all(isinstance(ending(events), Downloaded) for events in done)


def test_callbacks_may_cancel(setting: Setting, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.bytes_per_second = 500_000
    ended = threading.Event()
    order = setting.network.download(FILE, tmp_path / "a", sha256=None, size=None)

    def on_event(event: Event) -> None:
        if isinstance(event, Progress):
            setting.network.cancel(order.id)
        elif isinstance(event, Stopped):
            ended.set()

    setting.network.run(order, on_event)
    assert ended.wait(30)


def test_where_the_hub_is() -> None:
    assert NetworkRules().route({}).endpoint == HUB
    assert NetworkRules().route({}).hosts
    mirror = NetworkRules().route({"HF_ENDPOINT": "https://mirror.office/"})
    assert (mirror.endpoint, mirror.hosts) == ("https://mirror.office", ())
    chosen = NetworkRules(endpoint="https://own.office", more_hosts=("files.office",))
    assert chosen.route({"HF_ENDPOINT": "https://x"}).hosts == ("files.office",)
