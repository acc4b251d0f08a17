"""The kernel's machine for classic BPF, as far as our filters use it."""

import struct

ALLOW = 0x7FFF0000
KILL = 0x80000000
ERRNO = 0x00050000


def verdict(code: bytes, number: int, *arguments: int, audit: int) -> int:
    """Run a filter on a system call and return what it decides."""
    padded = (*arguments, *([0] * (6 - len(arguments))))
    data = struct.pack("<IIQ6Q", number, audit, 0, *padded)
    instructions = [struct.unpack_from("<HBBI", code, at) for at in range(0, len(code), 8)]
    accumulator = at = 0
    while True:
        operation, if_true, if_false, value = instructions[at]
        at += 1
        match operation:
            case 0x20:
                assert value % 4 == 0
                accumulator = struct.unpack_from("<I", data, value)[0]
            case 0x54:
                accumulator &= value
            case 0x15:
                at += if_true if accumulator == value else if_false
            case 0x35:
                at += if_true if accumulator >= value else if_false
            case 0x45:
                at += if_true if accumulator & value else if_false
            case 0x06:
                return int(value)
            case _:
                raise AssertionError(hex(operation))
