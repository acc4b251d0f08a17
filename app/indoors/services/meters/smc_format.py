"""The bytes that Apple's system management controller is asked with, and answers with.

One structure of 80 bytes goes both ways: key u32 at 0, size and type of the value u32 each at
28 and 32, result u8 at 40, command u8 at 42, value from 48.
"""

import struct

SIZE = 80
SYSTEM_POWER = "PSTR"
"""Power of the whole computer, in watts."""
_READ_VALUE, _READ_KIND = 5, 9
_KEY, _KIND, _RESULT, _COMMAND, _VALUE = 0, 28, 40, 42, 48
_FLOAT = int.from_bytes(b"flt ", "big")
_LARGEST_W = 2_000.0


def ask_kind(key: str) -> bytes:
    """Return the question what kind of value a key has."""
    return _question(key, _READ_KIND, 0)


def ask_value(key: str, kind: bytes) -> bytes | None:
    """Return the question for the value; ``kind`` is the answer of before."""
    size, said = _kind(kind)
    return _question(key, _READ_VALUE, size) if (size, said) == (4, _FLOAT) else None


def watts_of(answer: bytes) -> float | None:
    """Return the value; None if the controller did not give one."""
    if len(answer) < SIZE or answer[_RESULT]:
        return None
    value: float = struct.unpack_from("<f", answer, _VALUE)[0]
    return value if 0 < value < _LARGEST_W else None


def _question(key: str, command: int, size: int) -> bytes:
    buffer = bytearray(SIZE)
    struct.pack_into("<I", buffer, _KEY, int.from_bytes(key.encode("ascii"), "big"))
    struct.pack_into("<I", buffer, _KIND, size)
    buffer[_COMMAND] = command
    return bytes(buffer)


def _kind(answer: bytes) -> tuple[int, int]:
    if len(answer) < SIZE or answer[_RESULT]:
        return 0, 0
    size, said = struct.unpack_from("<II", answer, _KIND)
    return size, said
