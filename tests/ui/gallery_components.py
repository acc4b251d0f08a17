"""The components in their states, as in the design's picture 10."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
)

from indoors.ui.widgets import (
    Badge,
    Button,
    Card,
    Chip,
    EmptyState,
    ErrorBlock,
    IconView,
    KeyHint,
    Label,
    Menu,
    Notice,
    ProgressBar,
    Provenance,
    SearchField,
    Shield,
    ShieldState,
    Toast,
    Toggle,
)
from tests.ui.gallery_sheet import Sheet


def components() -> Sheet:
    sheet = Sheet()
    for draw in (_buttons, _chips, _inputs, _toasts, _error, _empty, _palette, _menus):
        draw(sheet)
    return sheet


def _buttons(sheet: Sheet) -> None:
    sheet.panel("Buttons: normal, hover, pressed, focus, disabled", 28, 20, 396, 242)
    sheet.put(Button("Download", kind="primary"), 45, 58)
    hovered = sheet.put(Button("Download", kind="primary"), 146, 58)
    pressed = sheet.put(Button("Download", kind="primary"), 247, 58)
    assert isinstance(hovered, Button)
    hovered.show_hover(on=True)
    assert isinstance(pressed, Button)
    pressed.setDown(True)
    sheet.ring(sheet.put(Button("Download", kind="primary"), 48, 100))
    sheet.put(Button("Download", kind="primary"), 154, 100).setEnabled(False)
    sheet.put(Button("Import…"), 45, 144)
    hovered = sheet.put(Button("Import…"), 135, 144)
    assert isinstance(hovered, Button)
    hovered.show_hover(on=True)
    sheet.ring(sheet.put(Button("Import…"), 227, 144))
    sheet.put(Button("Send once", kind="outside", icon="arrow-square-out"), 45, 186)
    sheet.put(Button("Skip", kind="ghost"), 171, 186)
    sheet.put(Button("Delete", kind="danger", icon="trash"), 236, 186)


def _chips(sheet: Sheet) -> None:
    sheet.panel("Chips, badges, provenance", 442, 20, 396, 242)
    sheet.put(Chip("Installed 3"), 459, 58)
    chosen = Chip("Fits 5")
    chosen.setCheckable(True)
    chosen.setChecked(True)
    sheet.put(chosen, 547, 58)
    sheet.put(Chip("Contract.pdf", icon="file-pdf", removable=True), 607, 58)
    sheet.put(Badge("Fits", tone="indoor", icon="check-circle-fill"), 459, 93)
    sheet.put(Badge("Tight", tone="caution", icon="warning-circle-fill"), 516, 93)
    sheet.put(Badge("Too big", tone="danger", icon="x-circle-fill"), 582, 93)
    sheet.put(Badge("Close wording"), 660, 93)
    sheet.put(Provenance("Measured"), 459, 126)
    sheet.put(Provenance("Estimated", measured=False), 535, 126)
    shield = sheet.put(Shield(), 459, 156)
    assert isinstance(shield, Shield)
    shield.set_state(ShieldState.INDOORS, text="Indoors: 0 bytes have left this device")
    shield.resize(shield.sizeHint())
    left = sheet.put(Shield(), 459, 196)
    assert isinstance(left, Shield)
    left.set_state(ShieldState.SOME_LEFT, bytes_left=1_912)
    left.resize(left.sizeHint())


def _inputs(sheet: Sheet) -> None:
    sheet.panel("Inputs and progress", 856, 20, 396, 242)
    sheet.put(SearchField("Search"), 873, 58, 362)
    sheet.ring(sheet.put(QLineEdit("notice period"), 873, 100, 362, 32))
    wrong = QLineEdit("12,4 GB")
    wrong.setProperty("error", True)
    sheet.put(wrong, 873, 142, 362, 32)
    sheet.put(IconView("warning-circle", ink="danger.text", size=14), 873, 179)
    sheet.put(Label("Use a whole number of gigabytes.", role="small", ink="danger.text"), 892, 177)
    sheet.put(Toggle("Keep", on=True), 873, 208)
    sheet.put(Toggle("Keep"), 921, 208)
    ticked = QCheckBox()
    ticked.setChecked(True)
    sheet.put(ticked, 969, 210, 16, 16)
    sheet.put(QCheckBox(), 999, 210, 16, 16)
    progress = ProgressBar("Download")
    progress.set_fraction(0.62)
    sheet.put(progress, 1029, 215, 206, 6)


def _toasts(sheet: Sheet) -> None:
    sheet.panel("Toasts: bottom right, 360 wide, at most two", 28, 276, 396, 214)
    done = Notice("Qwen3 8B is ready", "SHA-256 verified. 38 tok/s measured.", action="Use it")
    sheet.put(Toast(done, sheet), 45, 314, 362, 60)
    gone = Notice("Conversation deleted", icon="trash", positive=False, action="Undo")
    sheet.put(Toast(gone, sheet), 45, 382, 362, 42)


def _error(sheet: Sheet) -> None:
    sheet.panel("Error in place: what happened, what is safe, what to do", 442, 276, 396, 214)
    block = ErrorBlock(
        "The model did not fit into memory.",
        "Your text is safe. Another program took 3.1 GB of graphics memory since the model "
        "was loaded.",
        ("Use Gemma 3 4B", "Try again"),
    )
    sheet.put(block, 459, 314, 362)


def _empty(sheet: Sheet) -> None:
    sheet.panel("Empty state: one line why, one action", 856, 276, 396, 214)
    state = EmptyState(
        "files",
        "No files in this library yet",
        "Drop PDF, Word, Excel or text files here.\nThey are read and indexed on this computer.",
        "Add files",
        action_icon="plus",
    )
    sheet.put(state, 873, 312, 362, 146)


def _palette(sheet: Sheet) -> None:
    look = {"fill": "bg.subtle"}
    sheet.panel("Command palette, Ctrl K: 600 wide, 96 from the top", 28, 504, 810, 276, **look)
    sheet.put(Card(border="border.strong", radius="dialog"), 133, 542, 600, 204)
    sheet.put(IconView("magnifying-glass", ink="text.tertiary", size=18), 149, 556)
    sheet.put(Label("su", role="read"), 177, 555)
    sheet.put(Card(fill="border.default", border=None, radius="badge"), 134, 588, 598, 1)
    sheet.put(Card(fill="bg.selected", border=None, radius="control"), 140, 595, 586, 36)
    rows = (
        ("text-align-left", "Summarize a file", "Ctrl Shift S"),
        ("chat-circle-text", "Supplier contract: notice periods", "chat"),
        ("gauge", "Measure speed again", "Models"),
        ("lock-key", "Turn on sealed mode", "Privacy"),
    )
    for index, (icon, text, keys) in enumerate(rows):
        y = 595 + 36 * index
        ink = "indoor.text" if index == 0 else "text.tertiary"
        sheet.put(IconView(icon, ink=ink, size=16), 152, y + 10)
        sheet.put(Label(text), 178, y + 8)
        hint = KeyHint(keys)
        sheet.put(hint, 714 - hint.sizeHint().width(), y + 9)


def _menus(sheet: Sheet) -> None:
    sheet.panel("Menus and tooltip", 856, 504, 396, 276)
    menu = Menu("Answer")
    rows = (("Copy answer", "copy", "Ctrl+Shift+C"), ("Answer again", "arrow-clockwise", "Ctrl+R"))
    more = (("Good answer", "thumbs-up", "Ctrl+]"), ("Poor answer", "thumbs-down", "Ctrl+["))
    for text, icon, keys in rows + more:
        menu.add(text, icon=icon, keys=QKeySequence(keys))
    menu.setActiveAction(menu.actions()[0])
    menu.setWindowFlags(Qt.WindowType.Widget)
    sheet.put(menu, 873, 542)
    tip = Card(fill="bg.tooltip", border=None, radius="control")
    sheet.put(tip, 1095, 542, 140, 46)
    words = Label("Time until the first\nword appeared", role="small", ink="text.onTooltip")
    sheet.put(words, 1105, 547)
    sheet.put(KeyHint("Ctrl N"), 873, 688)
    sheet.put(Label("New chat", role="small", ink="text.secondary"), 925, 688)
    sheet.put(KeyHint("Ctrl L"), 989, 688)
    sheet.put(Label("Live panel", role="small", ink="text.secondary"), 1040, 688)
