"""The loop of the network program: one order after the other."""

import os
import time
from typing import Literal

from indoors import __version__
from indoors.broker.download import FileDownload
from indoors.broker.errors import BodyError, BrokerError, CancelledError
from indoors.broker.gate import Contact, Gate
from indoors.broker.hub import Hub
from indoors.broker.inbox import Errand, Inbox
from indoors.protocol.broker import (
    HEAD_LIMIT,
    PROTOCOL,
    BrokerChannel,
    Connecting,
    Contacted,
    Download,
    Ending,
    Failed,
    Greet,
    Greeted,
    Halt,
    Head,
    Hello,
    Listing,
    LookUp,
    Permit,
    ReadHead,
    Stopped,
)
from indoors.protocol.faults import Fault
from indoors.protocol.isolation import Enforcement


class Program:
    """Every order ends in exactly one event, whatever happens."""

    def __init__(
        self, inbox: Inbox, channel: BrokerChannel, enforcement: Enforcement | None = None
    ) -> None:
        self._inbox = inbox
        self._channel = channel
        self._enforcement = enforcement

    def run(self) -> None:
        """Serve orders until the process ends, which the inbox decides."""
        hello = Hello(
            protocol=PROTOCOL,
            version=__version__,
            pid=os.getpid(),
            enforcement=self._enforcement,
        )
        self._channel.send(hello)
        while True:
            order = self._inbox.next()
            if order is None:
                facts: dict[str, str | int | float] = {"detail": "an order that is none"}
                self._channel.send(Failed(id=None, fault=Fault.BUG, facts=facts))
            else:
                self._inbox.begin(order.id)
                self._channel.send(self._serve(order))

    def _serve(self, order: Errand) -> Ending:
        try:
            return self._obey(order)
        except CancelledError:
            return Stopped(id=order.id)
        except BrokerError as error:
            return Failed(
                id=order.id,
                fault=error.fault,
                facts=error.facts,
                again=error.again,
                retry_after=error.retry_after,
            )
        except Exception as error:  # noqa: BLE001 - the program outlives its bugs, and tells
            return Failed(id=order.id, fault=Fault.BUG, facts={"detail": type(error).__name__})

    def _obey(self, order: Errand) -> Ending:
        gate = Gate(order.route, _Teller(order.id, order.permit, self._channel, self._inbox))
        hub = Hub(order.route, order.credential, gate)
        try:
            match order:
                case Download():
                    return FileDownload(order, hub, self._channel.send, self._inbox.cancel).run()
                case ReadHead():
                    return _head(order, hub)
                case LookUp():
                    commit, gated, files = hub.listing(order.repo, order.revision)
                    return Listing(id=order.id, commit=commit, gated=gated, files=files)
                case Greet():
                    return _greeted(order, hub)
        finally:
            hub.close()


_VERDICTS: dict[Fault | None, Literal["allowed", "refused", "forbidden"]] = {
    None: "allowed",
    Fault.HOST_REFUSED: "refused",
    Fault.POLICY_FORBIDS: "forbidden",
}


class _Teller:
    """Tells the parent of every contact, before and after, and waits for its leave."""

    def __init__(self, order_id: str, permit: Permit, channel: BrokerChannel, inbox: Inbox) -> None:
        self._id = order_id
        self._permit = permit
        self._channel = channel
        self._inbox = inbox

    def intent(self, contact: Contact) -> None:
        """Return when the contact is on record. Raises what keeps it from being made."""
        self._channel.send(
            Connecting(
                id=self._id,
                number=contact.number,
                purpose=self._permit.purpose,
                method=contact.method,
                scheme=contact.place.scheme,
                host=contact.place.host,
                port=contact.place.port,
                via=contact.via,
                verdict=_VERDICTS[contact.refusal],
                bytes_out=contact.bytes_out,
                body_sha256=contact.body_sha256,
                consent_id=self._permit.consent_id,
                policy_id=self._permit.policy_id,
            )
        )
        verdict = self._inbox.verdict(self._id, contact.number)
        if verdict is None:
            raise CancelledError
        if isinstance(verdict, Halt):
            error = BrokerError(verdict.fault)
            error.facts |= verdict.facts
            raise error

    def result(self, contact: Contact, status: int, bytes_out: int, bytes_in: int) -> None:
        self._channel.send(
            Contacted(
                id=self._id,
                number=contact.number,
                status=status,
                bytes_out=bytes_out,
                bytes_in=bytes_in,
            )
        )


def _greeted(order: Greet, hub: Hub) -> Greeted:
    began = time.monotonic()
    found = hub.greet()
    return Greeted(
        id=order.id,
        host=hub.host,
        seconds=round(time.monotonic() - began, 3),
        token=found.token,
        account=found.account,
        understood=found.understood,
    )


def _head(order: ReadHead, hub: Hub) -> Head:
    """Fetch some bytes. No more are read, even from a server that would send all."""
    facts = hub.facts(order.file)
    stop = order.start + min(order.count, HEAD_LIMIT)
    data = bytearray()
    with hub.open(order.file, order.start, stop, etag=facts.etag) as answer:
        if answer.start != order.start:
            raise BodyError("the server cannot send a part of the file")
        for piece in answer.pieces():
            data += piece
            if len(data) >= stop - order.start:
                break
    del data[stop - order.start :]
    return Head(
        id=order.id, data=bytes(data), size=facts.size, sha256=facts.sha256, commit=facts.commit
    )
