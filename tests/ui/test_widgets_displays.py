"""Widgets that show something."""

import pytest
from pytestqt.qtbot import QtBot

from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import (
    Badge,
    Button,
    Elided,
    EmptyState,
    ErrorBlock,
    Gauge,
    Label,
    MemoryBar,
    MemoryPart,
    ModelPicker,
    PickerState,
    ProgressBar,
    Provenance,
    Shield,
    ShieldState,
    Sparkline,
)
from tests.ui.seeing import picture, said_name

DECORATION = {"IconView", "Mark", "Card", "Sheet"}
GIB = 1024**3


def test_elided_shows_what_fits_and_tells_the_rest(source: ThemeSource, qtbot: QtBot) -> None:
    label = Elided("Notice periods in the supplier contract")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.show()
    assert (label.shown, label.toolTip()) == (label.text, "")
    label.resize(120, 20)
    assert label.shown.endswith("…")
    assert label.toolTip() == said_name(label) == "Notice periods in the supplier contract"
    label.set_text("Short")
    assert (label.shown, label.toolTip()) == ("Short", "")


def test_a_label_breaks_lines_and_never_reads_markup(source: ThemeSource, qtbot: QtBot) -> None:
    label = Label("<b>Your text is safe.</b> Another program took memory.", wrap=True)
    qtbot.addWidget(label)
    assert label.heightForWidth(2000) == 20
    assert label.heightForWidth(150) >= 3 * 20
    assert said_name(label).startswith("<b>")


def test_a_wrapped_label_gets_all_its_lines_in_a_layout(source: ThemeSource, qtbot: QtBot) -> None:
    block = ErrorBlock("It did not fit.", "Your text is safe. " * 8, ("Try again",))
    qtbot.addWidget(block)
    block.resize(300, block.heightForWidth(300))
    block.show()
    for label in block.findChildren(Label):
        assert label.height() >= label.heightForWidth(label.width())


def test_an_error_tells_which_action_was_taken(source: ThemeSource, qtbot: QtBot) -> None:
    block = ErrorBlock("It did not fit.", "Your text is safe.", ("Use a smaller one", "Try again"))
    qtbot.addWidget(block)
    second = block.findChildren(Button)[1]
    with qtbot.waitSignal(block.triggered) as caught:
        second.click()
    assert caught.args == ["Try again"]
    with pytest.raises(ValueError, match="two actions"):
        ErrorBlock("a", "b", ("1", "2", "3"))


def test_details_open_and_close(source: ThemeSource, qtbot: QtBot) -> None:
    block = ErrorBlock("The engine stopped.", "Your chat is safe.", (), "killed by SIGSEGV")
    qtbot.addWidget(block)
    block.show()
    details = next(w for w in block.findChildren(Label) if w.text() == "killed by SIGSEGV")
    button = block.findChild(Button)
    assert isinstance(button, Button)
    assert not details.isVisible()
    button.click()
    assert details.isVisible()
    assert button.text() == "Hide details"
    button.click()
    assert not details.isVisible()


def test_an_empty_state_offers_its_one_button(source: ThemeSource, qtbot: QtBot) -> None:
    state = EmptyState("files", "No files yet", "Drop files here.", "Add files")
    qtbot.addWidget(state)
    (button,) = state.findChildren(Button)
    with qtbot.waitSignal(state.triggered):
        button.click()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ShieldState.INDOORS, "Indoors: 0 bytes have left this device today"),
        (ShieldState.SOME_LEFT, "1.9 KB left this device today, with your OK"),
        (ShieldState.SEALED, "Sealed: nothing can leave"),
        (ShieldState.NOT_ENFORCED, "The system does not enforce isolation here"),
        (ShieldState.FAULT, "Protection stopped. Cloud and downloads are off"),
    ],
)
def test_the_shield_says_its_state(
    source: ThemeSource, qtbot: QtBot, state: ShieldState, words: str
) -> None:
    shield = Shield()
    qtbot.addWidget(shield)
    shield.set_state(state, bytes_left=1_912)
    assert said_name(shield) == words
    assert shield.toolTip()
    full = shield.sizeHint().width()
    shield.set_compact(True)
    assert shield.sizeHint().width() < full


def test_progress_says_its_share(source: ThemeSource, qtbot: QtBot) -> None:
    bar = ProgressBar("Reading")
    qtbot.addWidget(bar)
    bar.set_fraction(0.4)
    assert bar.fraction == pytest.approx(0.4)
    bar.set_fraction(7)
    assert bar.fraction == 1


def test_gauges_say_value_and_unit(source: ThemeSource, qtbot: QtBot) -> None:
    gauge = Gauge("Graphics memory")
    qtbot.addWidget(gauge)
    gauge.set_memory(round(6.8 * GIB), 8 * GIB)
    assert said_name(gauge) == "Graphics memory, 6.8 of 8.0 gigabytes"
    bar = MemoryBar("Main memory", legend=True)
    qtbot.addWidget(bar)
    bar.set_parts([MemoryPart("Model", 5 * GIB), MemoryPart("Context", GIB)], 8 * GIB)
    assert said_name(bar) == "Main memory, 6.0 of 8.0 gigabytes"
    assert bar.accessibleDescription() == "Model 5.0, Context 1.0"


def test_a_sparkline_gives_last_lowest_and_highest(source: ThemeSource, qtbot: QtBot) -> None:
    line = Sparkline("Speed", slots=4)
    qtbot.addWidget(line)
    assert said_name(line) == "Speed: no values yet"
    line.set_values([99.0, 3.0, None, 38.0, 21.0])
    assert said_name(line) == "Speed: last 21, lowest 3, highest 38"


@pytest.mark.parametrize("values", [[0.0] * 9, [None] * 9, [5.0], [None, 2.0, None, 2.0]])
def test_a_sparkline_draws_odd_series(
    source: ThemeSource, qtbot: QtBot, values: list[float | None]
) -> None:
    for kind in ("line", "bars"):
        line = Sparkline("Speed", kind=kind)
        qtbot.addWidget(line)
        line.set_values(values)
        assert not picture(line).isNull()


def test_the_picker_says_what_is_loaded(source: ThemeSource, qtbot: QtBot) -> None:
    picker = ModelPicker()
    qtbot.addWidget(picker)
    assert said_name(picker) == "Choose a model"
    used, total = round(6.8 * GIB), 8 * GIB
    picker.set_state(PickerState("Qwen3 8B", "Q4_K_M", loaded=True, used=used, total=total))
    words = "Model Qwen3 8B, Q4_K_M, loaded, memory, 6.8 of 8.0 gigabytes"
    assert said_name(picker) == words
    wide = picker.sizeHint().width()
    picker.set_compact(True)
    assert picker.sizeHint().width() < wide / 2
    picker.set_state(PickerState("gpt-oss 20B", out_of_memory=True))
    assert said_name(picker) == "Model gpt-oss 20B, not loaded, out of memory"


def test_badges_and_provenance_change_their_words(source: ThemeSource, qtbot: QtBot) -> None:
    badge, dot = Badge("Idle", outlined=True), Provenance("Measured")
    for widget in (badge, dot):
        qtbot.addWidget(widget)
    badge.set_text("Writing")
    badge.set_tone("indoor")
    dot.set_state("Estimated", measured=False)
    assert (said_name(badge), said_name(dot)) == ("Writing", "Estimated")
