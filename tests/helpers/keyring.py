"""A session bus of a test's own, with the real GNOME Keyring on it or with nothing."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import psutil
import pytest

from tests.helpers.hub import wait_until

if TYPE_CHECKING:
    from secretstorage import Collection

MISSING = [tool for tool in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(tool) is None]
needs_keyring = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

_CONFIGURATION = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""  # no service can be started by a message: not this computer's own keyring, nor its prompter


class Bus:
    """A running bus; ``environment`` leads a program to it."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self._process = process
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": address}

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


class Keyring:
    """GNOME Keyring on a bus."""

    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self.folder = folder
        self.environment = dict(environment)
        home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "XDG_DATA_HOME": str(folder)}
        self._process = subprocess.Popen(
            ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"],
            env={"PATH": os.environ["PATH"], **home, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin
        self._process.stdin.write(b"password of the keyring")
        self._process.stdin.close()
        wait_until(self._is_ready)

    def lock(self) -> None:
        """Lock it, as a screen saver may; nothing here can ask for the password."""
        with self._collection() as collection:
            collection.lock()

    def freeze(self) -> None:
        psutil.Process(self._process.pid).send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        psutil.Process(self._process.pid).send_signal(signal.SIGCONT)

    def written(self) -> bytes:
        """Everything that it has on the disk."""
        return b"".join(path.read_bytes() for path in self.folder.rglob("*.keyring"))

    def stop(self) -> None:
        self.thaw()
        self._process.terminate()
        self._process.wait(10)

    @contextmanager
    def _collection(self) -> Iterator["Collection"]:
        import secretstorage  # only where D-Bus is

        with mock.patch.dict(os.environ, self.environment):
            connection = secretstorage.dbus_init()
        with closing(connection) as bus:
            yield secretstorage.get_collection_by_alias(bus, "default")

    def _is_ready(self) -> bool:
        from secretstorage import SecretStorageException

        with suppress(SecretStorageException), self._collection() as collection:
            return not collection.is_locked()
        return False


@contextmanager
def running_bus(folder: Path) -> Iterator[Bus]:
    configuration = folder / "bus.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder))
    process = subprocess.Popen(
        ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    with process.stdout:
        bus = Bus(process, process.stdout.readline().strip())
        try:
            yield bus
        finally:
            bus.stop()


@contextmanager
def running_keyring(folder: Path) -> Iterator[Keyring]:
    with running_bus(folder) as bus:
        keyring = Keyring(bus.environment, folder)
        try:
            yield keyring
        finally:
            keyring.stop()
