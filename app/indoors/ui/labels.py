"""Labels that do not begin at the left."""

from PySide6.QtCore import Qt

from indoors.ui.widgets import Label


def centred(label: Label) -> Label:
    """Centre the label's lines."""
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    return label


def at_right(label: Label) -> Label:
    """Let the label's lines end at the right."""
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return label
