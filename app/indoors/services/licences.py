"""Texts of the licences that models come under, as far as they come with the program."""

import re
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9.+-]{1,64}")


class LicenceTexts:
    """Reads them from the program's resources; a text that is not there is not known."""

    def __init__(self, resources: Path) -> None:
        self._folder = resources / "licences" / "models"

    def text(self, spdx: str | None) -> str | None:
        """Return the text of a licence by its SPDX name, in any case of letters."""
        if spdx is None or not _NAME.fullmatch(spdx):
            return None
        wanted = f"{spdx}.txt".casefold()
        for path in self._folder.glob("*.txt"):
            if path.name.casefold() == wanted:
                return path.read_text(encoding="utf-8")
        return None
