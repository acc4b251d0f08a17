"""Links are shown whole, asked about, and opened only by a yes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from indoors.ui.links import LinkDialog, may_be_opened
from indoors.ui.text import window as text
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Button


@pytest.fixture
def window(qtbot: QtBot, source: ThemeSource) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "FILE:///C:/Windows/System32/calc.exe",
        "javascript:alert(1)",
        "data:text/html,x",
        "vscode://file/x",
        "smb://server/share",
        "//example.org",
        "example.org",
        "http:",
        "https://",
        "mailto:",
        "",
        "https://exa mple.org/",
        "\x00https://example.org",
    ],
)
def test_all_but_web_and_mail_addresses_are_refused(url: str) -> None:
    assert not may_be_opened(url)


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=1#c", "http://example.org", "MAILTO:ana@example.org"]
)
def test_web_and_mail_addresses_may_be_opened(url: str) -> None:
    assert may_be_opened(url)


@given(st.text())
def test_any_text_may_come_as_a_link(url: str) -> None:
    assert not may_be_opened(url) or url.lower().startswith(("http://", "https://", "mailto:"))


def buttons(dialog: LinkDialog) -> dict[str, Button]:
    return {button.text(): button for button in dialog.findChildren(Button)}


def test_enter_and_escape_open_nothing(window: QWidget, qtbot: QtBot) -> None:
    opened: list[QUrl] = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        dialog = LinkDialog(window, "https://example.org/", opened.append)
        dialog.open()
        focused = window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
        assert not dialog.isVisible()

    assert not opened


def test_a_yes_opens_exactly_what_was_shown(window: QWidget, qtbot: QtBot) -> None:
    url = "https://example.org/" + "long/" * 80 + "?q=%E2%80%AE"
    opened: list[QUrl] = []
    dialog = LinkDialog(window, url, opened.append)
    dialog.open()
    assert dialog.address.toPlainText() == url

    QTest.mouseClick(buttons(dialog)[text.LINK_OPEN], Qt.MouseButton.LeftButton)

    assert [each.toString(QUrl.ComponentFormattingOption.FullyEncoded) for each in opened] == [url]


def test_a_refused_link_has_no_way_to_open(window: QWidget) -> None:
    dialog = LinkDialog(window, "file:///etc/passwd", lambda _: None)
    dialog.open()

    assert text.LINK_OPEN not in buttons(dialog)
    assert dialog.accessibleName() == text.LINK_REFUSED_TITLE
    assert dialog.address.toPlainText() == "file:///etc/passwd"
