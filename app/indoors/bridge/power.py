"""Manners on battery: how a model is loaded then, and whether other work may go on."""

from msgspec.structs import replace
from PySide6.QtCore import QObject

from indoors.bridge.engine import EngineBridge
from indoors.bridge.settings import SettingsBridge
from indoors.core.power import Pause, PowerNow, batch_pause, gentle_threads
from indoors.protocol.engine import Load
from indoors.services.power import PowerReader, cores, lower_priority


class PowerBridge(QObject):
    """Asks the system when it matters; nothing runs in between."""

    def __init__(
        self,
        engine: EngineBridge,
        settings: SettingsBridge,
        parent: QObject | None = None,
        *,
        reader: PowerReader | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._reader = reader or PowerReader()
        engine.loaded_changed.connect(self._take_loaded)

    def now(self) -> PowerNow:
        """Return what the system tells of battery and heat."""
        return self._reader.read()

    def pause(self) -> Pause | None:
        """Return why work that nobody waits for should pause now. Such work has to ask."""
        return batch_pause(self.now(), enabled=self._settings.current.power.pause_batch)

    def gentle(self, order: Load) -> Load:
        """Return the order with fewer threads, on battery."""
        enabled = self._settings.current.power.gentle_on_battery
        threads = gentle_threads(self.now(), cores(), order.threads, enabled=enabled)
        return order if threads == order.threads else replace(order, threads=threads)

    def _take_loaded(self, loaded: object) -> None:
        """On battery other programs go first, until this engine ends."""
        hello, choice = self._engine.hello, self._settings.current.power
        if loaded is None or hello is None or not choice.gentle_on_battery:
            return
        if self.now().on_battery:
            lower_priority(hello.pid)
