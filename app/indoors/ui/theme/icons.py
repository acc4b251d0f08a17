"""Phosphor icons, coloured by token and drawn at the screen's own resolution."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from indoors.ui.theme.tokens import Theme

# A window shows about 60 different ones; twice that at two resolutions.
_CACHE_SIZE = 400
_INK = "text.secondary"


class Icons:
    """Draws icons by name. Files are read when first drawn, results are kept."""

    def __init__(self, folder: Path, theme: Callable[[], Theme]) -> None:
        self._folder = folder
        self._theme = theme
        self._sources: dict[str, bytes] = {}
        self._drawn: dict[tuple[str, int, int, int], QPixmap] = {}

    def icon(
        self,
        name: str,
        token: str = _INK,
        size: int = 16,
    ) -> QIcon:
        """An icon that follows the theme. Raises LookupError for an unknown name."""
        self._source(name)
        return QIcon(_Engine(self, name, token, size))

    def pixmap(self, name: str, token: str = _INK, size: int = 16, dpr: float = 1.0) -> QPixmap:
        """The icon in today's colours; it does not follow the theme."""
        return self.drawn(name, self._theme().color(token), size, dpr)

    def paint(self, painter: QPainter, name: str, at: QPoint, size: int, color: QColor) -> None:
        """Draw with the top left corner at ``at``, crisp at the painter's resolution."""
        dpr = painter.device().devicePixelRatio()
        painter.drawPixmap(at, self.drawn(name, color, size, dpr))

    def drawn(self, name: str, color: QColor, size: int, dpr: float) -> QPixmap:
        side = max(1, round(size * dpr))
        key = (name, color.rgba(), side, round(dpr * 100))
        found = self._drawn.get(key)
        if found is None:
            if len(self._drawn) >= _CACHE_SIZE:
                self._drawn.clear()
            found = self._drawn[key] = self._draw(name, color, side, dpr)
        return found

    def theme_color(self, token: str) -> QColor:
        return self._theme().color(token)

    def _draw(self, name: str, color: QColor, side: int, dpr: float) -> QPixmap:
        source = self._source(name).replace(b"currentColor", color.name().encode("ascii"))
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(dpr)
        return pixmap

    def _source(self, name: str) -> bytes:
        if name not in self._sources:
            path = self._folder / f"{name}.svg"
            if not path.is_file():
                raise LookupError(f"no icon {name!r} in {self._folder}")
            self._sources[name] = path.read_bytes()
        return self._sources[name]


class _Engine(QIconEngine):
    """Asks for the colour each time it draws, so an icon follows the theme by itself."""

    def __init__(self, icons: Icons, name: str, token: str, size: int) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._token = token
        self._size = size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        corner = QRect(0, 0, side, side)
        corner.moveCenter(rect.center())
        self._icons.paint(painter, self._name, corner.topLeft(), side, self._color(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        """``size`` is in logical pixels, the result ``scale`` times as large."""
        side = min(size.width(), size.height())
        return self._icons.drawn(self._name, self._color(mode), side, scale)

    def actualSize(  # noqa: N802
        self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State
    ) -> QSize:
        return size.boundedTo(QSize(self._size, self._size))

    def isNull(self) -> bool:  # noqa: N802
        return False

    def clone(self) -> QIconEngine:
        return _Engine(self._icons, self._name, self._token, self._size)

    def _color(self, mode: QIcon.Mode) -> QColor:
        disabled = mode == QIcon.Mode.Disabled
        return self._icons.theme_color("text.disabled" if disabled else self._token)
