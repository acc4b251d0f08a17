"""Asking for files and folders: what to import, where a bundle goes."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from indoors.ui.text import models as text


def choose_models(window: QWidget, done: Callable[[list[str]], object]) -> None:
    """Ask for model files; ``done`` is called only if some were chosen."""
    dialog = _dialog(window, text.IMPORT_TITLE)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(text.FILES)
    dialog.filesSelected.connect(done)
    dialog.open()


def choose_folder(window: QWidget, title: str, done: Callable[[str], object]) -> None:
    """Ask for a folder."""
    dialog = _dialog(window, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(done)
    dialog.open()


def _dialog(window: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(window, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
