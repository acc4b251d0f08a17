"""Choosing files: what to attach, which model to open, where to save."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from indoors.core.hidden_text import visible_name
from indoors.ui.text import money_dialog as money_text
from indoors.ui.text import network as network_text
from indoors.ui.text import window as text

_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST: Final = 80


def file_name(title: str, kind: str) -> str:
    """Return a name for an export that every system accepts."""
    stem = visible_name(_UNSAFE.sub(" ", title)).strip(" .")
    return (stem[:_LONGEST].strip(" .") or text.UNTITLED) + text.EXPORT_SUFFIXES[kind]


def choose_attachments(window: QWidget, done: Callable[[list[str]], object]) -> None:
    """Ask for text files; ``done`` is called only if some were chosen."""
    dialog = _dialog(window, text.ATTACH_TITLE)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(done)
    dialog.open()


def choose_model(window: QWidget, done: Callable[[str], object]) -> None:
    """Ask for a model file."""
    dialog = _dialog(window, text.OPEN_MODEL.rstrip("…"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(text.MODEL_FILES)
    dialog.fileSelected.connect(done)
    dialog.open()


def choose_certificate(window: QWidget, title: str, done: Callable[[str], object]) -> None:
    """Ask for a file of certificates."""
    dialog = _dialog(window, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([network_text.CERTIFICATE_FILES, network_text.ALL_FILES])
    dialog.fileSelected.connect(done)
    dialog.open()


def choose_price_book(window: QWidget, done: Callable[[str], object]) -> None:
    """Ask for a file of prices."""
    dialog = _dialog(window, money_text.BOOK_TITLE)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(money_text.BOOK_FILES)
    dialog.fileSelected.connect(done)
    dialog.open()


def choose_export(window: QWidget, title: str, kind: str, done: Callable[[str], object]) -> None:
    """Ask where to save; an existing file is asked about by the dialog itself."""
    dialog = _dialog(window, text.EXPORT_TITLE)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(text.EXPORT_FILTERS[kind])
    dialog.setDefaultSuffix(text.EXPORT_SUFFIXES[kind].lstrip("."))
    dialog.selectFile(str(Path(dialog.directory().absolutePath()) / file_name(title, kind)))
    dialog.fileSelected.connect(done)
    dialog.open()


def choose_save(window: QWidget, title: str, name: str, done: Callable[[str], object]) -> None:
    """Ask where to save under this name; an existing file is asked about by the dialog itself."""
    dialog = _dialog(window, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(str(Path(dialog.directory().absolutePath()) / name))
    dialog.fileSelected.connect(done)
    dialog.open()


def _dialog(window: QWidget, title: str) -> QFileDialog:
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(window, title, places[0] if places else "")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
