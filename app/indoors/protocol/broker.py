"""Orders to the network program and what it reports.

One struct is one JSON line, told apart by its ``type`` field. Sizes are in bytes, times in
seconds. Bytes travel as base64. Every order but Cancel says whom it may talk to and what
for; the program connects to nobody else.
"""

from typing import Literal

from msgspec import Struct

from indoors.protocol.faults import Fault
from indoors.protocol.isolation import Enforcement
from indoors.protocol.wire import Channel, Wire

PROTOCOL = 2
"""Raised whenever a message changes in a way an older partner would misread."""

HEAD_LIMIT = 1_000_000
"""The most that one ReadHead may fetch."""

type_tag = {"frozen": True, "kw_only": True, "tag_field": "type", "omit_defaults": True}

Purpose = Literal["model_download", "model_header", "model_lookup", "connection_test"]


class Credential(Struct, frozen=True):
    """A secret. It travels over the pipe alone, and does not print itself."""

    token: str = ""

    def __repr__(self) -> str:
        return "Credential(...)" if self.token else "Credential()"


class Route(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The hub, who else may be contacted, and the way there.

    ``hosts`` are names, ``*.suffix`` or either with ``:port``; without a port the scheme's
    own is meant. ``only``: of all these, no host but these; None: no such limit. ``proxy``:
    "system" (environment or the system's settings), "none", or a URL. ``proxy_login`` is
    "name:password" for a proxy whose URL has none. ``authorities`` are certificates, PEM or
    DER, trusted besides what the operating system trusts.
    """

    endpoint: str
    hosts: tuple[str, ...]
    only: tuple[str, ...] | None = None
    proxy: str = "system"
    proxy_login: Credential = Credential()
    authorities: bytes = b""
    connect_s: float = 15.0
    stall_s: float = 30.0  # without a byte


class Permit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why this may happen at all; goes into the ledger with every contact."""

    purpose: Purpose
    consent_id: str = ""
    policy_id: str = ""


class RemoteFile(Struct, frozen=True, kw_only=True):
    """A file of a repository on the hub."""

    repo: str
    name: str
    revision: str = "main"


# ---- orders ---------------------------------------------------------------------------


class Download(Struct, **type_tag, tag="download"):
    """Bring a file into ``part``, continuing what is there, and check it.

    The whole file stays at ``part``: to name it is not this program's business. ``sha256``
    is the pinned hash; without one the hub's own is used. ``attempts`` in a row without a
    new byte end the order.
    """

    id: str
    file: RemoteFile
    route: Route
    permit: Permit
    part: str
    sha256: str | None = None
    size: int | None = None
    credential: Credential = Credential()
    reserve: int = 256 * 1024 * 1024  # to stay free on the disk
    attempts: int = 5
    pause_s: float = 1.0  # before the second attempt; doubles


class ReadHead(Struct, **type_tag, tag="read_head"):
    """Fetch ``count`` bytes of a file from ``start`` on; at most HEAD_LIMIT."""

    id: str
    file: RemoteFile
    route: Route
    permit: Permit
    count: int
    start: int = 0
    credential: Credential = Credential()


class LookUp(Struct, **type_tag, tag="look_up"):
    """List the files of a repository with their sizes and hashes."""

    id: str
    repo: str
    route: Route
    permit: Permit
    revision: str = "main"
    credential: Credential = Credential()


class Greet(Struct, **type_tag, tag="greet"):
    """Ask the hub one thing, by one request, to see whether it can be reached."""

    id: str
    route: Route
    permit: Permit
    credential: Credential = Credential()


class Cancel(Struct, **type_tag, tag="cancel"):
    """Stop the order; what has been fetched stays."""

    id: str


class Proceed(Struct, **type_tag, tag="proceed"):
    """The contact of this number is on record, on the disk: it may be made."""

    id: str
    number: int


class Halt(Struct, **type_tag, tag="halt"):
    """The contact of this number must not be made; the order fails with this fault."""

    id: str
    number: int
    fault: Fault
    facts: dict[str, str | int | float] = {}


Verdict = Proceed | Halt
Order = Download | ReadHead | LookUp | Greet | Cancel | Verdict


# ---- reports --------------------------------------------------------------------------


class Hello(Struct, **type_tag, tag="hello"):
    """The first line of every network process."""

    protocol: int
    version: str
    pid: int
    enforcement: Enforcement | None = None  # None: a partner that tells nothing is not enforced


class Connecting(Struct, **type_tag, tag="connecting"):
    """Sent before a request leaves; every hop of a redirect has its own.

    Nothing leaves before ``Proceed`` has come back. ``bytes_out`` is the size of the request
    as it will be written, and ``body_sha256`` the hash of its body, "" if it has none.
    """

    id: str
    number: int
    purpose: Purpose
    method: str
    scheme: str
    host: str
    port: int
    via: str = ""  # the proxy's host and port
    verdict: Literal["allowed", "refused", "forbidden"] = "allowed"  # the last: by policy
    bytes_out: int = 0
    body_sha256: str = ""
    consent_id: str = ""
    policy_id: str = ""


class Contacted(Struct, **type_tag, tag="contacted"):
    """How the contact of this number went. ``status`` 0: there was no answer."""

    id: str
    number: int
    status: int
    bytes_out: int  # of the request: its line, headers and body, before encryption
    bytes_in: int  # of the answer's body


class Resolved(Struct, **type_tag, tag="resolved"):
    """What the hub says of the file, before any of it is fetched."""

    id: str
    size: int
    sha256: str
    commit: str


class Checking(Struct, **type_tag, tag="checking"):
    """Bytes fetched earlier are read again, so that the hash covers all of the file."""

    id: str
    done: int
    total: int


class Progress(Struct, **type_tag, tag="progress"):
    """``speed`` is that of the last seconds; None while it cannot be told."""

    id: str
    done: int
    total: int
    speed: float | None


class Waiting(Struct, **type_tag, tag="waiting"):
    """The connection broke; the next attempt is ``seconds`` away."""

    id: str
    fault: Fault
    seconds: float
    attempt: int


class Restarted(Struct, **type_tag, tag="restarted"):
    """Bytes fetched earlier are of no use: the publisher's file is another one, or they rotted."""

    id: str
    reason: Literal["changed", "damaged"]
    kept: int  # bytes


class Downloaded(Struct, **type_tag, tag="downloaded"):
    """The part is whole, on the disk, and has this hash."""

    id: str
    size: int
    sha256: str
    commit: str
    received: int  # bytes of the file fetched by this order


class Head(Struct, **type_tag, tag="head"):
    id: str
    data: bytes
    size: int | None  # of the whole file
    sha256: str | None
    commit: str


class ListedFile(Struct, frozen=True, kw_only=True):
    name: str
    size: int | None
    sha256: str | None


class Listing(Struct, **type_tag, tag="listing"):
    id: str
    commit: str
    gated: bool
    files: tuple[ListedFile, ...]


class Greeted(Struct, **type_tag, tag="greeted"):
    """Somebody answered. ``account`` is whose token it is, if the hub says so.

    ``token``: "none" was given; "sent", and nothing said of it; "accepted"; "withheld", as
    the connection is not encrypted.
    ``understood`` is False of a server that does not know the question, as some mirrors.
    """

    id: str
    host: str
    seconds: float
    token: Literal["none", "sent", "accepted", "withheld"]
    account: str = ""
    understood: bool = True


class Stopped(Struct, **type_tag, tag="stopped"):
    """The order was cancelled."""

    id: str


class Failed(Struct, **type_tag, tag="failed"):
    """The order failed. ``again``: the same order may well succeed later, all by itself."""

    id: str | None
    fault: Fault
    facts: dict[str, str | int | float]
    again: bool = False
    retry_after: float | None = None


Event = (
    Hello | Connecting | Contacted | Resolved | Checking | Progress | Waiting | Restarted
    | Downloaded | Head | Listing | Greeted | Stopped | Failed
)  # fmt: skip
"""Downloaded, Head, Listing, Greeted, Stopped and Failed end their order."""

Ending = Downloaded | Head | Listing | Greeted | Stopped | Failed

WIRE: Wire[Order, Event] = Wire(Order, Event, 4 * 1024 * 1024)
"""The limit leaves room for the largest head as base64."""
BrokerChannel = Channel[Order, Event]
