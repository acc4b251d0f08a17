"""Where everything lies."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

import indoors


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one profile, all below ``data``, and the program's own resources."""

    data: Path
    session: bool = False  # nothing is to be kept: the database lies apart, under a lost key

    @classmethod
    def of(cls, profile: Path | None = None) -> "Paths":
        """Return those of the given folder, or of the user's own data folder."""
        if profile is None:
            return cls(platformdirs.user_data_path("indoors", appauthor=False))
        return cls(profile.expanduser().absolute())

    @property
    def database(self) -> Path:
        folder = self.data / "session" if self.session else self.data
        return folder / "indoors.db"

    @property
    def keys(self) -> Path:
        return self.data / "keys.json"

    @property
    def lock(self) -> Path:
        return self.data / "lock"

    @property
    def backups(self) -> Path:
        return self.database.parent / "backups"

    @property
    def ledger(self) -> Path:
        return self.data / "ledger.jsonl"

    @property
    def power_model(self) -> Path | None:
        """What was learned of this computer's power; None where nothing is to be kept."""
        return None if self.session else self.data / "power_model.json"

    @property
    def ballast(self) -> Path:
        return self.data / "ballast"

    @property
    def models(self) -> Path:
        return self.data / "models"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def resources(self) -> Path:
        """``resources`` of a checkout, or the copy inside an installed package."""
        package = Path(indoors.__file__).parent
        installed = package / "resources"
        return installed if installed.is_dir() else package.parent.parent / "resources"
