"""What a user can ask for in a transcript."""

from PySide6.QtCore import QObject, Signal


class TranscriptEvents(QObject):
    """One per transcript: every message speaks through it. Ids are message ids."""

    copy_requested = Signal(str)
    regenerate_requested = Signal(str)
    edit_requested = Signal(str, str)  # id, new text
    branch_requested = Signal(str, int)  # id, -1 or 1
    continue_requested = Signal(str)
    retry_requested = Signal(str)
    error_action_requested = Signal(str, str)  # id, key of an action in ui/text/errors
    details_requested = Signal(str)
    link_activated = Signal(str)  # the whole address: ask before opening it

    # Between a message and its transcript.
    resized = Signal(object)  # the message's widget
    selection_began = Signal(object)  # TextView
