"""Draws the whole window into PNGs, to be held against the design by eye.

    python -m tests.ui.render_window FOLDER

writes ``chat-light-1280x800.png`` and others into FOLDER; ``--scale 2`` draws at 200 %.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from indoors.bridge.progress import Progress
from indoors.core.errors import AppError
from indoors.protocol.engine import Loaded, Memory, ModelFacts
from indoors.protocol.faults import Fault
from indoors.services.engine_state import EngineState
from tests.helpers.windows import Desk, conversation, report, theme_for_tests

ANSWER = """### Notice periods that apply

There are two ways out before the term ends. **Clause 14.2** fits your case, because nothing \
has been breached.

1. Send written notice to the address in clause 18. E-mail alone is not enough.
2. Ask for the handover plan within 10 working days.
3. Settle open invoices before the end date.

| Route | Clause | Notice | Cost |
| --- | --- | --- | --- |
| For convenience | 14.2 | 3 months, to the end of a month | 2 monthly fees |
| After a breach | 14.4 | 30 days to put it right | None |

For the last day in your calendar sheet, with the date notice arrives in B2:

```python
=EOMONTH(B2, 3)
```
"""
TURNS = (
    "We want to end the supplier contract early. Which notice periods apply, and what do we do "
    "first?",
    ANSWER,
    "Would a court see our delay since 12 March as giving up that right?",
    "Probably not, but I am not sure. Clause 16.3 says that waiting is not a waiver. Whether a "
    "court would follow it depends on the law that applies and on recent cases, which I cannot "
    "look up from here.",
)
OTHERS = (
    ("Discharge letter in plain words", 0, 3, 0),
    ("Access request: reply within a month", 0, 5, 3),
    ("Consent form, German to English", 1, 0, 1),
    ("Board minutes: open actions", 1, 1, 2),
    ("Gift policy: what is the limit?", 1, 5, 0),
    ("Lab hire invoice: terms of payment", 3, 0, 1),
    ("Triage leaflet, shorter version", 3, 2, 0),
    ("Retention periods for patient files", 5, 0, 4),
    ("Reply to the landlord about repairs", 5, 3, 0),
    ("Summer schedule", 45, 0, 0),
)
MODEL = ModelFacts(
    path="/models/smollm2.gguf",
    name="SmolLM2 135M",
    architecture="llama",
    quantization="Q4_1",
    parameters=134_515_008,
    file_bytes=98_000_000,
    context_trained=8192,
    context=8192,
    vocabulary=49152,
    template="fixed",
    template_adds="You are a helpful AI assistant named SmolLM, trained by Hugging Face",
    threads=2,
)
MEMORY = Memory(
    model=91_000_000,
    context=188_000_000,
    compute=60_000_000,
    resident=412_000_000,
    peak=430_000_000,
)


def fill(profile: Path) -> str:
    now = datetime.now().astimezone()
    noon = now.replace(hour=14, minute=32, second=0, microsecond=0)
    for title, days, hours, files in OTHERS:
        conversation(profile, title, noon - timedelta(days=days, hours=hours), files=files)
    return conversation(profile, "Notice periods in the supplier contract", noon, TURNS, files=1)


def settle(desk: Desk, seconds: float = 1.2) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)


def show_figures(desk: Desk) -> None:
    """Figures as an engine would have reported them."""
    loaded = Loaded(model=MODEL, memory=MEMORY, load_ms=812.0)
    desk.engine.loaded = loaded
    desk.engine.state = EngineState.READY
    desk.engine.loaded_changed.emit(loaded)
    desk.engine.state_changed.emit(EngineState.READY)
    desk.engine.memory_changed.emit(MEMORY)
    last = desk.chat.messages.message(desk.chat.messages.rowCount() - 1)
    for number in range(12):
        made = report(ttft_ms=120.0 + 31 * (number % 4), tokens_per_second=35 + number % 4)
        desk.live.take_answer(replace(last, report=made))
    second = int(time.monotonic())
    speeds = desk.live._speeds
    for back in (*range(95, 70, -1), *range(40, 30, -1)):
        speeds.put(second - back, 37.0 + back % 3)
    for back in range(119, 0, -1):
        desk.live._loads.put(second - back, 0.08 + 0.6 * (70 < back < 95) + 0.01 * (back % 5))


def shoot(desk: Desk, path: Path, width: int, height: int) -> None:
    desk.window.resize(width, height)
    settle(desk)
    desk.window.grab().save(str(path))
    print(path.name, desk.window.size().toTuple())


def shoot_all(desk: Desk, opened: str, folder: Path, name: str) -> None:
    desk.chat.start()
    desk.window.show()
    settle(desk, 0.5)
    shoot(desk, folder / f"first-{name}.png", 1280, 800)
    desk.chat.open(opened)
    settle(desk)
    show_figures(desk)
    shoot(desk, folder / f"chat-{name}-1280x800.png", 1280, 800)
    shoot(desk, folder / f"chat-{name}-900x700.png", 900, 700)
    shoot(desk, folder / f"chat-{name}-640x400.png", 640, 400)
    desk.window.page.start_search()
    shoot(desk, folder / f"list-over-{name}-640x400.png", 640, 400)
    desk.window.page.panes.close_over()
    desk.window.page.toggle_live()
    shoot(desk, folder / f"live-over-{name}-900x700.png", 900, 700)
    desk.window.page.panes.close_over()
    for part, does in parts(desk).items():
        does()
        shoot(desk, folder / f"{part}-{name}.png", 1280, 800)
        close_all(desk)


def parts(desk: Desk) -> dict[str, Callable[[], object]]:
    window, commands = desk.window, desk.window.page.commands

    def search() -> None:
        window.page.list.search.setText("clause")

    def banner() -> None:
        window.page.list.search.clear()
        error = AppError(Fault.ENGINE_CRASHED, outcome="killed by SIGSEGV")
        window.page.centre.show_error(error)
        desk.chat.deleted.emit("x", "Board minutes: open actions")

    def writing() -> None:
        rows = desk.chat.messages.rowCount()
        last = desk.chat.messages.message(rows - 1)
        desk.chat.busy_changed.emit(True)
        progress = Progress(message_id=last.id, phase="writing", tokens_per_second=37.2)
        desk.chat.progress_changed.emit(progress)

    return {
        "search": search,
        "banner": banner,
        "writing": writing,
        "palette": window.palette_overlay.open,
        "settings": window.show_settings,
        "parameters": commands.edit_parameters,
        "details": commands.show_details,
        "link": lambda: commands.ask_link("https://example.org/a?utm=1&x=%E2%80%AE"),
        "refused": lambda: commands.ask_link("file:///etc/passwd"),
        "shortcuts": window.actions_by_name["shortcuts"].trigger,
    }


def close_all(desk: Desk) -> None:
    from indoors.ui.widgets import ScrimDialog

    window = desk.window
    for dialog in window.findChildren(ScrimDialog):
        dialog.reject()
    window.page.centre.notices.clear()
    if window.palette_overlay.isVisible():
        window.palette_overlay.close_palette()
    window.show_chat()
    settle(desk, 0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(given.scale)
    given.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = theme_for_tests(app)
    with tempfile.TemporaryDirectory() as profile:
        opened = fill(Path(profile))
        for name in given.themes:
            theme.set_mode(name)
            desk = Desk(Path(profile), theme)
            scale = "" if given.scale == 1 else f"-at-{given.scale:g}"
            shoot_all(desk, opened, given.folder, f"{name}{scale}")
            desk.close()
            settle(desk, 0.1)


if __name__ == "__main__":
    main()
