"""What is on the disk is true, wherever a kill or the power cut it."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indoors.broker.partial import Origin, Partial

ORIGIN = Origin(repo="a/b", name="c.gguf", etag="e", sha256="0" * 64, size=1000)
STEP = 100
DATA = bytes(range(256)) * 4


def write(path: Path, data: bytes, piece: int = 33) -> Partial:
    partial = Partial(path, STEP)
    partial.start(ORIGIN)
    for at in range(0, len(data), piece):
        partial.append(data[at : at + piece])
    partial.close()
    return partial


def resumed(path: Path) -> tuple[Partial, int]:
    partial = Partial(path, STEP)
    lost = partial.resume(lambda done: None)
    return partial, lost


def test_it_goes_on_with_the_same_hash(tmp_path: Path) -> None:
    path = tmp_path / "p"
    write(path, DATA[:333])
    partial, lost = resumed(path)
    assert (lost, partial.size, partial.doubtful_from) == (0, 333, 300)
    partial.append(DATA[333:])
    assert partial.sha256 == hashlib.sha256(DATA).hexdigest()
    partial.seal()
    assert path.read_bytes() == DATA
    assert [item.name for item in tmp_path.iterdir()] == ["p"]


def test_it_knows_whose_bytes_they_are(tmp_path: Path) -> None:
    path = tmp_path / "p"
    assert Partial(path).found() == (None, 0)
    write(path, DATA[:10])
    assert Partial(path).found() == (ORIGIN, 10)


def test_a_log_that_is_none_vouches_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p"
    write(path, DATA[:10])
    for text in (b"", b"{", b'{"repo":1}\n', b"\xff\xfe"):
        (tmp_path / "p.log").write_bytes(text)
        assert Partial(path).found() == (None, 10)


def test_a_torn_checkpoint_is_none(tmp_path: Path) -> None:
    path, log = tmp_path / "p", tmp_path / "p.log"
    write(path, DATA[:350])
    log.write_bytes(log.read_bytes()[:-20])
    partial, lost = resumed(path)
    assert (lost, partial.size, partial.doubtful_from) == (0, 350, 200)
    partial.close()


@pytest.mark.parametrize(("rotten", "kept"), [(0, 0), (99, 0), (100, 100), (250, 200), (299, 200)])
def test_rotten_bytes_are_dropped_from_their_checkpoint_on(
    rotten: int, kept: int, tmp_path: Path
) -> None:
    path = tmp_path / "p"
    write(path, DATA[:350])
    data = bytearray(path.read_bytes())
    data[rotten] ^= 1
    path.write_bytes(data)
    partial, lost = resumed(path)
    assert (lost, partial.size) == (350 - kept, kept)
    partial.append(DATA[kept:])
    assert partial.sha256 == hashlib.sha256(DATA).hexdigest()
    partial.close()
    assert path.read_bytes() == DATA


def test_a_file_shorter_than_its_log_says(tmp_path: Path) -> None:
    path = tmp_path / "p"
    write(path, DATA[:350])
    path.write_bytes(DATA[:150])
    partial, lost = resumed(path)
    assert (lost, partial.size, partial.doubtful_from) == (0, 150, 100)
    partial.close()


@given(
    cut=st.integers(0, len(DATA)),
    torn=st.integers(0, 300),
    pieces=st.lists(st.integers(1, 257), min_size=1, max_size=8),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cut_is_survived(cut: int, torn: int, pieces: list[int], tmp_path: Path) -> None:
    path, log = tmp_path / "p", tmp_path / "p.log"
    write(path, DATA, piece=pieces[0])
    path.write_bytes(DATA[:cut])
    first = log.read_bytes().index(b"\n") + 1
    log.write_bytes(log.read_bytes()[: first + torn])
    partial, _ = resumed(path)
    assert path.read_bytes() == DATA[: partial.size]
    while partial.size < len(DATA):
        for piece in pieces:
            partial.append(DATA[partial.size : partial.size + piece])
    assert partial.sha256 == hashlib.sha256(DATA).hexdigest()
    partial.drop()


def test_two_do_not_hold_it(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    path = tmp_path / "p"
    write(path, DATA[:10])
    first, _ = resumed(path)
    with pytest.raises(BlockingIOError):
        resumed(path)
    with pytest.raises(BlockingIOError):
        Partial(path).start(ORIGIN)
    assert path.read_bytes() == DATA[:10]
    first.close()
