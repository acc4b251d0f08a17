"""Secrets are in the real keyring or in memory, and never anywhere else."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.secrets import KeyringState, Secrets, profile_id
from tests.helpers.broker import APP
from tests.helpers.keyring import Keyring, needs_keyring, running_bus, running_keyring

SECRET = "hf_a-secret-that-is-found-nowhere"

PLAIN_BACKEND = """
from keyring.backend import KeyringBackend
class Plain(KeyringBackend):
    priority = 99
    def get_password(self, service, username):
        return open("plain.txt").read()
    def set_password(self, service, username, password):
        open("plain.txt", "w").write(password)
"""


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyring]:
    folder = tmp_path / "bus"
    folder.mkdir()
    with running_keyring(folder) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def no_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


def fault_of(error: pytest.ExceptionInfo[AppError]) -> Fault:
    return error.value.fault


# ---- with a keyring -----------------------------------------------------------------------


@needs_keyring
def test_a_secret_is_in_the_keyring_and_in_no_file(keyring: Keyring, profile: Path) -> None:
    secrets = Secrets(profile)
    assert secrets.state() is KeyringState.READY
    assert secrets.get("hub-token") is None
    assert secrets.set("hub-token", SECRET) is KeyringState.READY
    secrets.close()
    again = Secrets(profile)
    assert again.get("hub-token") == SECRET
    assert keyring.written()
    assert SECRET.encode() not in keyring.written()
    assert [path.name for path in profile.iterdir()] == ["profile.id"]
    again.delete("hub-token")
    assert again.get("hub-token") is None
    again.delete("hub-token")


@needs_keyring
def test_names_and_profiles_are_kept_apart(keyring: Keyring, tmp_path: Path) -> None:
    one, other = Secrets(tmp_path / "one"), Secrets(tmp_path / "other")
    for name in ("database-key", "ledger-key"):
        one.set(name, f"{name} of one")
    other.set("database-key", "of the other")
    assert one.get("database-key") == "database-key of one"
    assert one.get("ledger-key") == "ledger-key of one"
    assert other.get("database-key") == "of the other"
    assert other.get("ledger-key") is None


@needs_keyring
def test_a_moved_profile_finds_its_secrets(keyring: Keyring, tmp_path: Path) -> None:
    Secrets(tmp_path / "old").set("database-key", SECRET)
    (tmp_path / "old").rename(tmp_path / "new")
    assert Secrets(tmp_path / "new").get("database-key") == SECRET


@needs_keyring
def test_a_locked_keyring_is_not_one_without_the_secret(keyring: Keyring, profile: Path) -> None:
    secrets = Secrets(profile)
    secrets.set("database-key", SECRET)
    keyring.lock()
    assert secrets.state() is KeyringState.LOCKED
    with pytest.raises(AppError) as error:
        secrets.get("database-key")
    assert fault_of(error) is Fault.KEYRING_LOCKED
    with pytest.raises(AppError) as error:
        secrets.delete("database-key")
    assert fault_of(error) is Fault.KEYRING_LOCKED


@needs_keyring
def test_what_a_locked_keyring_does_not_take_is_kept_for_the_session(
    keyring: Keyring, profile: Path
) -> None:
    secrets = Secrets(profile)
    assert secrets.set("hub-token", "old") is KeyringState.READY
    keyring.lock()
    assert secrets.set("hub-token", SECRET) is KeyringState.LOCKED
    assert secrets.get("hub-token") == SECRET
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in profile.iterdir())
    secrets.close()
    with pytest.raises(AppError):
        secrets.get("hub-token")


@needs_keyring
def test_a_keyring_that_hangs_does_not_hang_us(keyring: Keyring, profile: Path) -> None:
    patient = Secrets(profile)
    patient.set("hub-token", SECRET)
    hasty = Secrets(profile, patience_s=0.3)
    keyring.freeze()
    for _ in range(2):  # the second finds the first one still waiting
        with pytest.raises(AppError) as error:
            hasty.get("hub-token")
        assert fault_of(error) is Fault.KEYRING_LOCKED
    keyring.thaw()
    assert patient.get("hub-token") == SECRET


@needs_keyring
def test_closing_lets_go_of_whoever_waits(keyring: Keyring, profile: Path) -> None:
    secrets = Secrets(profile)
    secrets.state()
    keyring.freeze()
    faults: list[Fault] = []

    def ask() -> None:
        with pytest.raises(AppError) as error:
            secrets.get("hub-token")
        faults.append(fault_of(error))

    asking = threading.Thread(target=ask)
    asking.start()
    while not any(thread.name == "keyring" for thread in threading.enumerate()):
        time.sleep(0.01)
    secrets.close()
    asking.join(10)
    assert faults == [Fault.KEYRING_LOCKED]
    keyring.thaw()


@needs_keyring
def test_a_window_that_closes_waits_a_moment_at_most(keyring: Keyring, profile: Path) -> None:
    secrets = Secrets(profile, patience_s=3600)
    secrets.set("hub-token", SECRET)
    keyring.freeze()
    faults: list[Fault] = []

    def ask() -> None:
        with pytest.raises(AppError) as error:
            secrets.get("hub-token")
        faults.append(fault_of(error))

    asking = threading.Thread(target=ask)
    asking.start()
    while not any(thread.name == "keyring" for thread in threading.enumerate()):
        time.sleep(0.01)
    secrets.hurry()
    asking.join(60)
    ask()  # one that comes later finds the first still waiting
    assert faults == [Fault.KEYRING_LOCKED] * 2
    keyring.thaw()
    while any(thread.name == "keyring" for thread in threading.enumerate()):
        time.sleep(0.01)
    assert secrets.set("hub-token", "another") is KeyringState.READY  # as the last anchor is


@needs_keyring
def test_a_long_secret_with_every_kind_of_letter(keyring: Keyring, profile: Path) -> None:
    secret = "ключ \N{GRINNING FACE} \n\t" * 40
    secrets = Secrets(profile)
    assert secrets.set("cloud-key", secret) is KeyringState.READY
    assert secrets.get("cloud-key") == secret


# ---- without ------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_bus")
@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="these always have a keyring")
def test_without_a_keyring_a_secret_lasts_for_the_session(profile: Path) -> None:
    secrets = Secrets(profile)
    assert secrets.state() is KeyringState.ABSENT
    with pytest.raises(AppError) as error:
        secrets.get("hub-token")
    assert fault_of(error) is Fault.KEYRING_ABSENT
    assert secrets.set("hub-token", SECRET) is KeyringState.ABSENT
    assert secrets.get("hub-token") == SECRET
    assert [path.name for path in profile.iterdir()] == ["profile.id"]
    secrets.delete("hub-token")
    with pytest.raises(AppError):
        secrets.get("hub-token")


@needs_keyring
def test_a_bus_without_a_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bus"
    folder.mkdir()
    with running_bus(folder) as bus:
        for name, value in bus.environment.items():
            monkeypatch.setenv(name, value)
        assert Secrets(tmp_path / "profile").state() is KeyringState.ABSENT


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="these always have a keyring")
def test_a_backend_that_writes_plain_text_is_never_used(tmp_path: Path) -> None:
    """Installed, configured and named by the environment: the library alone would use it."""
    (tmp_path / "plain_backend.py").write_text(PLAIN_BACKEND)
    code = """
import sys
import keyring
assert type(keyring.get_keyring()).__name__ == "Plain", "the test tests nothing"
from pathlib import Path
from indoors.services.secrets import Secrets
print(Secrets(Path("profile")).set("hub-token", "secret"))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": f"{APP}{os.pathsep}{tmp_path}",
            "PYTHON_KEYRING_BACKEND": "plain_backend.Plain",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == KeyringState.ABSENT, done.stderr
    assert not (tmp_path / "plain.txt").exists()


# ---- the profile's name -------------------------------------------------------------------


def test_a_profile_keeps_its_id(profile: Path) -> None:
    made = profile_id(profile)
    assert profile_id(profile) == made
    (profile / "profile.id").write_bytes(b"\xff not an id")
    assert profile_id(profile) != made


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as error:
        Secrets(tmp_path / "file" / "profile").get("hub-token")
    assert fault_of(error) is Fault.FOLDER_READ_ONLY


def test_the_library_is_imported_only_when_a_secret_is_needed() -> None:
    code = (
        "import sys, indoors.main; assert not {'keyring', 'secretstorage', 'cryptography'} "
        "& set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(APP)}, check=True)
