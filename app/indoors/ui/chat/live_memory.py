"""Memory of the live panel: what the model program holds of the main memory, by part."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from indoors.bridge.live import MemoryParts
from indoors.services.meters import SystemMemory
from indoors.ui.labels import at_right
from indoors.ui.text import live as text
from indoors.ui.widgets import Label, MemoryBar, MemoryPart, Provenance


class LiveMemory(QWidget):
    """One bar, its legend, and used of total."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = ()
        self._kind = Provenance(text.MEASURED)
        self._sum = at_right(Label("", role="small", ink="text.secondary"))
        self.bar = MemoryBar(text.MAIN_MEMORY, legend=True)
        self._none = Label("", role="micro", weight=400, ink="text.tertiary", wrap=True)
        self.setToolTip(text.TIPS[text.MAIN_MEMORY])
        title = QHBoxLayout()
        title.addWidget(Label(text.MEMORY, weight=600), 1)
        title.addWidget(self._kind)
        line = QHBoxLayout()
        line.addWidget(Label(text.MAIN_MEMORY, role="small", ink="text.secondary"))
        line.addWidget(self._sum, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(title)
        rows.addLayout(line)
        rows.addWidget(self.bar)
        rows.addWidget(self._none)
        self.show_memory(None, None)

    def show_memory(
        self, parts: MemoryParts | None, system: SystemMemory | None, reason: str = ""
    ) -> None:
        """Show the parts; without a model, only that there is none, and the reason if any."""
        shown = (parts, system and system.total, reason)
        if shown == self._shown:
            return
        self._shown = shown
        known = parts is not None and system is not None
        self._kind.setVisible(known)
        self.bar.setVisible(known)
        self._none.setVisible(not known)
        self._none.set_text(reason or text.NO_MODEL_MEMORY)
        if parts is None or system is None:
            self._sum.set_text(text.DASH)
            return
        used = parts.model + parts.context + parts.other
        self._sum.set_text(text.of_total(used, system.total))
        self.bar.set_parts(
            [
                MemoryPart(text.MODEL, parts.model),
                MemoryPart(text.CONTEXT, parts.context),
                MemoryPart(text.OTHER, parts.other),
            ],
            system.total,
        )
