"""The keys of a policy. One table: types, words, and which of two values is the stricter.

A key whose feature is not in this version yet is accepted, checked and shown as having no
effect yet, so that an office can roll out one policy before the programs that obey it.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_type_hints

import msgspec
from msgspec import Meta, Struct, field

Merge = Literal["first", "smallest", "common", "true", "false", "same"]
"""Which of two values wins: the one named first among its choices, the smaller number, what
two lists have in common, true, false; ``same``: two sources must not differ."""

Hosts = tuple[Annotated[str, Meta(min_length=1, pattern=r"^(\*\.)?[A-Za-z0-9._:\[\]-]+$")], ...]
Words = tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...]
Hashes = tuple[Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")], ...]
Url = Annotated[str, Meta(pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$")]
AbsolutePath = Annotated[str, Meta(pattern=r"^(/|[A-Za-z]:\\|\\\\)")]


DESCRIPTIONS = {
    "Network": (
        "off: nothing may leave, and sealed mode is locked. downloads: models may be "
        "fetched. ask: the user decides each time."
    ),
    "Hosts that may be contacted": (
        "No other host is contacted, whatever the user chose. *.example.com stands for "
        "all below it; :port limits to a port."
    ),
    "Cloud models": "false removes them.",
    "Cloud providers": "Only these may be set up.",
    "Masking before the cloud": "true: names and numbers are masked before anything is sent.",
    "Models by SHA-256": "Only files with these hashes may be used.",
    "Import of model files": "false: models come by download alone.",
    "Licences of models": "Only models under these licences, by SPDX name, are offered.",
    "Largest document, MB": "Larger files are refused.",
    "Types of documents": "Only files with these endings are read.",
    "Encryption at rest": "required: nothing is stored unencrypted, which is so in any case.",
    "Key for recovery by the office": "A public key; the profile's key is stored for it, too.",
    "Days that chats are kept": "Older ones are deleted.",
    "Export": "false removes it.",
    "Clipboard": "false: nothing can be copied out.",
    "Updates": "off: never looked for. notify: said when there is one.",
    "Model hub": "A mirror in the house, in place of the public hub and of the user's choice.",
    "Audit trail": (
        "A file, or a local syslog socket, that receives a copy of each line of the ledger."
    ),
    "Audit format": "jsonl: the ledger's own lines. cef: ArcSight. rfc5424: syslog.",
    "Audit level": "all; left: requests that left; refused: those that did not.",
    "Enforced isolation": "true: where the system does not enforce it, nothing runs.",
    "Telemetry": "Indoors has none. Only false is accepted.",
}


def key(title: str, merge: Merge, *, effect: bool = False) -> Meta:
    """Describe one key; ``effect``: this version obeys it."""
    return Meta(
        title=title, description=DESCRIPTIONS[title], extra={"merge": merge, "effect": effect}
    )


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a policy says. None: nothing is said, and the user decides."""

    network_mode: Annotated[
        Literal["off", "downloads", "ask"] | None, key("Network", "first", effect=True)
    ] = field(default=None, name="network.mode")
    network_allow: Annotated[
        Hosts | None, key("Hosts that may be contacted", "common", effect=True)
    ] = field(default=None, name="network.allow")
    cloud_enabled: Annotated[bool | None, key("Cloud models", "false")] = field(
        default=None, name="cloud.enabled"
    )
    cloud_providers: Annotated[Words | None, key("Cloud providers", "common")] = field(
        default=None, name="cloud.providers"
    )
    cloud_redaction: Annotated[bool | None, key("Masking before the cloud", "true")] = field(
        default=None, name="cloud.redaction_required"
    )
    models_sha256: Annotated[Hashes | None, key("Models by SHA-256", "common")] = field(
        default=None, name="models.allow_sha256"
    )
    models_import: Annotated[bool | None, key("Import of model files", "false")] = field(
        default=None, name="models.allow_import"
    )
    models_licences: Annotated[Words | None, key("Licences of models", "common")] = field(
        default=None, name="models.licences"
    )
    documents_max_mb: Annotated[
        Annotated[int, Meta(ge=1)] | None, key("Largest document, MB", "smallest")
    ] = field(default=None, name="documents.max_mb")
    documents_types: Annotated[Words | None, key("Types of documents", "common")] = field(
        default=None, name="documents.types"
    )
    storage_encryption: Annotated[
        Literal["required"] | None, key("Encryption at rest", "same", effect=True)
    ] = field(default=None, name="storage.encryption")
    storage_escrow: Annotated[str | None, key("Key for recovery by the office", "same")] = field(
        default=None, name="storage.escrow_pubkey"
    )
    retention_days: Annotated[
        Annotated[int, Meta(ge=1)] | None, key("Days that chats are kept", "smallest")
    ] = field(default=None, name="retention.days")
    export_enabled: Annotated[bool | None, key("Export", "false")] = field(
        default=None, name="export.enabled"
    )
    clipboard_enabled: Annotated[bool | None, key("Clipboard", "false")] = field(
        default=None, name="clipboard.enabled"
    )
    update_mode: Annotated[
        Literal["off", "notify", "internal-url"] | None, key("Updates", "first")
    ] = field(default=None, name="update.mode")
    mirror_url: Annotated[Url | None, key("Model hub", "same", effect=True)] = field(
        default=None, name="mirror.url"
    )
    audit_path: Annotated[AbsolutePath | None, key("Audit trail", "same", effect=True)] = field(
        default=None, name="audit.path"
    )
    audit_format: Annotated[
        Literal["jsonl", "cef", "rfc5424"] | None, key("Audit format", "same", effect=True)
    ] = field(default=None, name="audit.format")
    audit_level: Annotated[
        Literal["all", "left", "refused"] | None, key("Audit level", "first", effect=True)
    ] = field(default=None, name="audit.level")
    sandbox_required: Annotated[bool | None, key("Enforced isolation", "true", effect=True)] = (
        field(default=None, name="sandbox.required")
    )
    telemetry: Annotated[Literal[False] | None, key("Telemetry", "same", effect=True)] = None


@dataclass(frozen=True, slots=True)
class Key:
    """One key. ``choices`` are those of a value that is a word, the strictest first."""

    name: str  # as in the file
    field: str  # of ``Rules``
    title: str
    description: str
    merge: Merge
    effect: bool
    choices: tuple[str, ...]


def _keys() -> dict[str, Key]:
    hints = get_type_hints(Rules, include_extras=True)
    found = {}
    for info in msgspec.structs.fields(Rules):
        plain, meta = get_args(hints[info.name])
        extra = meta.extra
        found[info.encode_name] = Key(
            name=info.encode_name,
            field=info.name,
            title=meta.title,
            description=meta.description,
            merge=extra["merge"],
            effect=extra["effect"],
            choices=_choices(plain),
        )
    return found


def _choices(plain: Any) -> tuple[str, ...]:
    literal = get_args(plain)[0]
    return tuple(str(choice) for choice in get_args(literal) if isinstance(choice, str))


KEYS = _keys()


def stricter(key_: Key, one: Any, other: Any) -> Any:
    """Return the stricter of two values. Raises ``ValueError`` if neither is."""
    match key_.merge:
        case "first":
            return min(one, other, key=key_.choices.index)
        case "smallest":
            return min(one, other)
        case "common":
            return tuple(word for word in one if word in other)
        case "true":
            return one or other
        case "false":
            return one and other
        case _:
            if one != other:
                raise ValueError(key_.name)
            return one
