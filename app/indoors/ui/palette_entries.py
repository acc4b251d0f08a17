"""What the command palette offers: commands, conversations, models."""

from functools import partial
from typing import TYPE_CHECKING

from indoors.bridge.chat import ChatBridge
from indoors.bridge.engine import EngineBridge
from indoors.ui.actions import Actions
from indoors.ui.palette_rows import PaletteEntry
from indoors.ui.text import window as text

if TYPE_CHECKING:
    from indoors.ui.window import MainWindow


class PaletteEntries:
    """Made anew each time the palette opens."""

    def __init__(
        self, window: "MainWindow", actions: Actions, chat: ChatBridge, engine: EngineBridge
    ) -> None:
        self._window = window
        self._actions = actions
        self._chat = chat
        self._engine = engine

    def __call__(self) -> list[PaletteEntry]:
        return [*self._commands(), *self._conversations(), *self._models()]

    def _commands(self) -> list[PaletteEntry]:
        return [
            PaletteEntry(
                command.label, command.icon, command.hint, self._actions[command.name].trigger
            )
            for command in self._actions.offered()
        ]

    def _conversations(self) -> list[PaletteEntry]:
        return [
            PaletteEntry(
                conversation.title,
                "chat-circle",
                text.PLACE_CHAT,
                partial(self._open, conversation.id),
            )
            for conversation in self._chat.conversations.conversations()
        ]

    def _open(self, conversation_id: str) -> None:
        self._window.show_chat()
        self._window.page.open(conversation_id)

    def _models(self) -> list[PaletteEntry]:
        return [
            PaletteEntry(
                text.model_row(model.name, model.quantization, starter=model.is_starter),
                "cube",
                text.PLACE_MODEL,
                partial(self._engine.load, model.path),
            )
            for model in self._engine.models()
            if model.exists
        ]
