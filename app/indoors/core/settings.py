"""What the user can choose: one frozen tree, one stored row for each section.

A field with a title is shown on the settings page, which is made from ``fields``; one
without is remembered by the window itself. A stored value that a field may not hold is
replaced by the field's default, alone: the rest of its section stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from indoors.core.chat import Parameters
from indoors.core.money.choice import MoneyChoice

Kind = Literal["switch", "choice", "number", "text", "list", "file"]


class Appearance(Struct, frozen=True, kw_only=True):
    theme: Annotated[
        Literal["system", "light", "dark"],
        Meta(title="Theme", description="Light, dark, or as the system is set."),
    ] = "system"
    reduced_motion: Annotated[
        bool,
        Meta(title="Reduce motion", description="Panels and dialogs appear without movement."),
    ] = False


class ChatDefaults(Struct, frozen=True, kw_only=True):
    """What a new conversation starts with."""

    parameters: Parameters = Parameters()


class EngineChoice(Struct, frozen=True, kw_only=True):
    context: (
        Annotated[
            int,
            Meta(
                title="Context",
                description="Tokens that a conversation can hold. Empty: as the model was made "
                "for, at most 8,192. More needs more memory.",
                ge=512,
                le=1_048_576,
            ),
        ]
        | None
    ) = None
    threads: (
        Annotated[
            int,
            Meta(
                title="Processor threads",
                description="Threads that compute an answer. Empty: chosen for this computer.",
                ge=1,
                le=512,
            ),
        ]
        | None
    ) = None
    looser_for_drivers: Annotated[
        bool,
        Meta(
            title="Looser limits for the graphics driver",
            description="The engine may use sockets of this computer and read files, as some "
            "graphics drivers need. It still has no internet and can start no program. The shield "
            "is amber while this is on.",
            extra={"shown_if": ("looser_for_drivers", True)},
        ),
    ] = False
    model_path: str | None = None  # used last; None: the starter model
    recent_models: tuple[str, ...] = ()  # paths, the latest first


class ModelsChoice(Struct, frozen=True, kw_only=True):
    unload_minutes: Annotated[
        int,
        Meta(
            title="Unload an idle model",
            description="After so many minutes without a question it gives its memory back; the "
            "next question loads it again.",
            ge=0,  # never
            le=1440,
        ),
    ] = 10
    watched_folder: str = ""  # model files in it are listed where they lie; empty: none


_HOST = r"(?:\*\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9-]+)*"
_PLACE = r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"

HostPattern = Annotated[str, Meta(pattern=rf"^(?:{_HOST}|\[[0-9A-Fa-f:.]+\])(?::[0-9]{{1,5}})?\Z")]


class NetworkChoice(Struct, frozen=True, kw_only=True):
    """The way to the model hub. Secrets are never here, only whether the keyring has them."""

    endpoint: Annotated[
        str,
        Meta(
            title="Model hub",
            description="Where models come from. A mirror in the house has an address like "
            "https://models.example.com.",
            pattern=rf"^(?:https?://{_PLACE}(?:/[^\s?#@]*)?)?\Z",
        ),
    ] = ""
    more_hosts: Annotated[
        tuple[HostPattern, ...],
        Meta(
            title="Its other servers",
            description="Servers that a mirror sends its readers on to, with commas between "
            "them. “*.example.com” stands for all below it. Any other is refused.",
        ),
    ] = ()
    proxy: Annotated[
        Literal["system", "none", "address"],
        Meta(title="Proxy", description="The way out of a network that has no direct one."),
    ] = "system"
    proxy_address: Annotated[
        str,
        Meta(
            title="Address of the proxy",
            description="Like http://proxy.example.com:8080.",
            pattern=rf"^(?:(?:https?://)?{_PLACE}/?)?\Z",
            extra={"shown_if": ("proxy", "address")},
        ),
    ] = ""
    ca_file: Annotated[
        str,
        Meta(
            title="Company certificate",
            description="For a network that reads along. What the system trusts is trusted "
            "anyway; this file comes on top.",
            extra={"kind": "file"},
        ),
    ] = ""
    has_token: bool = False  # so that the keyring is asked only if there is something in it
    has_proxy_login: bool = False


class PowerChoice(Struct, frozen=True, kw_only=True):
    gentle_on_battery: Annotated[
        bool,
        Meta(
            title="Gentle on battery",
            description="A model is loaded with half of the cores, and other programs go first. "
            "Answers take longer, the battery lasts longer.",
        ),
    ] = True
    pause_batch: Annotated[
        bool,
        Meta(
            title="Pause other work below 20 % and in heat",
            description="Work that nobody waits for stops until the battery is charged, or the "
            "processor is cool again.",
        ),
    ] = True
    unload_when_it_pays: Annotated[
        bool,
        Meta(
            title="Unload when waiting costs more",
            description="Where both are measured, an idle model is unloaded once its waiting has "
            "taken as much energy as loading it again. Else the time under Models holds.",
        ),
    ] = True


class PrivacyChoice(Struct, frozen=True, kw_only=True):
    """Shown on the Privacy screen."""

    sealed: bool = False  # nothing may leave


class WindowPlace(Struct, frozen=True, kw_only=True):
    """Sizes in device-independent pixels."""

    width: Annotated[int, Meta(ge=320, le=32_767)] = 1280
    height: Annotated[int, Meta(ge=240, le=32_767)] = 800
    maximized: bool = False
    list_width: Annotated[int, Meta(ge=120, le=4_000)] = 248
    live_width: Annotated[int, Meta(ge=120, le=4_000)] = 292
    list_open: bool = True
    live_panel_open: bool = True
    conversation_id: str = ""  # open when the window was closed
    welcomed: bool = False  # the first run was seen to its end, or skipped


class Settings(Struct, frozen=True, kw_only=True):
    appearance: Appearance = Appearance()
    chat: ChatDefaults = ChatDefaults()
    engine: EngineChoice = EngineChoice()
    models: ModelsChoice = ModelsChoice()
    money: MoneyChoice = MoneyChoice()
    network: NetworkChoice = NetworkChoice()
    power: PowerChoice = PowerChoice()
    privacy: PrivacyChoice = PrivacyChoice()
    window: WindowPlace = WindowPlace()


SECTIONS: dict[str, type[Struct]] = {
    "appearance": Appearance,
    "chat": ChatDefaults,
    "engine": EngineChoice,
    "models": ModelsChoice,
    "money": MoneyChoice,
    "network": NetworkChoice,
    "power": PowerChoice,
    "privacy": PrivacyChoice,
    "window": WindowPlace,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the settings page."""

    section: str
    name: str
    title: str
    description: str
    kind: Kind
    default: object
    optional: bool  # may be left empty (None)
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    shown_if: tuple[str, str] | None = None  # another field of the section, and its value


def fields(section: str) -> tuple[Field, ...]:
    """Return the fields of a section that the settings page shows, in their order."""
    hints = get_type_hints(SECTIONS[section], include_extras=True)
    found = []
    for info in msgspec.structs.fields(SECTIONS[section]):
        hint = hints[info.name]
        optional = get_origin(hint) in (Union, UnionType)
        plain, meta = _parts(get_args(hint)[0] if optional else hint)
        if meta is not None and meta.title is not None:
            field = Field(
                section=section,
                name=info.name,
                title=meta.title,
                description=meta.description or "",
                kind=(meta.extra or {}).get("kind") or _kind(plain),
                default=info.default,
                optional=optional,
                choices=get_args(plain) if get_origin(plain) is Literal else (),
                minimum=meta.ge,
                maximum=meta.le,
                shown_if=(meta.extra or {}).get("shown_if"),
            )
            found.append(field)
    return tuple(found)


def _kind(plain: Any) -> Kind:
    kinds: dict[Any, Kind] = {bool: "switch", int: "number", str: "text", tuple: "list"}
    return kinds.get(get_origin(plain) or plain, "choice")


def accepts(section: str, name: str, value: object) -> bool:
    """Return whether a field may hold this value."""
    field = next(f for f in msgspec.structs.fields(SECTIONS[section]) if f.name == name)
    try:
        msgspec.convert(value, field.type)
    except msgspec.ValidationError:
        return False
    return True


def _parts(hint: Any) -> tuple[Any, Meta | None]:
    if get_origin(hint) is Annotated:
        plain, meta = get_args(hint)
        return plain, meta
    return hint, None


def read(stored: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """Read sections of JSON; name each value ("engine.threads") replaced by its default."""
    sections: dict[str, Any] = {}
    replaced: list[str] = []
    for name, section in SECTIONS.items():
        if name in stored:
            sections[name], bad = _read_section(section, stored[name])
            replaced += [f"{name}.{field}" if field else name for field in bad]
    return Settings(**sections), replaced


def checked(section: str, value: Struct) -> Struct:
    """Return the value as it will be read again. Raises ``msgspec.ValidationError``."""
    return msgspec.convert(msgspec.to_builtins(value), SECTIONS[section])


def _read_section(section: type[Struct], text: str) -> tuple[Struct, list[str]]:
    try:
        stored = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return section(), [""]
    values, bad = {}, []
    for field in msgspec.structs.fields(section):
        if field.name in stored:
            try:
                values[field.name] = msgspec.convert(stored[field.name], field.type)
            except msgspec.ValidationError:
                bad.append(field.name)
    return section(**values), bad
