"""The style sheet, made from the tokens of one theme.

In the text below ``@token`` stands for a colour, ``@hairline`` for a border's width and
``@field.up`` or ``@field.down`` for an arrow.
Controls that Qt cannot draw as designed paint themselves, see ``ui/widgets``.
"""

import re
from pathlib import Path

from indoors.ui.theme.tokens import Theme

_TOKEN = re.compile(r"@([a-z]+(?:\.[a-zA-Z0-9]+)?)")


def style_sheet(theme: Theme, icons: Path) -> str:
    """The whole sheet, to be set on the application once per theme."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name.startswith("field."):
            # Qt wants a file here, and reads its colours as they are: one per theme.
            file = icons / f"{name.replace('.', '-')}-{theme.name}.svg"
            return f'url("{file.as_posix()}")'
        return f"{theme.hairline}px" if name == "hairline" else theme.hex(name)

    return _TOKEN.sub(value, _SHEET)


# Rules without a property selector cost least: Qt matches each of them against every widget.
_SHEET = """
QMainWindow, QDialog { background: @bg.window; }
QToolTip {
    background: @bg.tooltip; color: @text.onTooltip; border: 0; border-radius: 6px;
    padding: 1px 4px; font-size: 12px;
}
QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: @bg.surface; color: @text.primary; border: @hairline solid @border.control;
    border-radius: 6px; padding: 6px 9px;
    selection-background-color: @indoor.base; selection-color: @text.onAccent;
    placeholder-text-color: @text.tertiary;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled,
QComboBox:disabled {
    background: @bg.subtle; color: @text.disabled; border-color: @border.default;
}
QLineEdit[error="true"], QSpinBox[error="true"], QDoubleSpinBox[error="true"],
QPlainTextEdit[error="true"] { border-color: @danger.base; }
QLineEdit[quiet="true"] { border-color: @border.strong; }
QSpinBox, QDoubleSpinBox { padding: 5px 22px 4px 9px; }
QSpinBox::up-button, QDoubleSpinBox::up-button {
    subcontrol-origin: border; subcontrol-position: top right; width: 20px; border: 0;
}
QSpinBox::down-button, QDoubleSpinBox::down-button {
    subcontrol-origin: border; subcontrol-position: bottom right; width: 20px; border: 0;
}
QComboBox { padding-right: 24px; }
QComboBox:hover { background: @bg.hover; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: @field.down; width: 12px; height: 12px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: @field.up; width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: @field.down; width: 10px; height: 10px;
}
QComboBox QAbstractItemView {
    background: @bg.surface; border: @hairline solid @border.strong; padding: 4px;
    selection-background-color: @bg.selected; selection-color: @text.primary; outline: 0;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border-radius: 6px; }
QComboBox QAbstractItemView::item:hover { background: @bg.hover; color: @text.primary; }
QComboBox QAbstractItemView::item:selected { background: @bg.selected; color: @text.primary; }
QPushButton {
    background: @bg.surface; color: @text.primary; border: @hairline solid @border.strong;
    border-radius: 6px; padding: 7px 14px; font-weight: 500;
}
QPushButton:hover { background: @bg.hover; }
QPushButton:pressed { background: @bg.pressed; }
QPushButton:disabled {
    background: @bg.subtle; color: @text.disabled; border-color: @border.default;
}
QCheckBox, QRadioButton { spacing: 8px; color: @text.primary; }
QCheckBox:disabled, QRadioButton:disabled { color: @text.disabled; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; }
QSlider::groove:horizontal { height: 4px; background: @track; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @indoor.base; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: @bg.surface; border: 1px solid @border.control;
}
QSlider::handle:horizontal:hover { border-color: @indoor.base; }
QMenu {
    background: @bg.surface; color: @text.primary; border: @hairline solid @border.strong;
    border-radius: 8px; padding: 5px;
}
QMenu::item { border-radius: 6px; padding: 7px 9px 7px 9px; min-height: 16px; }
QMenu::item:selected { background: @bg.hover; }
QMenu::item:disabled { color: @text.disabled; }
Menu::item { padding: 7px 0; }
QMenu::icon { padding-left: 9px; }
QMenu::separator { height: 1px; background: @border.default; margin: 5px 4px; }
QListView, QTreeView, QTableView {
    background: transparent; border: 0; outline: 0;
    selection-background-color: @bg.selected; selection-color: @text.primary;
}
QScrollArea { background: transparent; border: 0; }
QTextBrowser { background: transparent; border: 0; color: @text.primary; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @border.strong; border-radius: 3px; margin: 3px; }
QScrollBar::handle:hover { background: @border.control; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @border.default; }
QHeaderView::section {
    background: @bg.subtle; color: @text.secondary; border: 0;
    border-bottom: 1px solid @border.default; padding: 0 12px; font-size: 12px; font-weight: 500;
}
"""
