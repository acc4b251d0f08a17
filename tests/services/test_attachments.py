import os
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.attachments import LIMIT, read_text_file

TEXT = "Größe: 5 €\nnaïve ☃\n"


def written(folder: Path, content: bytes, name: str = "note.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refusal(path: Path, limit: int = LIMIT) -> AppError:
    with pytest.raises(AppError) as caught:
        read_text_file(path, limit)
    return caught.value


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_read_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    content = TEXT.encode(encoding)
    if encoding in {"utf-16-le", "utf-16-be"}:
        content = "\ufeff".encode(encoding) + content
    path = written(tmp_path, content)
    attachment = read_text_file(path)
    assert attachment.text == TEXT
    assert (attachment.name, attachment.bytes) == ("note.txt", len(content))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Grüße, señor".encode("latin-1"), "Grüße, señor"),
        ("5 € “quoted”".encode("cp1252"), "5 € “quoted”"),
        (b"caf\xe9 \x81", "café \x81"),
        (b"", ""),
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        (b"\x1b[31mred\x1b[0m\tand a tab\x0c", "\x1b[31mred\x1b[0m\tand a tab\x0c"),
    ],
)
def test_older_encodings_and_line_ends(tmp_path: Path, content: bytes, text: str) -> None:
    assert read_text_file(written(tmp_path, content)).text == text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"text with\x00 a NUL", id="NUL"),
        pytest.param(b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), id="program"),
        pytest.param(b"\xff\xfe\x00\xd8", id="half a pair in UTF-16"),
        pytest.param(b"\xef\xbb\xbf\xff\xff", id="a mark that lies"),
        pytest.param("UTF-16 without a mark".encode("utf-16-le"), id="UTF-16 without a mark"),
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    error = refusal(path)
    assert error.fault is Fault.FILE_NOT_TEXT
    assert error.facts == {"path": str(path)}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\nonly letters here", "pdf"),
        (b"GGUF, as it were", "model"),
        (b"PK\x03\x04\x14\xfa\xfb", "archive"),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(22) + b"word/document.xml\xff", "office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(30), "office"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(30), "sound"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(30), "video"),
    ],
)
@pytest.mark.parametrize("is_large", [False, True])
def test_what_it_is_instead_is_told_whatever_its_size(
    tmp_path: Path, content: bytes, kind: str, is_large: bool
) -> None:
    limit = len(content) - 1 if is_large else LIMIT
    error = refusal(written(tmp_path, content), limit)
    assert error.fault is Fault.FILE_NOT_TEXT
    assert error.facts["kind"] == kind


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0\x10JFIF" + bytes(range(1, 256)),
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"GIF89a" + bytes(50),
        b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(50),
        b"BM\x00\x10\x00\x00\x00\x00\x00\x00" + bytes(50),
        b"\x00\x00\x00\x18ftypheic" + bytes(50),
    ],
)
@pytest.mark.parametrize("limit", [LIMIT, 40])
def test_a_picture_is_told_from_other_files(tmp_path: Path, content: bytes, limit: int) -> None:
    assert refusal(written(tmp_path, content), limit).fault is Fault.PICTURE_NOT_SEEN


def test_a_large_text_is_no_picture(tmp_path: Path) -> None:
    error = refusal(written(tmp_path, b"BMW sold more cars. " * 100), 100)
    assert error.fault is Fault.FILE_TOO_LARGE


def test_the_limit_is_exact_and_told(tmp_path: Path) -> None:
    path = written(tmp_path, b"x" * 101)
    assert len(read_text_file(path, 101).text) == 101
    error = refusal(path, 100)
    assert error.fault is Fault.FILE_TOO_LARGE
    assert error.facts == {"path": str(path), "bytes": 101, "limit": 100}


def test_what_is_no_file_is_unreadable_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, tmp_path / "absent", pipe, Path("/dev/zero"), Path("a\0b")):
        error = refusal(path)
        assert error.fault is Fault.FILE_UNREADABLE
        assert error.facts["detail"]


def test_a_name_that_is_no_unicode_is_replaced(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"text")
    assert read_text_file(path).name == "caf?.txt"
