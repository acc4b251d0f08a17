"""Every command of the window: its words, keys and icon, as one table and as QActions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from indoors.ui.text import window as text


@dataclass(frozen=True, slots=True)
class Command:
    """``keys`` is empty where a command has none, or where a widget handles the key itself."""

    name: str
    icon: str
    keys: str = ""
    in_palette: bool = True

    @property
    def label(self) -> str:
        return text.COMMANDS[self.name]

    @property
    def hint(self) -> str:
        """The keys as this system writes them, apart: ``Ctrl Shift M``."""
        return keys_in_words(self.keys)


COMMANDS: Final = (
    Command("new_chat", "note-pencil", "Ctrl+N"),
    Command("search", "magnifying-glass", "Ctrl+F"),
    Command("attach", "paperclip", "Ctrl+O"),
    Command("answer_again", "arrow-clockwise", "Ctrl+R"),
    Command("copy_answer", "copy", "Ctrl+Shift+C"),
    Command("model_picker", "cube", "Ctrl+Shift+M"),
    Command("live_panel", "pulse", "Ctrl+L"),
    Command("chat", "chat-circle-text", "Ctrl+1"),
    Command("models", "cube", "Ctrl+4"),
    Command("insights", "chart-line-up", "Ctrl+5"),
    Command("privacy", "shield-check", "Ctrl+6"),
    Command("settings", "gear-six", "Ctrl+,"),
    Command("parameters", "sliders-horizontal"),
    Command("details", "gauge"),
    Command("rename", "pencil-simple"),
    Command("pin", "push-pin"),
    Command("export_markdown", "export"),
    Command("export_json", "export"),
    Command("delete", "trash"),
    Command("erase", "trash"),
    Command("open_model", "folder-open"),
    Command("unload", "cube"),
    Command("theme_system", "gear-six"),
    Command("theme_light", "sun"),
    Command("theme_dark", "moon"),
    Command("shortcuts", "keyboard", "F1"),
    Command("quit", "x", "Ctrl+Q"),
    Command("palette", "magnifying-glass", "Ctrl+K", in_palette=False),
    Command("next_pane", "columns", "F6", in_palette=False),
    Command("previous_pane", "columns", "Shift+F6", in_palette=False),
)


def keys_in_words(keys: str) -> str:
    """Return a key sequence as this system writes it, with spaces for plus signs."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return native.replace("+", " ") if len(native) > 1 else native


class Actions:
    """The commands as QActions of one window, by name."""

    def __init__(self, window: QWidget, commands: Iterable[Command] = COMMANDS) -> None:
        self.commands = tuple(commands)
        self._actions = {command.name: _action(command, window) for command in self.commands}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def offered(self) -> list[Command]:
        """Commands for the palette that can be run now."""
        return [c for c in self.commands if c.in_palette and self._actions[c.name].isEnabled()]


def _action(command: Command, window: QWidget) -> QAction:
    action = QAction(command.label, window)
    action.setObjectName(command.name)
    if command.keys:
        action.setShortcut(QKeySequence(command.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setAutoRepeat(False)
    window.addAction(action)
    return action
