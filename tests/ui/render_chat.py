# ruff: noqa: E501
"""Pictures of transcript and composer: ``python -m tests.ui.render_chat FOLDER``.

With ``QT_SCALE_FACTOR=2`` at 200 %.
"""

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from indoors.bridge.messages import MessagesModel
from indoors.bridge.progress import Progress
from indoors.core.chat import Draft, Message, MessageState
from indoors.ui.chat.composer import Composer
from indoors.ui.chat.transcript import TranscriptView
from indoors.ui.chat.transcript_answer import AnswerView
from indoors.ui.chat.transcript_question import QuestionView
from indoors.ui.theme import ThemeSource
from tests.ui.chat_samples import answer, attachment, question, report

RESOURCES = Path(__file__).parents[2] / "resources"


class Page(QWidget):
    """The middle of the chat screen, as wide as in the picture."""

    def __init__(self, theme: ThemeSource, messages: list[Message]) -> None:
        super().__init__()
        palette = self.palette()
        palette.setColor(palette.ColorRole.Window, theme.current.color("bg.surface"))
        self.setPalette(palette)
        self.model = MessagesModel(self)
        self.transcript = TranscriptView(self.model, theme, theme.icons, self)
        self.composer = Composer(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.transcript, 1)
        column.addWidget(self.composer)
        self.model.reset_to(messages)


def settle(page: Page) -> None:
    for _ in range(20):
        QApplication.processEvents()
    for view in page.transcript.live.values():
        if isinstance(view, AnswerView):
            view.column.flush()
    QApplication.processEvents()


def save(page: Page, path: Path) -> None:
    page.grab().save(str(path))


def as_pictured() -> list[Message]:
    return [question(0), answer(0), question(1), answer(1)]


def states() -> list[Message]:
    return [
        question(10, "Short?", attachments=(attachment(), attachment("Anhang B.txt")), branch=1, branches=3),
        answer(10, "Yes, and cut", state=MessageState.STOPPED, branch=1, branches=2),
        question(11, "And then?"),
        answer(11, "A partial answer", state=MessageState.INTERRUPTED, report=None, dropped_turns=6),
        question(12, "Go on"),
        answer(12, "", state=MessageState.FAILED, report=None, fault="out_of_memory", facts={"needed_bytes": 9_100_000_000}),
        question(13, "More"),
        answer(13, "It was long", report=report("length")),
    ]  # fmt: skip


def render(folder: Path, theme: ThemeSource, name: str) -> None:
    pictured = Page(theme, as_pictured())
    pictured.resize(668, 748)
    pictured.composer.set_draft(Draft(conversation_id="", text="", attachments=(attachment(),)))
    pictured.show()
    settle(pictured)
    save(pictured, folder / f"chat-{name}.png")
    code = Page(theme, [question(2), answer(2)])
    code.resize(668, 748)
    code.composer.edit.setPlainText("One\ntwo\nthree")
    code.composer.set_busy(True)
    code.show()
    settle(code)
    save(code, folder / f"code-{name}.png")
    all_states = Page(theme, states())
    all_states.resize(668, 900)
    all_states.show()
    settle(all_states)
    save(all_states, folder / f"states-{name}.png")
    live(folder, theme, name)


def live(folder: Path, theme: ThemeSource, name: str) -> None:
    writing = answer(3, "Half a sen", state=MessageState.WRITING, report=None)
    page = Page(theme, [question(3), writing])
    page.resize(668, 420)
    page.show()
    page.transcript.set_progress(Progress(message_id="a3", phase="writing", tokens_per_second=38.4))
    edited = page.transcript.live[0]
    assert isinstance(edited, QuestionView)
    edited.begin_edit()
    settle(page)
    save(page, folder / f"writing-{name}.png")
    empty = answer(3, "", state=MessageState.WRITING, report=None)
    page = Page(theme, [question(3), empty])
    page.resize(668, 300)
    page.show()
    page.transcript.set_progress(
        Progress(message_id="a3", phase="reading", fraction=0.4, seconds_left=4.0)
    )
    settle(page)
    save(page, folder / f"reading-{name}.png")


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme = ThemeSource(app, RESOURCES, "light")
    scale = "" if app.devicePixelRatio() == 1 else f"-{round(app.devicePixelRatio() * 100)}"
    render(folder, theme, f"light{scale}")
    theme.set_mode("dark")
    render(folder, theme, f"dark{scale}")


if __name__ == "__main__":
    main()
