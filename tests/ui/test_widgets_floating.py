"""Toasts, banners and dialogs: what floats above or interrupts."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Banner, Button, IconButton, Notice, ScrimDialog, Toast, ToastHost


@pytest.fixture
def window(source: ThemeSource, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    column.addWidget(QLineEdit("composer"))
    column.addWidget(Button("Below"))
    made.resize(900, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def enter(widget: QWidget) -> None:
    middle = QPointF(5, 5)
    QApplication.sendEvent(widget, QEnterEvent(middle, middle, middle))


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def counting(toast: Toast) -> bool:
    """Whether the toast is on its way out."""
    return toast.is_counting


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_a_toast_goes_by_itself(window: QWidget, qtbot: QtBot) -> None:
    host = ToastHost(window, stays_ms=1)
    with qtbot.waitSignal(host.show(Notice("Saved")).closed):
        pass
    assert host.toasts == ()


def test_a_toast_stays_while_the_mouse_is_on_it(window: QWidget, qtbot: QtBot) -> None:
    toast = ToastHost(window).show(Notice("Saved"))
    assert counting(toast)
    enter(toast)
    assert not counting(toast)
    leave(toast)
    assert counting(toast)


def test_a_toast_stays_while_its_action_has_the_focus(window: QWidget, qtbot: QtBot) -> None:
    toast = ToastHost(window).show(Notice("Conversation deleted", action="Undo"))
    action = toast.findChild(Button)
    assert action is not None
    action.setFocus(Qt.FocusReason.TabFocusReason)
    assert not counting(toast)
    leave(toast)
    assert not counting(toast)
    window.findChild(QLineEdit).setFocus()  # type: ignore[union-attr]
    assert counting(toast)


def test_at_most_two_toasts_the_newest_lowest(window: QWidget, qtbot: QtBot) -> None:
    host = ToastHost(window)
    first, second, third = (host.show(Notice(f"Number {n}", "And why.")) for n in range(3))
    assert host.toasts == (second, third)
    assert not first.isVisible()
    corner = third.geometry().bottomRight()
    assert (corner.x(), corner.y()) == (900 - 16 - 1, 600 - 16 - 1)
    assert second.geometry().bottom() < third.geometry().top()
    window.resize(700, 500)
    QApplication.processEvents()
    assert third.geometry().right() == 700 - 16 - 1


def test_undo_triggers_once_and_closes(window: QWidget, qtbot: QtBot) -> None:
    host = ToastHost(window)
    toast = host.show(Notice("Conversation deleted", action="Undo"))
    taken: list[bool] = []
    toast.triggered.connect(lambda: taken.append(True))
    action = toast.findChild(Button)
    assert action is not None
    action.click()
    assert (taken, host.toasts) == ([True], ())


def test_escape_sends_a_focused_toast_away(window: QWidget, qtbot: QtBot) -> None:
    host = ToastHost(window)
    toast = host.show(Notice("Conversation deleted", action="Undo"))
    with qtbot.assertNotEmitted(toast.triggered):
        action = toast.findChild(Button)
        assert action is not None
        QTest.keyClick(action, Qt.Key.Key_Escape)
    assert host.toasts == ()


def test_a_toast_has_room_for_long_words(window: QWidget, qtbot: QtBot) -> None:
    short = Toast(Notice("Saved"), window)
    long = Toast(Notice("A title that goes on " * 5, "And a body too. " * 9, action="Undo"), window)
    assert (short.height(), short.width()) == (42, 360)
    assert long.width() == 360
    assert long.height() > 100


def test_a_banner_offers_its_actions(window: QWidget, qtbot: QtBot) -> None:
    banner = Banner("The engine stopped.", actions=("Restart", "Details"), parent=window)
    buttons = banner.findChildren(Button)
    with qtbot.waitSignal(banner.triggered) as caught:
        buttons[1].click()
    assert caught.args == ["Details"]
    cross = banner.findChild(IconButton)
    assert cross is not None
    with qtbot.waitSignal(banner.dismissed):
        cross.click()


def opened(window: QWidget) -> tuple[ScrimDialog, QLineEdit, Button, Button]:
    dialog = ScrimDialog(window, "Delete this chat?", subtitle="It can be undone for a moment.")
    field = QLineEdit()
    dialog.body.addWidget(field)
    delete = dialog.add_button("Delete", kind="danger", answer="accept")
    keep = dialog.add_button("Keep", kind="primary", answer="reject", default=True)
    dialog.open()
    return dialog, field, delete, keep


def test_a_dialog_covers_the_window_and_follows_it(window: QWidget, qtbot: QtBot) -> None:
    dialog, *_ = opened(window)
    assert dialog.geometry() == window.rect()
    window.resize(640, 400)
    QApplication.processEvents()
    assert dialog.geometry() == window.rect()


def test_a_dialog_shows_its_default_and_keeps_the_focus(window: QWidget, qtbot: QtBot) -> None:
    _, field, delete, keep = opened(window)
    assert QApplication.focusWidget() is keep
    assert window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    seen = []
    for _ in range(4):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert seen == [field, delete, keep, field]
    QTest.keyClick(focused(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is keep


def test_escape_takes_the_safe_way_and_gives_the_focus_back(window: QWidget, qtbot: QtBot) -> None:
    composer = window.findChild(QLineEdit)
    assert composer is not None
    composer.setFocus()
    dialog, field, *_ = opened(window)
    with qtbot.assertNotEmitted(dialog.accepted), qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is composer


def test_enter_in_a_field_presses_the_default_button(window: QWidget, qtbot: QtBot) -> None:
    dialog, field, *_ = opened(window)
    with qtbot.assertNotEmitted(dialog.accepted), qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(field, Qt.Key.Key_Return)


def test_accepting_takes_its_button(window: QWidget, qtbot: QtBot) -> None:
    dialog, _, delete, _ = opened(window)
    with qtbot.waitSignal(dialog.accepted):
        delete.click()


def test_shortcuts_of_the_window_wait_for_the_dialog(window: QWidget, qtbot: QtBot) -> None:
    shortcut = QShortcut(QKeySequence("Ctrl+N"), window)
    taken: list[bool] = []
    shortcut.activated.connect(lambda: taken.append(True))
    dialog, field, *_ = opened(window)
    QTest.keyClick(field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert taken == []
    dialog.reject()
    composer = window.findChild(QLineEdit)
    assert composer is not None
    QTest.keyClick(composer, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert taken == [True]


def test_a_click_on_the_scrim_neither_closes_nor_goes_through(
    window: QWidget, qtbot: QtBot
) -> None:
    dialog, *_ = opened(window)
    QTest.mouseClick(dialog, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
