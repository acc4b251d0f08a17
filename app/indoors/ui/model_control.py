"""What the model picker shows, and the menu behind it."""

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QWidget

from indoors.bridge.engine import EngineBridge
from indoors.core.errors import AppError
from indoors.protocol.engine import Loaded
from indoors.protocol.faults import Fault
from indoors.services.engine_state import EngineState
from indoors.services.meters import read_memory
from indoors.ui.text import window as text
from indoors.ui.widgets import Menu, ModelPicker, PickerState
from indoors.ui.widgets.painting import text_width

MEMORY_MS = 5_000
GRAIN = 2**30 // 20
"""Bytes; the picker shows tenths of a gigabyte and need not draw itself for less."""
_AROUND_WORDS = 60
_LOADING = (EngineState.STARTING, EngineState.LOADING)


class ModelControl(QObject):
    """Keeps the picker true to the engine; memory is read only while ``set_visible``."""

    open_requested = Signal()  # a model file is to be chosen
    more_requested = Signal()  # all models are to be shown

    def __init__(self, engine: EngineBridge, picker: ModelPicker, parent: QWidget) -> None:
        super().__init__(parent)
        self._engine = engine
        self._picker = picker
        self._loading: float | None = None
        self._out_of_memory = False
        self.menu = Menu(text.MODEL_PICKER, parent)
        self._memory = QTimer(self, interval=MEMORY_MS)
        self._memory.timeout.connect(self.show_state)
        picker.clicked.connect(self.open_menu)
        engine.state_changed.connect(self._take_state)
        engine.loaded_changed.connect(self._take_loaded)
        engine.load_progress.connect(self._take_progress)
        engine.models_changed.connect(self.show_state)
        engine.error.connect(self._take_error)
        self.show_state()

    def set_visible(self, visible: bool) -> None:
        if visible and not self._memory.isActive():
            self._memory.start()
            self.show_state()
        elif not visible:
            self._memory.stop()

    # ---- the picker -----------------------------------------------------------------------

    def show_state(self) -> None:
        """Bring the picker up to date."""
        loaded, chosen = self._engine.loaded, self._engine.chosen()
        name = chosen.name if chosen else None
        quantization = chosen.quantization if chosen else None
        if loaded is not None:
            name, quantization = loaded.model.name, loaded.model.quantization
        if self._engine.state in _LOADING:
            quantization = text.loading(self._loading)
        memory = read_memory()
        state = PickerState(
            name=name,
            quantization=quantization,
            loaded=loaded is not None,
            used=memory.used // GRAIN * GRAIN,
            total=memory.total,
            out_of_memory=self._out_of_memory,
            note=text.RESTING if self._engine.is_resting else "",
        )
        if state != self._picker.state:
            self._picker.set_state(state)

    def _take_state(self, state: EngineState) -> None:
        if state is EngineState.LOADING:
            self._out_of_memory = False
        if state not in _LOADING:
            self._loading = None
        self.show_state()

    def _take_loaded(self, _loaded: Loaded | None) -> None:
        self.show_state()

    def _take_progress(self, fraction: float) -> None:
        self._loading = fraction
        self.show_state()

    def _take_error(self, error: AppError) -> None:
        if error.fault is Fault.OUT_OF_MEMORY:
            self._out_of_memory = True
            self.show_state()

    # ---- the menu -------------------------------------------------------------------------

    def open_menu(self) -> None:
        """Show the known models below the picker."""
        self.fill_menu()
        below = QPoint(0, self._picker.height() + 4)
        self.menu.popup(self._picker.mapToGlobal(below))

    def fill_menu(self) -> None:
        """Make a row for each known model file."""
        self.menu.clear()
        chosen = self._engine.chosen()
        widest = 0
        for model in self._engine.models():
            words = text.model_row(model.name, model.quantization, starter=model.is_starter)
            widest = max(widest, text_width(self.menu.font(), words))
            row = self.menu.add(words)
            row.setCheckable(True)
            row.setChecked(chosen is not None and chosen.path == model.path)
            row.setEnabled(model.exists)
            row.setToolTip(model.path if model.exists else text.FILE_GONE)
            row.triggered.connect(lambda _=False, path=model.path: self._engine.load(path))
        self.menu.setMinimumWidth(widest + _AROUND_WORDS)
        self.menu.addSeparator()
        self.menu.add(text.OPEN_MODEL, icon="folder-open").triggered.connect(self.open_requested)
        self.menu.add(text.MORE_MODELS, icon="cube").triggered.connect(self.more_requested)
        unload = self.menu.add(text.UNLOAD, icon="x")
        unload.setToolTip(text.UNLOAD_TIP)
        unload.setEnabled(self._engine.loaded is not None)
        unload.triggered.connect(self._engine.unload)
