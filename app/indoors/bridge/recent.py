"""The files that the picker offers, and the one that new answers use."""

from indoors.bridge.engine import RECENT_MODELS, EngineBridge
from indoors.bridge.settings import SettingsBridge


class RecentModels:
    """Kept in the settings; the engine's bridge tells everybody."""

    def __init__(self, engine: EngineBridge, settings: SettingsBridge) -> None:
        self._engine = engine
        self._settings = settings

    def add(self, path: str) -> None:
        """Offer a model that came, behind those used lately."""
        recent = self._settings.current.engine.recent_models
        if path not in recent:
            self._settings.update("engine", recent_models=(*recent[: RECENT_MODELS - 1], path))
        self._engine.models_changed.emit()

    def choose(self, path: str, *, is_starter: bool) -> None:
        """Use this model for new answers, without loading it now."""
        recent = self._settings.current.engine.recent_models
        if not is_starter:
            recent = (path, *(other for other in recent if other != path))[:RECENT_MODELS]
        self._settings.update("engine", model_path=path, recent_models=recent)
        self._engine.models_changed.emit()

    def forget(self, path: str) -> None:
        usual = self._settings.current.engine
        kept = tuple(each for each in usual.recent_models if each != path)
        chosen = None if usual.model_path == path else usual.model_path
        self._settings.update("engine", model_path=chosen, recent_models=kept)
        self._engine.models_changed.emit()
