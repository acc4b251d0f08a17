"""Finds and opens Windows' energy meter devices. Written from the headers, not run here."""

import ctypes
from collections.abc import Iterator
from typing import Any

_PRESENT, _DEVICE_INTERFACE = 0x02, 0x10
_READ, _SHARED, _EXISTING = 0x80000000, 0x03, 3
_INVALID = ctypes.c_void_p(-1).value
_MOST = 64


class _Guid(ctypes.Structure):
    _fields_ = (
        ("first", ctypes.c_uint32),
        ("second", ctypes.c_uint16),
        ("third", ctypes.c_uint16),
        ("rest", ctypes.c_ubyte * 8),
    )


class _Interface(ctypes.Structure):
    """SP_DEVICE_INTERFACE_DATA."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("kind", _Guid),
        ("flags", ctypes.c_uint32),
        ("reserved", ctypes.c_void_p),
    )


_ENERGY_METER = _Guid(
    0x45BD8344, 0x7ED6, 0x49CF, (ctypes.c_ubyte * 8)(0xA4, 0x40, 0xC2, 0x76, 0xC9, 0x33, 0xB0, 0x53)
)


class WindowsEmiDevice:
    """One device that is open (``emi.EmiDevice``)."""

    def __init__(self, path: str) -> None:
        """Raises ``OSError``."""
        self.path = path
        self._kernel = _library("kernel32")
        self._kernel.CreateFileW.restype = ctypes.c_void_p
        handle = self._kernel.CreateFileW(path, _READ, _SHARED, None, _EXISTING, 0, None)
        if handle in (None, _INVALID):
            raise OSError(f"cannot open {path}")
        self._handle: int | None = handle

    def ask(self, code: int, size: int) -> bytes:
        answer = ctypes.create_string_buffer(size)
        told = ctypes.c_uint32()
        done = self._handle is not None and self._kernel.DeviceIoControl(
            ctypes.c_void_p(self._handle), code, None, 0, answer, size, ctypes.byref(told), None
        )
        if not done:
            raise OSError("the energy meter does not answer")
        return answer.raw[: told.value]

    def close(self) -> None:
        if self._handle is not None:
            self._kernel.CloseHandle(ctypes.c_void_p(self._handle))
            self._handle = None


def open_devices() -> list[WindowsEmiDevice]:
    """Return every energy meter that can be opened."""
    found = []
    for path in _paths():
        try:
            found.append(WindowsEmiDevice(path))
        except OSError:
            continue
    return found


def _paths() -> Iterator[str]:
    setup = _library("setupapi")
    setup.SetupDiGetClassDevsW.restype = ctypes.c_void_p
    listed = setup.SetupDiGetClassDevsW(
        ctypes.byref(_ENERGY_METER), None, None, _PRESENT | _DEVICE_INTERFACE
    )
    if listed in (None, _INVALID):
        return
    devices = ctypes.c_void_p(listed)
    for index in range(_MOST):
        interface = _Interface(size=ctypes.sizeof(_Interface))
        if not setup.SetupDiEnumDeviceInterfaces(
            devices, None, ctypes.byref(_ENERGY_METER), index, ctypes.byref(interface)
        ):
            break
        if path := _path(setup, devices, interface):
            yield path
    setup.SetupDiDestroyDeviceInfoList(devices)


def _path(setup: Any, devices: ctypes.c_void_p, interface: _Interface) -> str | None:
    """Return the device's path: SP_DEVICE_INTERFACE_DETAIL_DATA_W is a size and the text."""
    needed = ctypes.c_uint32()
    detail = setup.SetupDiGetDeviceInterfaceDetailW
    detail(devices, ctypes.byref(interface), None, 0, ctypes.byref(needed), None)
    if not needed.value:
        return None
    buffer = ctypes.create_string_buffer(needed.value)
    is_64_bit = ctypes.sizeof(ctypes.c_void_p) == 8
    ctypes.cast(buffer, ctypes.POINTER(ctypes.c_uint32))[0] = 8 if is_64_bit else 6
    if not detail(devices, ctypes.byref(interface), buffer, needed, None, None):
        return None
    return buffer.raw[4:].decode("utf-16-le", errors="replace").partition("\0")[0]


def _library(name: str) -> Any:
    windows: Any = ctypes
    return windows.WinDLL(name, use_last_error=True)
