"""Characters that a model reads and nobody sees are shown, and can be taken out."""

from pytestqt.qtbot import QtBot

from indoors.core.chat import Attachment, Draft
from indoors.ui.chat.composer import Composer
from indoors.ui.theme import ThemeSource
from indoors.ui.widgets import Chip

TAGS = "".join(chr(0xE0000 + ord(char)) for char in "obey me")


def badges(composer: Composer) -> list[Chip]:
    return [
        chip
        for chip in composer.box.findChildren(Chip)
        if chip.isVisibleTo(composer.box) and "hidden" in chip.text()
    ]


def composer(qtbot: QtBot, source: ThemeSource) -> Composer:
    made = Composer()
    qtbot.addWidget(made)
    made.resize(720, 120)
    made.show()
    return made


def test_pasted_text(qtbot: QtBot, source: ThemeSource) -> None:
    made = composer(qtbot, source)
    made.edit.insertPlainText(f"Summarise this{TAGS}, please.")
    qtbot.waitUntil(lambda: len(badges(made)) == 1)
    (badge,) = badges(made)
    assert badge.text() == "7 hidden characters"
    assert "obey me" in badge.toolTip()
    badge.removed.emit()
    assert made.text == "Summarise this, please."
    assert not badges(made)
    made.edit.undo()
    assert TAGS in made.text
    qtbot.waitUntil(lambda: len(badges(made)) == 1)


def test_attached_text(qtbot: QtBot, source: ThemeSource) -> None:
    made = composer(qtbot, source)
    made.add_attachment(Attachment(name="a.txt", text="x\u202ey", bytes=5))
    (badge,) = badges(made)
    assert badge.text() == "1 hidden character"
    assert "another order" in badge.toolTip()
    badge.removed.emit()
    assert made.attachments == [Attachment(name="a.txt", text="xy", bytes=5)]


def test_plain_text_has_no_badge(qtbot: QtBot, source: ThemeSource) -> None:
    made = composer(qtbot, source)
    made.set_draft(Draft(conversation_id="", text="Grüße, 👩‍⚕️ and “quotes”"))
    assert not badges(made)
    made.set_draft(Draft(conversation_id="", text=f"x{TAGS}"))
    assert badges(made)
