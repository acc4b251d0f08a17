"""Draws the Insights screen into PNGs, to be held against the design by eye.

    python -m tests.ui.render_insights FOLDER [--scale 2] [--theme dark]

The history is written by the store; its figures are those of ``tests.helpers.history``.
"""

import argparse
import os
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from indoors.ui.money_dialog import MoneyDialog
from indoors.ui.widgets import ScrimDialog
from tests.helpers.history import fill
from tests.helpers.windows import Desk, theme_for_tests


def settle(seconds: float = 0.8) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.01)


def shoot_all(desk: Desk, part: str, folder: Path, name: str) -> None:
    window, insights = desk.window, desk.indoors.insights
    window.show()
    desk.indoors.history.start()
    window.show_insights()

    def shoot(what: str, width: int = 1280, height: int = 800) -> None:
        window.resize(width, height)
        settle()
        window.grab().save(str(folder / f"insights-{part}{what}-{name}.png"))

    shoot("")
    if part != "full":
        return
    shoot("-900", 900, 700)
    shoot("-640", 640, 400)
    page = window.pages.insights
    for card in (page.energy, page.money, page.ttft):
        card.switch.click()
    shoot("-tables")
    for card in (page.energy, page.money, page.ttft):
        card.switch.click()
    insights.set_range("1y")
    shoot("-year")
    desk.indoors.money.set_electricity("DEU", "EUR", Decimal("0.31"))
    desk.settings.update("money", seat_price=Decimal(25))
    page.break_even.form.fields["people"].setValue(6)
    page.break_even.form.fields["hardware"].setValue(329)
    shoot("-plan")
    page.break_even._claims()
    shoot("-claims")
    _close(desk)
    MoneyDialog(window, desk.indoors.money).open()
    shoot("-basis")
    shoot("-basis-640", 640, 400)
    _close(desk)
    page.refresh()
    window.pages.insights.break_even.stack.setFocus()
    shoot("-plan-640", 640, 400)


def _close(desk: Desk) -> None:
    for dialog in desk.window.findChildren(ScrimDialog):
        dialog.reject()
    settle(0.2)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--theme", default="light")
    options = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = options.scale
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme = theme_for_tests(app, options.theme)
    name = f"{options.theme}-{options.scale}x"
    options.folder.mkdir(parents=True, exist_ok=True)
    for part in ("empty", "unmetered", "full"):
        with tempfile.TemporaryDirectory() as made:
            profile = Path(made) / "profile"
            if part != "empty":
                fill(profile, metered=part == "full")
            desk = Desk(profile, theme)
            shoot_all(desk, part, options.folder, name)
            desk.close()
            settle(0.2)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
