"""Puts what the network program is about to do on record, and what came of it."""

from msgspec import structs

from indoors.core.hidden_text import visible_name
from indoors.core.ledger import Kind, Record
from indoors.protocol.broker import Connecting, Contacted
from indoors.protocol.faults import Fault
from indoors.services.ledger import Ledger
from indoors.services.network import Errand

_REASONS = {"refused": Fault.HOST_REFUSED.value, "forbidden": Fault.POLICY_FORBIDS.value}


class ContactRecorder:
    """The ``Recorder`` of ``services.network``. Raises as ``Ledger.add``."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def intent(self, errand: Errand, contact: Connecting) -> None:
        """Return when the contact is on the disk; one that was refused is written as such."""
        reason = _REASONS.get(contact.verdict)
        self._ledger.add(
            structs.replace(
                _of(errand, "refused" if reason else "intent"),
                number=contact.number,
                method=contact.method,
                scheme=contact.scheme,
                host=contact.host,
                port=contact.port,
                via=contact.via,
                bytes_out=contact.bytes_out,
                body=self._ledger.keyed(contact.body_sha256),
                reason=reason or "",
            )
        )

    def result(self, errand: Errand, contact: Contacted) -> None:
        """Note how it went."""
        self._ledger.add(
            structs.replace(
                _of(errand, "result"),
                number=contact.number,
                status=contact.status,
                bytes_out=contact.bytes_out,
                bytes_in=contact.bytes_in,
            )
        )

    def refused(self, errand: Errand, fault: Fault) -> None:
        """Note an errand for which nothing was started."""
        host = errand.route.endpoint.partition("://")[2].partition("/")[0]
        self._ledger.add(structs.replace(_of(errand, "refused"), host=host, reason=fault.value))


def _of(errand: Errand, kind: Kind) -> Record:
    return Record(
        kind=kind,
        order=errand.id,
        purpose=errand.permit.purpose,
        subject=_subject(errand),
        consent=errand.permit.consent_id,
        policy=errand.permit.policy_id,
    )


def _subject(errand: Errand) -> str:
    file = getattr(errand, "file", None)
    said = f"{file.repo}/{file.name}" if file else getattr(errand, "repo", "")
    return visible_name(said)
