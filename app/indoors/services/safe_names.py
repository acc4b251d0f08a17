"""File names from outside, made harmless for every system."""

import re
import unicodedata

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = {
    "CON", "PRN", "AUX", "NUL",
    *(f"{name}{number}" for name in ("COM", "LPT") for number in range(1, 10)),
}  # fmt: skip
_LONGEST = 120
_SUFFIX = ".gguf"


def safe_model_name(name: str) -> str:
    """Return the last part of a path as the name of a .gguf file, and nothing but that.

    The result has no separator, no control or direction mark, no leading dot, is no device
    of Windows and at most 120 characters long.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(char for char in last if unicodedata.category(char) not in {"Cf", "Cc", "Cs"})
    stem = _FORBIDDEN.sub("_", visible)
    if stem.lower().endswith(_SUFFIX):
        stem = stem[: -len(_SUFFIX)]
    stem = stem.strip(" .")[: _LONGEST - len(_SUFFIX)].strip(" .") or "model"
    if stem.split(".")[0].upper() in _RESERVED:
        stem = f"_{stem}"
    return stem + _SUFFIX
