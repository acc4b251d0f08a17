"""The frame of the chat screen as in picture 02, and what no picture shows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSlider,
    QSpinBox,
)

from indoors.ui.widgets import (
    Badge,
    Banner,
    Button,
    Chip,
    Elided,
    IconButton,
    Label,
    MemoryBar,
    MemoryPart,
    ModelPicker,
    NavRail,
    PickerState,
    ScrimDialog,
    SearchField,
    Segmented,
    Shield,
    ShieldState,
    Sparkline,
    Toggle,
)
from tests.ui.gallery_sheet import Sheet


def parts() -> Sheet:
    """The chat screen's frame and the rest of the widgets, where the design has them."""
    sheet = Sheet()
    for draw in (_rail, _top_bar, _live_panel, _middle, _fields):
        draw(sheet)
    return sheet


def _rail(sheet: Sheet) -> None:
    rail = NavRail()
    for key, icon, label in (
        ("chat", "chat-circle-text", "Chat"),
        ("documents", "files", "Documents"),
        ("compare", "columns", "Compare"),
        ("models", "cube", "Models"),
        ("insights", "chart-line-up", "Insights"),
        ("privacy", "shield-check", "Privacy"),
    ):
        rail.add(key, icon, label)
    rail.add("settings", "gear-six", "Settings", at_bottom=True)
    rail.set_working("documents", working=True)
    sheet.put(rail, 0, 0, 72, 800)


def _top_bar(sheet: Sheet) -> None:
    sheet.put(Label("Chat", role="heading"), 92, 15)
    picker = ModelPicker()
    state = PickerState("Qwen3 8B", "Q4_K_M", loaded=True, used=_gib(6.8), total=_gib(8))
    picker.set_state(state)
    sheet.put(picker, 477, 10)
    shield = Shield()
    shield.set_state(ShieldState.INDOORS)
    sheet.put(shield, 846, 10)
    sheet.put(Button("Ctrl K", size="small"), 1174, 13)
    live = IconButton("pulse", "Live panel", side=32)
    live.setCheckable(True)
    live.setChecked(True)
    sheet.put(live, 1236, 10)


def _live_panel(sheet: Sheet) -> None:
    sheet.put(Badge("Idle", outlined=True), 1043, 64)
    sheet.put(IconButton("pause", "Pause"), 1211, 60)
    sheet.put(IconButton("caret-double-right", "Hide the live panel"), 1246, 60)
    speed = [0.0] * 25 + [36.0, 38, 38.9, 38.5, 38, 37, 37, 36, 36, 36, 36, 36] + [0.0] * 48
    speed += [36.0, 37, 38, 37, 36, 37] + [0.0] * 29
    line = Sparkline("Speed")
    line.set_values(speed)
    sheet.put(line, 1134, 130)
    bars = Sparkline("Time to first token", kind="bars", slots=12)
    bars.set_values([142.0, 110, 132, 84, 124, 108, 165, 120, 108, 134, 112, 165])
    sheet.put(bars, 1134, 198)
    watts = Sparkline("Power", ink="chart.3")
    watts.set_values([25 + value * 2.5 + index % 3 for index, value in enumerate(speed)])
    sheet.put(watts, 1134, 265)
    memory = MemoryBar("Graphics memory", legend=True)
    shares = (("Model", 5.0), ("Context", 1.2), ("Other", 0.6))
    memory.set_parts([MemoryPart(name, _gib(used)) for name, used in shares], _gib(8))
    sheet.put(memory, 1005, 600, 259)
    main = MemoryBar("Main memory")
    main.set_parts([MemoryPart("Model", _gib(1.6)), MemoryPart("Context", _gib(8))], _gib(32))
    sheet.put(main, 1005, 660, 259)


def _middle(sheet: Sheet) -> None:
    search = SearchField("Search", keys="Ctrl F", quiet=True)
    sheet.put(search, 84, 64, 183)
    sheet.put(IconButton("note-pencil", "New chat", side=32, kind="outlined"), 275, 64)
    options = [("7", "7 days"), ("30", "30 days"), ("365", "1 year"), ("all", "All time")]
    segmented = Segmented("Period", options)
    segmented.set_current("30")
    sheet.put(segmented, 352, 64)
    sheet.put(
        Banner("The engine stopped. Your conversation is safe.", actions=("Restart",)),
        352,
        104,
        604,
    )
    sheet.put(Banner("A stored setting was not usable.", tone="neutral"), 352, 152, 604)
    y = 200
    for state in ShieldState:
        shield = Shield()
        shield.set_state(state, bytes_left=1_912)
        sheet.put(shield, 352, y)
        y += 40
    for index, picker_state in enumerate(
        (
            PickerState(),
            PickerState("Gemma 3 4B", "Q4_K_M", used=_gib(7.6), total=_gib(8)),
            PickerState("gpt-oss 20B", "MXFP4", out_of_memory=True),
        )
    ):
        picker = ModelPicker()
        picker.set_state(picker_state)
        sheet.put(picker, 352, 410 + 40 * index)


def _fields(sheet: Sheet) -> None:
    box = QComboBox()
    box.addItems(["Follow the system", "Light", "Dark"])
    sheet.put(box, 352, 540, 200, 32)
    number = QSpinBox()
    number.setMaximum(99_999)
    number.setValue(4096)
    sheet.put(number, 562, 540, 120, 32)
    sheet.put(QPlainTextEdit("You are a careful assistant."), 692, 540, 264, 60)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(40)
    sheet.put(slider, 352, 586, 200, 20)
    for index, text in enumerate(("Light", "Dark")):
        radio = QRadioButton(text)
        radio.setAutoExclusive(False)
        radio.setChecked(index == 0)
        sheet.put(radio, 562 + 70 * index, 584)
    ticked = QCheckBox("Ask before links")
    ticked.setTristate(True)
    ticked.setCheckState(Qt.CheckState.PartiallyChecked)
    sheet.put(ticked, 352, 616)
    off = QCheckBox("Not now")
    off.setEnabled(False)
    sheet.put(off, 502, 616)
    for index, kind in enumerate(("primary", "secondary", "outside", "ghost", "danger")):
        button = Button("Keep it indoors", kind=kind, size="large")  # type: ignore[arg-type]
        sheet.put(button, 352 + 125 * index, 650)
    sheet.put(IconButton("arrow-up", "Send", side=32, kind="primary"), 352, 700)
    disabled = IconButton("arrow-up", "Send", side=32, kind="primary")
    disabled.setEnabled(False)
    sheet.put(disabled, 392, 700)
    sheet.put(Elided("Notice periods in the supplier contract", weight=600), 440, 706, 180)
    sheet.put(Chip("Ask the cloud…", icon="cloud-arrow-up", kind="outside"), 640, 704)
    sheet.put(Toggle("Off"), 780, 706).setEnabled(False)


def dialog() -> Sheet:
    sheet = parts()
    asked = ScrimDialog(sheet, "Open this link?", subtitle="It opens in your browser.")
    asked.body.addWidget(QLineEdit("https://example.org/a/long/path?with=parameters"))
    asked.add_button("Open", answer="accept")
    asked.add_button("Stay here", kind="primary", answer="reject", default=True)
    sheet.show()
    asked.open()
    return sheet


def _gib(count: float) -> int:
    return round(count * 1024**3)
