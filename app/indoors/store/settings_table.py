"""Settings at rest: one row of JSON for each section."""

import msgspec

from indoors.core import settings
from indoors.core.settings import Settings
from indoors.store import rows
from indoors.store.family import TableFamily


class SettingsTable(TableFamily):
    def load(self) -> tuple[Settings, list[str]]:
        """Return the settings, and the names ("appearance.theme") replaced by their defaults."""
        with self._connection.reading() as db:
            stored = dict(db.execute("select section, value from setting").fetchall())
        return settings.read(stored)

    def save(self, section: str, value: msgspec.Struct) -> None:
        """Keep a section. Raises ``msgspec.ValidationError`` for a value it may not hold."""
        text = rows.to_json(settings.checked(section, value))
        with self._connection.writing() as db:
            db.table("setting").upsert({"section": section, "value": text}, pk="section")
