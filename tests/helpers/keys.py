"""The key of every database that a test makes, and what opens a profile with it."""

import sys
from pathlib import Path

from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.services.vault import Vault
from indoors.store import Key, Store

KEY = Key(bytes(range(32)))


def opened(profile: Path) -> Store:
    """Open a profile's store, making the profile if need be."""
    return open_profile(Paths.of(profile), open_vault(profile).key)


def open_vault(profile: Path) -> Vault:
    vault = Vault(Paths.of(profile), None, KEY)
    vault.open()
    return vault


def key_file(folder: Path) -> Path:
    """Write the key to a file as ``--key-file`` takes it."""
    file = folder / "test.key"
    file.write_text(KEY.reveal().hex())
    return file


def command(profile: Path) -> list[str]:
    """Return what starts the program with this profile and the key of the tests."""
    file = key_file(profile.parent)
    return [sys.executable, "-m", "indoors", "--profile", str(profile), "--key-file", str(file)]
