import json

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette, QRawFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFocusFrame,
    QLineEdit,
    QPushButton,
    QStyle,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from indoors.ui.theme import Theme, ThemeSource, Tokens, current_theme, font, mono
from indoors.ui.theme.focus_ring import has_keyboard_focus
from indoors.ui.theme.focus_tip import FocusTip
from indoors.ui.theme.style_sheet import style_sheet
from tests.ui.seeing import RESOURCES, picture

RAW = json.loads((RESOURCES / "tokens.json").read_text(encoding="utf-8"))
TEXT_CONTRAST, UI_CONTRAST = 4.5, 3.0


def contrast(a: QColor, b: QColor) -> float:
    """WCAG 2 contrast ratio."""

    def luminance(color: QColor) -> float:
        channels = (color.redF(), color.greenF(), color.blueF())
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(a), luminance(b)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize(
    ("pairs", "least"), [("contrastPairs", TEXT_CONTRAST), ("contrastPairsUi", UI_CONTRAST)]
)
def test_every_pair_is_readable(name: str, high_contrast: bool, pairs: str, least: float) -> None:
    tokens = Tokens.read(RESOURCES / "tokens.json")
    theme = Theme.build(tokens, name, high_contrast=high_contrast)
    poor = [
        (a, b, round(contrast(theme.color(a), theme.color(b)), 2))
        for a, b in RAW[pairs]
        if contrast(theme.color(a), theme.color(b)) < least
    ]
    assert poor == []


def test_both_themes_know_the_same_tokens() -> None:
    assert RAW["color"]["light"].keys() == RAW["color"]["dark"].keys()


def test_a_token_with_transparency_keeps_it(source: ThemeSource) -> None:
    scrim = source.current.color("scrim")
    assert (scrim.name(), scrim.alpha()) == ("#1a1f1b", 0x66)
    assert source.current.hex("scrim") == "#661a1f1b"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_style_sheet_resolves_every_token(name: str) -> None:
    theme = Theme.build(Tokens.read(RESOURCES / "tokens.json"), name)
    assert "@" not in style_sheet(theme, RESOURCES / "icons")


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("way", ["up", "down"])
def test_arrows_in_fields_have_the_colour_of_their_token(name: str, way: str) -> None:
    drawing = (RESOURCES / "icons" / f"field-{way}-{name}.svg").read_text(encoding="utf-8")
    assert RAW["color"][name]["text.secondary"] in drawing


@pytest.mark.parametrize(
    ("weight", "style"), [(400, "Regular"), (500, "Medium"), (600, "Semi Bold")]
)
def test_weights_resolve_to_the_bundled_faces(source: ThemeSource, weight: int, style: str) -> None:
    face = font("body", weight)
    assert QFontInfo(face).family() == "Inter"
    assert QRawFont.fromFont(face).styleName() == style


def test_code_is_set_in_the_bundled_mono_font(source: ThemeSource) -> None:
    assert QFontInfo(mono()).family() == "JetBrains Mono"
    assert QFontInfo(mono()).fixedPitch()


def test_tabular_digits_are_equally_wide(source: ThemeSource) -> None:
    metrics = QFontMetricsF(font("body", tabular=True))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")
    plain = QFontMetricsF(font("body"))
    assert plain.horizontalAdvance("1111") != plain.horizontalAdvance("8888")


def test_text_can_be_made_larger(source: ThemeSource) -> None:
    before = font("body").pixelSize()
    source.set_text_step(4)
    assert font("body").pixelSize() == before + 4
    assert current_theme().height("button.height") > current_theme().size("button.height")


def test_switching_repaints_at_once_and_back(source: ThemeSource, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for made in (QPushButton("Import"), QLineEdit("text")):
        column.addWidget(made)
    page.show()
    light = picture(page)
    with qtbot.waitSignal(source.changed):
        source.set_mode("dark")
    dark = picture(page)
    assert dark != light
    assert dark.pixelColor(1, 1) == source.current.color("bg.window")
    source.set_mode("light")
    assert picture(page) == light


def test_following_the_system(
    source: ThemeSource, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.set_mode("system")
    hints = qapp.styleHints()
    for scheme, name in ((Qt.ColorScheme.Dark, "dark"), (Qt.ColorScheme.Light, "light")):
        # The offscreen platform has no colour scheme of its own to switch.
        monkeypatch.setattr(source, "system_scheme", lambda scheme=scheme: scheme)
        hints.colorSchemeChanged.emit(scheme)
        assert source.current.name == name
        assert current_theme() is source.current
        window = qapp.palette().color(QPalette.ColorRole.Window)
        assert window == source.current.color("bg.window")


def test_no_change_no_signal(source: ThemeSource, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(source.changed):
        source.set_mode("light")


def test_high_contrast_drops_tints_and_doubles_borders(source: ThemeSource) -> None:
    source.set_high_contrast(True)
    theme = source.current
    assert theme.hairline == 2
    assert theme.color("danger.tint") == theme.color("bg.surface")
    source.set_high_contrast(False)
    assert source.current.hairline == 1


def test_reduced_motion_stops_every_movement(source: ThemeSource) -> None:
    assert source.current.motion("toast") == 0
    source.set_reduced_motion(False)
    assert source.current.motion("toast") == RAW["motion"]["toast"]


def test_an_icon_is_crisp_at_200_percent_and_follows_the_theme(source: ThemeSource) -> None:
    icon = source.icons.icon("copy", "indoor.text", 16)

    def colors(scale: float) -> tuple[QSize, set[str]]:
        image = icon.pixmap(QSize(16, 16), scale).toImage()
        xs, ys = range(image.width()), range(image.height())
        found = [image.pixelColor(x, y) for x in xs for y in ys]
        return image.size(), {color.name() for color in found if color.alpha() == 255}

    size, light = colors(2.0)
    assert size == QSize(32, 32)
    assert source.current.hex("indoor.text") in light
    source.set_mode("dark")
    assert source.current.hex("indoor.text") in colors(2.0)[1]


def test_a_disabled_icon_is_greyed(source: ThemeSource) -> None:
    icon = source.icons.icon("stop-fill", "indoor.text", 16)
    button = QPushButton(icon, "")
    image = icon.pixmap(QSize(16, 16), 1.0, icon.Mode.Disabled).toImage()
    assert image.pixelColor(8, 8).name() == source.current.hex("text.disabled")
    button.deleteLater()


def test_an_unknown_icon_is_named_at_once(source: ThemeSource) -> None:
    with pytest.raises(LookupError, match="no-such-icon"):
        source.icons.icon("no-such-icon")


def test_every_bundled_icon_draws(source: ThemeSource) -> None:
    empty = []
    for path in sorted((RESOURCES / "icons").glob("*.svg")):
        image = source.icons.pixmap(path.stem, size=24).toImage()
        if not any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)):
            empty.append(path.stem)
    assert empty == []


def ring_in(page: QWidget) -> QFocusFrame | None:
    frames = page.findChildren(QFocusFrame)
    return next((frame for frame in frames if frame.isVisible()), None)


def test_the_ring_shows_on_keyboard_focus_only(source: ThemeSource, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    first, second = QPushButton("One"), QPushButton("Two")
    for button in (first, second):
        column.addWidget(button)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(first.hasFocus)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert ring_in(page) is None
    QTest.keyClick(first, Qt.Key.Key_Tab)
    ring = ring_in(page)
    assert ring is not None
    assert ring.widget() is second
    assert has_keyboard_focus(second)
    around = second.geometry().adjusted(-4, -4, 4, 4)
    assert ring.geometry() == around
    painted = picture(page).pixelColor(around.left() + 1, around.center().y())
    assert painted == source.current.color("focus.ring")
    gap = picture(page).pixelColor(around.left() + 3, around.center().y())
    assert gap == source.current.color("bg.window")
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert ring_in(page) is None


def test_the_ring_survives_the_window_it_was_in(source: ThemeSource, qtbot: QtBot) -> None:
    for _ in range(2):
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(QLineEdit())
        field = QLineEdit()
        column.addWidget(field)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        assert ring_in(page) is not None
        page.close()
        page.deleteLater()
        QApplication.processEvents()


def test_the_keyboard_gets_tooltips_too(
    source: ThemeSource, qapp: QApplication, qtbot: QtBot
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    button = QPushButton("Copy")
    button.setToolTip("Copies the answer as Markdown")
    for widget in (QLineEdit(), button):
        column.addWidget(widget)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    tip = source.findChild(FocusTip)
    assert tip is not None
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    tip.show()
    assert not QToolTip.isVisible()
    page.setFocus()
    button.setFocus(Qt.FocusReason.ShortcutFocusReason)
    tip.show()
    assert QToolTip.text() == "Copies the answer as Markdown"
    for window in qapp.topLevelWidgets():
        if window.inherits("QTipLabel"):
            window.deleteLater()


def test_tooltips_come_after_half_a_second(source: ThemeSource, qapp: QApplication) -> None:
    assert qapp.style().styleHint(QStyle.StyleHint.SH_ToolTip_WakeUpDelay) == 500
