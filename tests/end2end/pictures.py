"""Takes README's pictures from the real program on a virtual screen, with real answers.

    python -m tests.end2end.pictures FOLDER --model FILE

Needs Xvfb, xdotool and ImageMagick.
"""

import argparse
import tempfile
import time
from functools import partial
from pathlib import Path

from indoors.core.chat import Parameters
from indoors.core.settings import Appearance, ChatDefaults, EngineChoice
from indoors.protocol.engine import Sampling
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from tests.helpers.desktop import Window, screen, wait_for, welcomed
from tests.helpers.keys import KEY

QUESTIONS = (
    "What is a notice period? Answer in two sentences.",
    "Compare a fixed-term and an open-ended contract in a Markdown table with three rows.",
    "Write a spreadsheet formula for the last day of the month three months after B2.",
)
ANSWERED = "select count(*) from message where role = 'assistant' and state = 'done'"


def prepare(profile: Path, model: Path, theme: str) -> None:
    """A profile that is past its first run and uses this model."""
    welcomed(profile)
    sampling = Sampling(temperature=0, max_tokens=220)
    path = str(model.absolute())
    with open_profile(Paths.of(profile), KEY) as store:
        store.settings.save("appearance", Appearance(theme=theme))  # type: ignore[arg-type]
        store.settings.save("chat", ChatDefaults(parameters=Parameters(sampling=sampling)))
        store.settings.save("engine", EngineChoice(model_path=path, recent_models=(path,)))


def answered(window: Window, count: int) -> bool:
    return window.rows(ANSWERED) == [(count,)]


def chat(display: str, profile: Path, target: Path) -> None:
    with Window(display, profile) as window:
        time.sleep(2)
        window.focus()
        for number, question in enumerate(QUESTIONS, 1):
            window.type(question)
            window.key("Return")
            wait_for(partial(answered, window, number), 180)
        time.sleep(2)
        window.picture(target)


def models(display: str, profile: Path, target: Path) -> None:
    with Window(display, profile) as window:
        time.sleep(3)
        window.focus()
        window.key("ctrl+4")
        time.sleep(4)
        window.picture(target)


def first_run(display: str, profile: Path, target: Path) -> None:
    with Window(display, profile) as window:
        time.sleep(12)
        window.picture(target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, screen() as display:
        for theme in ("light", "dark"):
            profile = Path(place) / theme / "profile"
            prepare(profile, options.model, theme)
            chat(display, profile, options.folder / f"chat-{theme}.png")
        models(display, Path(place) / "light" / "profile", options.folder / "models.png")
        first = Path(place) / "first" / "profile"
        first.mkdir(parents=True)
        first_run(display, first, options.folder / "first-run.png")


if __name__ == "__main__":
    main()
