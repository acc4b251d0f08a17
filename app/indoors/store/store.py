"""One open store: what the services hold."""

from pathlib import Path
from types import TracebackType
from typing import Self

from indoors.store.ballast import Ballast
from indoors.store.chats import Chats
from indoors.store.database import open_database
from indoors.store.drafts import Drafts
from indoors.store.driver import BUSY_TIMEOUT_MS
from indoors.store.history import History
from indoors.store.key import Key
from indoors.store.models_table import ModelsTable
from indoors.store.settings_table import SettingsTable


class Store:
    """All tables over one connection, for the thread that made it; other threads make their own.

    Raises ``AppError`` as ``open_database`` does.
    """

    def __init__(
        self,
        path: Path,
        key: Key | None,
        *,
        busy_timeout_ms: int = BUSY_TIMEOUT_MS,
        ballast: Ballast | None = None,
    ) -> None:
        self._connection = open_database(
            path, key, busy_timeout_ms=busy_timeout_ms, ballast=ballast
        )
        self.path = path
        self.chats = Chats(self._connection)
        self.drafts = Drafts(self._connection)
        self.settings = SettingsTable(self._connection)
        self.models = ModelsTable(self._connection)
        self.history = History(self._connection)

    def problems(self) -> list[str]:
        """Read the whole file and return what is wrong with it, in SQLite's words."""
        return self._connection.problems()

    def back_up(self, label: str) -> Path:
        """Make a verified copy in ``backups`` beside the database, and prune older ones."""
        return self._connection.back_up(label)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
