"""What is known of a model's licence, in words: shown, and carried along in bundles. No Qt here."""

from typing import Final

from indoors.core.catalog import Entry, File, Licence
from indoors.services.local_entry import LOCAL
from indoors.ui.text.model_rows import licence as licence_name

TITLE: Final = "Licence of {name}"
CLOSE: Final = "Close"
_BUSINESS: Final = {
    True: "allowed",
    False: "not allowed",
    None: "not decided by any source, so take it as not allowed",
}
_NO_TEXT: Final = (
    "The text of this licence does not come with Indoors. Read it at the address above before "
    "you pass the model on: some licences want their text to go along."
)
_MIT_COPYRIGHT: Final = "Copyright line: the publisher's own, in the repository named above."
_NOTHING: Final = (
    "No licence is known for this model. Ask its publisher before you use it for business or "
    "pass it on."
)
_RULE: Final = "-" * 72


def licence_sheet(entry: Entry, file: File, text: str | None) -> str:
    """Return everything that is known, and say what is not. ``text`` is the licence's own."""
    said = entry.licence
    facts = [
        ("Model", entry.name),
        ("File", file.name),
        ("Publisher", _publisher(entry, file)),
        ("Licence", licence_name(said)),
        ("SPDX name", said.spdx or ""),
        ("Terms", said.url or ""),
        ("Business use", _BUSINESS[said.commercial] if said.spdx else ""),
        ("Conditions", said.conditions or ""),
        ("Known from", said.basis or ""),
    ]
    lines = [f"{name}: {value}" for name, value in facts if value]
    return "\n".join([*lines, "", _RULE, "", _end(said, text), ""])


def _publisher(entry: Entry, file: File) -> str:
    if entry.publisher == LOCAL:
        return ""
    place = f" (file from {file.repository})" if file.repository else ""
    return f"{entry.publisher}{place}"


def _end(said: Licence, text: str | None) -> str:
    if text is not None and said.spdx and said.spdx.casefold() == "mit":
        return f"{_MIT_COPYRIGHT}\n\n{text.rstrip()}"
    if text is not None:
        return text.rstrip()
    return _NO_TEXT if said.spdx else _NOTHING
