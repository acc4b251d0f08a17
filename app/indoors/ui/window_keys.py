"""What each command of the window does."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from indoors.bridge.chat import ChatBridge
from indoors.bridge.engine import EngineBridge
from indoors.bridge.settings import SettingsBridge
from indoors.ui.file_dialogs import choose_model
from indoors.ui.shortcuts_dialog import ShortcutsDialog
from indoors.ui.widgets import NavItem

if TYPE_CHECKING:
    from indoors.ui.window import MainWindow


class WindowKeys:
    """Connects the table of commands with pages and bridges, and keeps them enabled or not."""

    def __init__(
        self,
        window: "MainWindow",
        chat: ChatBridge,
        engine: EngineBridge,
        settings: SettingsBridge,
    ) -> None:
        self._window = window
        self._chat = chat
        self._engine = engine
        self._settings = settings
        self._actions = window.actions_by_name
        self._connect(self._on_chat(), then=window.show_chat)
        self._connect(self._anywhere())
        chat.opened.connect(self._enable)
        chat.conversation_changed.connect(self._enable)
        chat.busy_changed.connect(self._enable)
        engine.loaded_changed.connect(self._enable)
        self._enable()

    def _connect(
        self, does: dict[str, Callable[[], object]], then: Callable[[], None] | None = None
    ) -> None:
        for name, act in does.items():
            if then is not None:
                self._actions[name].triggered.connect(lambda _=False, go=then: go())
            self._actions[name].triggered.connect(lambda _=False, act=act: act())

    def _on_chat(self) -> dict[str, Callable[[], object]]:
        """Commands that first go to the chat."""
        page = self._window.page
        commands = page.commands
        return {
            "new_chat": page.new_chat,
            "attach": page.attach,
            "answer_again": commands.answer_again,
            "copy_answer": commands.copy_answer,
            "live_panel": page.toggle_live,
            "chat": page.focus_composer,
            "parameters": commands.edit_parameters,
            "details": commands.show_details,
            "rename": self._rename,
            "pin": commands.toggle_pin,
            "export_markdown": lambda: commands.export_open("markdown"),
            "export_json": lambda: commands.export_open("json"),
            "delete": commands.delete,
            "erase": commands.erase,
        }

    def _anywhere(self) -> dict[str, Callable[[], object]]:
        window = self._window
        return {
            "palette": window.palette_overlay.toggle,
            "search": window.pages.start_search,
            "models": window.show_models,
            "insights": window.show_insights,
            "privacy": window.show_privacy,
            "settings": window.show_settings,
            "model_picker": window.models.open_menu,
            "open_model": lambda: choose_model(window, self._engine.load),
            "unload": self._engine.unload,
            "theme_system": lambda: self._set_theme("system"),
            "theme_light": lambda: self._set_theme("light"),
            "theme_dark": lambda: self._set_theme("dark"),
            "shortcuts": self._show_shortcuts,
            "quit": window.close,
            "next_pane": lambda: self._go(1),
            "previous_pane": lambda: self._go(-1),
        }

    def _rename(self) -> None:
        current = self._chat.current
        if current is not None:
            page = self._window.page
            page.panes.show_pane(page.panes.left, shown=True)
            page.list.rename(current.id)

    def _set_theme(self, theme: str) -> None:
        self._settings.update("appearance", theme=theme)

    def _show_shortcuts(self) -> None:
        ShortcutsDialog(self._window, self._actions.commands).open()

    # ---- panes ----------------------------------------------------------------------------

    def _go(self, step: int) -> None:
        """F6: to the next pane that is shown, round and round."""
        stops = self._stops()
        here = self._window.focusWidget()
        at = next((i for i, stop in enumerate(stops) if _holds(stop, here)), -step)
        stops[(at + step) % len(stops)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _stops(self) -> list[QWidget]:
        window = self._window
        if window.pages.currentWidget() is window.page:
            page = window.page.panes_in_order()
        else:
            page = [_first_stop(window.pages.currentWidget() or window.pages)]
        chosen = next(item for item in window.rail.findChildren(NavItem) if item.isChecked())
        return [chosen, *page, window.top.picker]

    def _enable(self, *_change: object) -> None:
        """Commands that have nothing to act on are left out."""
        conversation = self._chat.current is not None
        answer = self._window.page.commands.last_answer() is not None
        for name in ("rename", "pin", "export_markdown", "export_json", "delete", "erase"):
            self._actions[name].setEnabled(conversation)
        for name in ("copy_answer", "details"):
            self._actions[name].setEnabled(answer)
        self._actions["answer_again"].setEnabled(answer and not self._chat.busy)
        self._actions["unload"].setEnabled(self._engine.loaded is not None)


def _first_stop(page: QWidget) -> QWidget:
    """Return the first part of a page that keys can reach."""
    parts = (part for part in page.findChildren(QWidget) if part.isVisible() and part.isEnabled())
    return next((part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus), page)


def _holds(stop: QWidget, focused: QWidget | None) -> bool:
    """Whether the focus is in the pane that this stop belongs to."""
    if focused is None:
        return False
    return focused is stop or stop.isAncestorOf(focused)
