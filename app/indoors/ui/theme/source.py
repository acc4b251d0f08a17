"""Which theme is shown, and telling Qt about it."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from indoors.ui.theme.current import publish
from indoors.ui.theme.focus_ring import FocusRing
from indoors.ui.theme.focus_tip import FocusTip
from indoors.ui.theme.fonts import load_fonts, themed_font
from indoors.ui.theme.icons import Icons
from indoors.ui.theme.palette import palette
from indoors.ui.theme.style import IndoorsStyle
from indoors.ui.theme.style_sheet import style_sheet
from indoors.ui.theme.tokens import Theme, Tokens

Mode = Literal["system", "light", "dark"]
_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_LARGEST_STEP = 4


class ThemeSource(QObject):
    """Holds the theme, follows the system, and has everything repainted on a change.

    ``current`` is the theme on screen; ``changed(Theme)`` comes after Qt has it. Widgets that
    paint from ``current_theme()`` need not listen: Qt sends them a style change.
    """

    changed = Signal(object)

    def __init__(
        self,
        app: QApplication,
        resources: Path,
        mode: Mode = "system",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or app)
        self._app = app
        self._resources = resources
        self._tokens = Tokens.read(resources / "tokens.json")
        self._mode: Mode = mode
        self._text_step = 0
        self._high_contrast: bool | None = None
        self._reduced_motion = False
        hints = app.styleHints()
        hints.setColorScheme(_SCHEMES[mode])
        self.current = self._wanted()
        self.icons = Icons(resources / "icons", lambda: self.current)
        load_fonts(resources)
        publish(app, self.current, self.icons)
        app.setStyle(IndoorsStyle())
        self._show()
        self._ring = FocusRing(app, self)
        self._tip = FocusTip(app, self)
        hints.colorSchemeChanged.connect(self._update)
        hints.accessibility().contrastPreferenceChanged.connect(self._update)

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        self._mode = mode
        # The system's own parts, such as title bars and file dialogs, follow too.
        self._app.styleHints().setColorScheme(_SCHEMES[mode])
        self._update()

    def set_text_step(self, pixels: int) -> None:
        """Make text larger by 0 to 4 pixels. Widgets made from then on use it."""
        self._text_step = max(0, min(_LARGEST_STEP, pixels))
        self._update()

    def set_high_contrast(self, wanted: bool | None) -> None:
        """None follows the system."""
        self._high_contrast = wanted
        self._update()

    def set_reduced_motion(self, wanted: bool) -> None:
        self._reduced_motion = wanted
        self._update()

    def system_scheme(self) -> Qt.ColorScheme:
        """What the system asks for."""
        return self._app.styleHints().colorScheme()

    def _update(self) -> None:
        wanted = self._wanted()
        if wanted != self.current:
            self.current = wanted
            self._show()
            self.changed.emit(wanted)

    def _wanted(self) -> Theme:
        hints = self._app.styleHints()
        name: str = self._mode
        if name == "system":
            name = "dark" if self.system_scheme() == Qt.ColorScheme.Dark else "light"
        contrast = self._high_contrast
        if contrast is None:
            preference = hints.accessibility().contrastPreference()
            contrast = preference == Qt.ContrastPreference.HighContrast
        return Theme.build(
            self._tokens,
            name,
            text_step=self._text_step,
            high_contrast=contrast,
            reduced_motion=self._reduced_motion,
        )

    def _show(self) -> None:
        publish(self._app, self.current, self.icons)
        self._app.setFont(themed_font(self.current, "body", tabular=True))
        self._app.setPalette(palette(self.current))
        self._app.setStyleSheet(style_sheet(self.current, self._resources / "icons"))
