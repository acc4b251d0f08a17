"""What is kept about models beside their files: how to load them, and how fast they were."""

import msgspec

from indoors.core.model_settings import ModelSettings
from indoors.core.model_speeds import MeasuredSpeed
from indoors.store import rows
from indoors.store.family import TableFamily

_KEPT = 200
"""Measurements of one model and kind; a new driver makes older ones untrue."""


class ModelsTable(TableFamily):
    # ---- settings of single files ---------------------------------------------------------

    def settings(self) -> dict[str, ModelSettings]:
        """Return the settings by path. A value that can't be read any more is left out."""
        with self._connection.reading() as db:
            stored = db.execute("select path, value from model_setting").fetchall()
        found = {}
        for path, value in stored:
            try:
                found[path] = msgspec.json.decode(value, type=ModelSettings)
            except msgspec.DecodeError:  # written by a version that knew other values
                continue
        return found

    def save_settings(self, path: str, settings: ModelSettings) -> None:
        """Keep the settings of a file; automatic ones need no row."""
        with self._connection.writing() as db:
            if settings.is_automatic:
                db.execute("delete from model_setting where path = ?", (path,))
                return
            row = {"path": path, "value": rows.to_json(settings)}
            db.table("model_setting").upsert(row, pk="path")

    # ---- speeds ---------------------------------------------------------------------------

    def speeds(self) -> list[MeasuredSpeed]:
        """Return all measurements, oldest first."""
        names = ", ".join(MeasuredSpeed.__struct_fields__)
        with self._connection.reading() as db:
            found = db.execute(f"select {names} from model_speed order by seq").fetchall()  # noqa: S608
        return [
            msgspec.convert(
                dict(zip(MeasuredSpeed.__struct_fields__, row, strict=True)),
                MeasuredSpeed,
                strict=False,
            )
            for row in found
        ]

    def add_speed(self, speed: MeasuredSpeed) -> None:
        """Keep a measurement, and of this model and kind only the latest."""
        with self._connection.writing() as db:
            row = msgspec.structs.asdict(speed)
            db.table("model_speed").insert({**row, "on_card": int(speed.on_card)})
            db.execute(
                "delete from model_speed where model = ? and kind = ? and seq not in ("
                "select seq from model_speed where model = ? and kind = ?"
                " order by seq desc limit ?)",
                (speed.model, speed.kind, speed.model, speed.kind, _KEPT),
            )

    # ---- the computer ---------------------------------------------------------------------

    def fact(self, name: str) -> float | None:
        """Return a number that was measured of this computer, such as its bandwidth."""
        with self._connection.reading() as db:
            row = db.execute("select value from computer_fact where name = ?", (name,)).fetchone()
        return None if row is None else float(row[0])

    def save_fact(self, name: str, value: float) -> None:
        with self._connection.writing() as db:
            db.table("computer_fact").upsert({"name": name, "value": value}, pk="name")
