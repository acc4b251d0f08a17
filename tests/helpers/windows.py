"""The whole window over a real store, and conversations to put into it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from indoors.core.chat import Attachment, Message, MessageState, Role
from indoors.main import Indoors, window_of
from indoors.protocol.engine import Report
from indoors.services.isolation import Isolation
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.services.secrets import Secrets
from indoors.ui.theme import ThemeSource
from tests.helpers.keys import KEY, open_vault

WAIT_MS = 30_000


class Desk(QObject):
    """Everything of the app except its main loop."""

    def __init__(
        self, profile: Path, theme: ThemeSource, isolation: Isolation | None = None
    ) -> None:
        super().__init__()
        paths = Paths.of(profile)
        self.theme = theme
        secrets = Secrets(paths.data)
        self.indoors = Indoors(open_vault(profile), secrets, isolation)
        self.tasks, self.settings = self.indoors.tasks, self.indoors.settings
        self.engine, self.answer = self.indoors.engine, self.indoors.answer
        self.chat, self.live = self.indoors.chat, self.indoors.live
        self.window = window_of(self.indoors, paths, theme)

    def settle(self, qtbot: QtBot) -> None:
        """Wait until everything asked of the store is done and shown."""
        with qtbot.waitCallback(timeout=WAIT_MS) as called:
            self.tasks.run(lambda _: None, called)

    def open(self, qtbot: QtBot, conversation_id: str) -> None:
        """Open a conversation as a click on its row does."""
        with qtbot.waitSignal(self.chat.opened, timeout=WAIT_MS):
            self.window.page.open(conversation_id)
        self.settle(qtbot)

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.indoors.close()
        self.indoors.deleteLater()
        self.deleteLater()


@contextmanager
def desk(qtbot: QtBot, profile: Path, theme: ThemeSource) -> Iterator[Desk]:
    """The window, shown and started; it is gone afterwards."""
    made = Desk(profile, theme)
    try:
        made.window.resize(1280, 800)
        made.window.show()
        qtbot.waitExposed(made.window)
        with qtbot.waitSignal(made.chat.draft_loaded, timeout=WAIT_MS):
            made.chat.start()
        made.settle(qtbot)
        yield made
    finally:
        made.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def theme_for_tests(app: QApplication, mode: str = "light") -> ThemeSource:
    resources = Path(__file__).parents[2] / "resources"
    return ThemeSource(app, resources, "dark" if mode == "dark" else "light")


def report(**changes: object) -> Report:
    """A report with plausible figures."""
    figures: dict[str, object] = {
        "model": "SmolLM2 135M",
        "prompt_tokens": 1204,
        "reused_tokens": 980,
        "generated_tokens": 212,
        "load_ms": 812.0,
        "prefill_ms": 131.0,
        "decode_ms": 5600.0,
        "ttft_ms": 140.0,
        "tokens_per_second": 37.4,
        "stop_reason": "end",
        "seed": 421_337,
        "context": 2048,
        "peak_memory": 412_000_000,
        "mean_logprob": -0.41,
        "min_logprob": -3.2,
        "mean_entropy": 0.92,
    }
    return Report(**{**figures, **changes})  # type: ignore[arg-type]


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def conversation(
    profile: Path, title: str, at: datetime, turns: Sequence[str] = (), *, files: int = 0
) -> str:
    """Put a conversation into the profile's store: turns alternate, the user first."""
    with open_profile(Paths.of(profile), KEY) as store:
        made = store.chats.create(title=title, now_ms=ms(at))
        parent: str | None = None
        attachments = tuple(
            Attachment(name=f"file {n}.txt", text="text", bytes=4) for n in range(files)
        )
        for number, text in enumerate(turns or (title,)):
            user = number % 2 == 0
            message = Message(
                id=f"{made.id}-{number}",
                conversation_id=made.id,
                parent_id=parent,
                role=Role.USER if user else Role.ASSISTANT,
                text=text,
                state=MessageState.DONE,
                created_ms=ms(at),
                attachments=attachments if number == 0 else (),
            )
            store.chats.add(message)
            if not user:
                store.chats.finish(
                    message.id,
                    text=text,
                    state=MessageState.DONE,
                    report=report(),
                    model="SmolLM2 135M",
                )
            parent = message.id
    return made.id
