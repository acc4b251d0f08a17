"""Words about the encryption of the profile, its recovery phrase, and its backups."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from indoors.services.vault import KeySource, VaultStatus
from indoors.store.backup import DAILY, Copy
from indoors.ui.text.numbers import day, size_bytes

ENCRYPTED: Final = "Encrypted on this disk"
_ENCRYPTED: Final = (
    "Conversations, drafts, attached files, the search index and settings are encrypted "
    "(AES-256). Models are not: they are public files."
)
_WHERE: Final = {
    KeySource.KEYRING: "The key is in the keyring of this computer.",
    KeySource.PHRASE: "Your recovery phrase opened them.",
    KeySource.GIVEN: "The key was given when Indoors was started.",
}
SESSION: Final = (
    "Nothing of this session is kept: its key is only in memory, and is forgotten when Indoors "
    "is closed."
)

PHRASE: Final = "Recovery phrase"
_PHRASE_NONE: Final = (
    "Not set. If the keyring of this computer is lost, so are the conversations: set a phrase, "
    "and keep it where you keep what must not get lost."
)
_PHRASE_SET: Final = "Set {day}. It opens the conversations where the keyring cannot."
SET: Final = "Set a phrase…"
CHANGE: Final = "Change…"
CHECK: Final = "Check…"

REMEMBER: Final = "Open without asking"
REMEMBER_BODY: Final = (
    "The key stays in the keyring of this computer. Off: Indoors asks for the recovery phrase at "
    "each start."
)

BACKUPS: Final = "Daily backups"
_BACKUPS_BODY: Final = (
    "Made once a day when something has changed, compared row by row, and encrypted with the same "
    "key. The last seven are kept."
)
_LATEST: Final = "Latest: {when}, {size}."
_NO_BACKUP: Final = "None yet."
BACK_UP_NOW: Final = "Back up now"
BACKING_UP: Final = "Backing up…"
RESTORE: Final = "Restore…"
BACKED_UP: Final = "Backup made and checked"

WHOLE: Final = "Whole profile in one file"
WHOLE_BODY: Final = (
    "For another computer, or to keep elsewhere: encrypted under a phrase you choose for it. "
    "Models are not in it."
)
EXPORT: Final = "Export…"
IMPORT: Final = "Import…"
EXPORTED: Final = "Profile exported and checked"
EXPORT_TITLE: Final = "Export the profile"
IMPORT_TITLE: Final = "Import a profile"
FILTER: Final = "Indoors profiles (*.indoors-profile)"
FILE_NAME: Final = "Indoors {day}.indoors-profile"

REPLACED_BODY: Final = (
    "What a restore or an import replaced is kept, too: the last three databases, in the folder "
    "“backups”."
)
_REPLACED: Final = "There: {count}, {size}."

DELETED: Final = (
    "A deleted conversation is overwritten in the database at the next start. Backups made before "
    "keep it until they are replaced, after up to seven days of use. “Delete for good…”, in the "
    "menu of a conversation, takes it out of the backups, too. An SSD may keep old blocks longer "
    "than any program can reach; they are encrypted like the rest."
)

ERASE_TITLE: Final = "Delete for good?"
_ERASE_WHAT: Final = "“{title}”, with its files and its draft. This cannot be undone."
ERASE_BODY: Final = (
    "It is taken out of the database at once, and the file is written anew. Figures of its "
    "answers, such as tokens and energy, stay; they hold none of its text.",
    "It is taken out of the backups, too; everything else in them can still be restored. A backup "
    "that is damaged, and a database replaced by a restore that holds it, are removed whole.",
    "What you exported or copied elsewhere stays. An SSD may keep old blocks longer than any "
    "program can reach; they are encrypted under the key of this profile.",
)
ERASE_DO: Final = "Delete for good"
ERASE_KEEP: Final = "Keep it"
ERASING: Final = "Deleting…"
ERASE_WRITING: Final = "An answer in it is still ending. Try again in a moment."
ERASED: Final = "Conversation deleted for good"

# ---- dialogs ----------------------------------------------------------------------------

SET_TITLE: Final = "Recovery phrase"
SET_SUBTITLE: Final = (
    "Whoever has it, and this disk, can read your conversations. Write it down; it is shown "
    "only now."
)
SET_FIELD: Final = "Phrase"
SET_AGAIN: Final = "Type it once more, from what you wrote down"
SUGGEST: Final = "Suggest another"
COPY: Final = "Copy"
SET_DO: Final = "Set the phrase"
SETTING: Final = "Setting…"
WAS_SET: Final = "Recovery phrase set"

CHECK_TITLE: Final = "Check the recovery phrase"
CHECK_SUBTITLE: Final = "To be sure that what you wrote down is right."
CHECK_DO: Final = "Check"
CHECKING: Final = "Checking…"
RIGHT: Final = "This is the recovery phrase."
WRONG: Final = "This is not the recovery phrase."

EXPORT_SUBTITLE: Final = "Choose a phrase for this file. It is needed to import it."
EXPORT_DO: Final = "Choose where…"
IMPORT_SUBTITLE: Final = (
    "It takes the place of everything here. What is here now is kept in the folder “backups”."
)
IMPORT_PHRASE: Final = "Phrase of the file"
IMPORT_DO: Final = "Import"
IMPORTING: Final = "Importing…"
IMPORTED: Final = "Profile imported"

RESTORE_TITLE: Final = "Restore a backup"
RESTORE_SUBTITLE: Final = (
    "The backup is checked, then takes the place of everything here. What is here now is kept in "
    "the folder “backups”."
)
RESTORE_DO: Final = "Restore"
RESTORING: Final = "Restoring…"
RESTORED: Final = "Backup restored"
NO_COPIES: Final = "There is no backup yet."
CANCEL: Final = "Cancel"
CLOSE: Final = "Close"

_LABELS: Final = {DAILY: "Daily backup", "encrypted": "When the profile was encrypted"}


def encryption(status: VaultStatus) -> str:
    """Say what is encrypted, and where the key is."""
    if status.source is KeySource.SESSION:
        return SESSION
    return f"{_ENCRYPTED} {_WHERE[status.source]}"


def phrase(status: VaultStatus, today: date) -> str:
    """Say whether there is a recovery phrase."""
    if status.phrase_set_ms is None:
        return _PHRASE_NONE
    at = datetime.fromtimestamp(status.phrase_set_ms / 1000, UTC).astimezone().date()
    return _PHRASE_SET.format(day="today" if at == today else f"on {day(at, today)}")


def backups(copies: Sequence[Copy], now: datetime) -> str:
    """Say how backups are made, and when the last one was."""
    if not copies:
        return f"{_BACKUPS_BODY} {_NO_BACKUP}"
    latest = copies[0]
    said = _LATEST.format(when=when(latest, now), size=size_bytes(latest.bytes))
    return f"{_BACKUPS_BODY} {said}"


def replaced(copies: Sequence[Copy]) -> str:
    """Say what is kept of databases that were replaced, and by which rule."""
    if not copies:
        return REPLACED_BODY
    size = size_bytes(sum(copy.bytes for copy in copies))
    return f"{REPLACED_BODY} {_REPLACED.format(count=len(copies), size=size)}"


def erase_what(title: str) -> str:
    """Name what is to be deleted for good."""
    return _ERASE_WHAT.format(title=title)


def erased_from(backups: int) -> str:
    """Say from where else it was taken."""
    if not backups:
        return ""
    return "Taken out of a backup, too" if backups == 1 else f"Taken out of {backups} backups, too"


def when(copy: Copy, now: datetime) -> str:
    """Return ``today 14:05`` or ``Mon 16 Nov 09:00``."""
    at, today = copy.made.astimezone(), now.astimezone().date()
    named = "today" if at.date() == today else day(at.date(), today)
    return f"{named} {at:%H:%M}"


def kind(copy: Copy) -> str:
    """Name what a backup was made for, and its size."""
    label = _LABELS.get(copy.label, "Before an update of Indoors")
    return f"{label}, {size_bytes(copy.bytes)}"
