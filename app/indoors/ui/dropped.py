"""Files that come to the window from outside: model files are offered, all else is attached."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QWidget

from indoors.bridge.chat import ChatBridge
from indoors.bridge.installed import is_bundle
from indoors.bridge.models import ModelsBridge
from indoors.ui.text import models as text
from indoors.ui.widgets import Elided, Label, ScrimDialog

_NAMES = 4
_MODEL_ENDINGS = (".gguf", ".part")


class ImportDialog(ScrimDialog):
    """Asks what to do with model files; nothing is read before the answer."""

    def __init__(self, window: QWidget, paths: Sequence[str], models: ModelsBridge) -> None:
        bundles = all(is_bundle(Path(path)) for path in paths)
        body = text.OFFER_BUNDLE if bundles else text.OFFER_BODY
        super().__init__(window, text.offer_title(len(paths)), subtitle=body)
        for path in paths[:_NAMES]:
            self.body.addWidget(Elided(Path(path).name, weight=500))
        if len(paths) > _NAMES:
            self.body.addWidget(Label(text.and_more(len(paths) - _NAMES)))
        self.add_button(text.CANCEL, kind="ghost", answer="reject")
        if not bundles:
            copy = self.add_button(text.OFFER_COPY, answer="accept")
            copy.clicked.connect(lambda: models.import_files(list(paths), copy=True))
        use = self.add_button(
            text.IMPORT if bundles else text.OFFER_USE,
            kind="primary",
            answer="accept",
            default=True,
        )
        use.clicked.connect(lambda: models.import_files(list(paths)))


class DroppedFiles(QObject):
    """``show_chat`` and ``show_models`` lead to where the user sees what comes of it."""

    def __init__(
        self,
        window: QWidget,
        chat: ChatBridge,
        models: ModelsBridge,
        show_chat: Callable[[], object],
        show_models: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._chat = chat
        self._models = models
        self._show_chat = show_chat
        self._show_models = show_models

    def take(self, paths: Sequence[str]) -> None:
        """Sort files out: models are asked about, the others go into the question."""
        models = models_among(paths)
        others = [path for path in paths if path not in models]
        if others:
            self._show_chat()
            self._chat.attaching.attach(others)
        if models:
            dialog = ImportDialog(self._window, models, self._models)
            dialog.accepted.connect(self._show_models)
            dialog.open()

    def take_data(self, data: QMimeData) -> bool:
        """Take what was dropped; False if there is nothing in it for us."""
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            self.take(files)
        elif data.hasImage():  # a picture out of a browser
            self._show_chat()
            self._chat.attaching.refuse_picture()
        return may_be_dropped(data)


def may_be_dropped(data: QMimeData) -> bool:
    """Whether anything can be said or done about this."""
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()


def models_among(paths: Sequence[str]) -> list[str]:
    """Return the model files and bundles."""
    return [path for path in paths if _is_model(Path(path))]


def _is_model(path: Path) -> bool:
    return path.suffix.lower() in _MODEL_ENDINGS or (path / "manifest.json").is_file()
