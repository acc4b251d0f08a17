"""What the button of an error does, one method for each key of ``ui/text/errors``."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from indoors.bridge.chat import ChatBridge
from indoors.bridge.engine import EngineBridge
from indoors.bridge.settings import SettingsBridge
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault

Actions = Mapping[str, Callable[[AppError], None]]

SMALL_CONTEXT = 2048
"""Tokens; enough for a short chat on any computer that runs the starter model."""


class Places(Protocol):
    """Where recovery may lead the user."""

    def choose_model(self) -> None: ...

    def show_settings(self) -> None: ...

    def edit_parameters(self) -> None: ...

    def export_elsewhere(self) -> None: ...

    def show_folder(self, folder: Path) -> None: ...

    def show_network(self, field: str = "") -> None: ...

    def ask_link(self, url: str) -> None: ...

    def ask_looser_limits(self) -> None: ...


class Recovery:
    """Turns an action into calls; knows nothing of widgets."""

    def __init__(
        self, chat: ChatBridge, engine: EngineBridge, settings: SettingsBridge, places: Places
    ) -> None:
        self._chat = chat
        self._engine = engine
        self._settings = settings
        self._places = places
        self.actions: Actions = {
            "retry": self._retry,
            "restart": lambda _: engine.retry(),
            "safer": lambda _: engine.load_safely(),
            "looser_limits": lambda _: places.ask_looser_limits(),
            "usual_limits": lambda _: engine.set_looser_for_drivers(on=False),
            "choose_model": lambda _: places.choose_model(),
            "starter": self._use_starter,
            "shorter_context": self._shorten,
            "settings": lambda _: places.show_settings(),
            "parameters": lambda _: places.edit_parameters(),
            "token": lambda _: places.show_network("token"),
            "network": lambda _: places.show_network(),
            "hub_page": lambda error: places.ask_link(str(error.facts["page"])),
            "show_folder": self._show_folder,
            "save_elsewhere": lambda _: places.export_elsewhere(),
        }

    def act(self, action: str, error: AppError) -> None:
        self.actions[action](error)

    def _retry(self, error: AppError) -> None:
        if error.fault is Fault.MODEL_LOAD_FAILED and "path" in error.facts:
            self._engine.load(str(error.facts["path"]))
        elif error.fault is Fault.DECODE_FAILED:
            self._chat.answer_again()
        else:
            self._chat.refresh()

    def _use_starter(self, _error: AppError) -> None:
        for model in self._engine.models():
            if model.is_starter and model.exists:
                self._engine.load(model.path)
                return
        self._places.choose_model()

    def _shorten(self, error: AppError) -> None:
        """Halve the context that failed, or take a small one, and load again."""
        failed = error.facts.get("context")
        shorter = int(failed) // 2 if isinstance(failed, int) else SMALL_CONTEXT
        self._settings.update("engine", context=max(512, min(shorter, 1_048_576)))
        self._engine.retry()

    def _show_folder(self, error: AppError) -> None:
        path = Path(str(error.facts.get("path", "")))
        self._places.show_folder(path if path.is_dir() else path.parent)
