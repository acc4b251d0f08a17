"""The settings as the window sees them: read once, changed in place, saved at once."""

import msgspec
from PySide6.QtCore import QObject, Signal

from indoors.bridge.tasks import StoreTasks
from indoors.core.settings import Settings


class SettingsBridge(QObject):
    """Holds the current tree. A section is replaced as a whole, announced, then saved."""

    changed = Signal(str)  # name of the section

    def __init__(self, current: Settings, tasks: StoreTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current = current
        self._tasks = tasks

    def replace(self, section: str, value: msgspec.Struct) -> None:
        """Make ``value`` the section's value; nothing happens if it is so already."""
        if getattr(self.current, section) == value:
            return
        self.current = msgspec.structs.replace(self.current, **{section: value})
        self._tasks.run(lambda store: store.settings.save(section, value))
        self.changed.emit(section)

    def update(self, section: str, **fields: object) -> None:
        """Change single fields of a section."""
        self.replace(section, msgspec.structs.replace(getattr(self.current, section), **fields))
