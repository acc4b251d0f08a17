"""Model files that other programs keep on this computer."""

from PySide6.QtCore import QObject, Signal

from indoors.bridge.judge import Judge
from indoors.services.model_sources import ModelSources
from indoors.services.models_elsewhere import FoundModel, models_elsewhere


class Elsewhere(QObject):
    """``found`` holds those that are not in use here yet, as of the last look."""

    changed = Signal()

    def __init__(self, given: ModelSources, judge: Judge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given = given
        self._judge = judge
        self.found: tuple[FoundModel, ...] = ()

    def look(self) -> None:
        """Look where those programs keep their files; ``changed`` comes."""
        home, environment = self._given.home, self._given.environment
        self._judge.lane.run(lambda: models_elsewhere(home, environment), self._take)

    def look_again(self) -> None:
        """Do so once what is under way was read, if there was anything to be had."""
        if self.found:
            self._judge.lane.run(lambda: None, lambda _: self.look())

    def _take(self, found: list[FoundModel]) -> None:
        here = {each.path.resolve() for each in self._judge.shelf.files}
        self.found = tuple(each for each in found if each.path.resolve() not in here)
        self.changed.emit()
