"""What a file is that is not text, as far as its first bytes tell."""

from typing import Literal

Kind = Literal["picture", "sound", "video", "pdf", "office", "archive", "model"]

ENOUGH = 64
"""Bytes of a file's beginning that are looked at, but for the list inside a ZIP file."""

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),  # JPEG
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),  # TIFF, as the next
    (b"MM\0*", "picture"),
    (b"\0\0\1\0", "picture"),  # an icon
    (b"8BPS", "picture"),  # Photoshop
    (b"%PDF-", "pdf"),
    (b"GGUF", "model"),
    (b"ID3", "sound"),
    (b"\xff\xfb", "sound"),  # MP3 without a tag, as the next
    (b"\xff\xf3", "sound"),
    (b"fLaC", "sound"),
    (b"OggS", "sound"),
    (b"MThd", "sound"),
    (b"\x1aE\xdf\xa3", "video"),  # Matroska and WebM
    (b"\0\0\1\xba", "video"),  # MPEG
    (b"FLV\1", "video"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),  # Office before 2007
    (b"7z\xbc\xaf'\x1c", "archive"),
    (b"Rar!\x1a\7", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"(\xb5/\xfd", "archive"),  # Zstandard
)
_RIFF: dict[bytes, Kind] = {b"WAVE": "sound", b"AVI ": "video", b"WEBP": "picture"}
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")
_SOUND_BRANDS = (b"M4A ", b"M4B ")
_OFFICE_PARTS = (
    b"word/",
    b"xl/",
    b"ppt/",
    b"[Content_Types].xml",
    b"mimetypeapplication/vnd.oasis",
)


def kind_of(start: bytes) -> Kind | None:
    """Return the kind; None for text and for what is not known here."""
    if start[:4] == b"RIFF":
        return _RIFF.get(start[8:12])
    if start[4:8] == b"ftyp":
        brand = start[8:12]
        if brand in _PICTURE_BRANDS:
            return "picture"
        return "sound" if brand in _SOUND_BRANDS else "video"
    if start[:2] == b"BM" and start[6:10] == bytes(4):
        return "picture"  # a Windows bitmap
    if start[:4] == b"PK\3\4":
        return "office" if any(part in start for part in _OFFICE_PARTS) else "archive"
    return next((kind for magic, kind in _STARTS if start.startswith(magic)), None)
