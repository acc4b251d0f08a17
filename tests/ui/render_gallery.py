"""Draws every widget in every state into PNGs, to be held against the design by eye.

    python -m tests.ui.render_gallery FOLDER

writes ``components-light.png``, ``components-dark.png``, ``parts-light.png``, ... into FOLDER.
``--scale 2`` draws at 200 %.
"""

import argparse
import os
from pathlib import Path

from PySide6.QtWidgets import (
    QApplication,
)

from indoors.ui.theme import Mode, ThemeSource
from tests.ui.gallery_components import components
from tests.ui.gallery_parts import dialog, parts
from tests.ui.gallery_sheet import grab

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", default="1")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = chosen.scale
    app = QApplication([])
    source = ThemeSource(app, RESOURCES, "light")
    source.set_reduced_motion(True)
    sheets = {"components": components, "parts": parts, "dialog": dialog}
    suffix = "" if chosen.scale == "1" else f"-{chosen.scale}x"
    modes: tuple[Mode, ...] = ("light", "dark")
    for mode in modes:
        source.set_mode(mode)
        for name, make in sheets.items():
            sheet = make()
            grab(sheet).save(str(chosen.folder / f"{name}-{mode}{suffix}.png"))
            sheet.close()


if __name__ == "__main__":
    main()
