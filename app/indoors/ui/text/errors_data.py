"""What went wrong with the data folder, with a file of the user, or inside the app."""

from typing import Final

from indoors.protocol.faults import Fault
from indoors.ui.text.error_words import (
    CONVERSATIONS_SAFE,
    TEXT_SAFE,
    ErrorWords,
    Facts,
    WordsTable,
    file_name,
    size_of,
)


def _disk_full(facts: Facts) -> ErrorWords:
    free = facts.get("free_bytes")
    left = f" ({size_of(free)} left)" if isinstance(free, int | float) else ""
    return ErrorWords(
        f"The disk is full{left}, so nothing more can be saved.",
        "All that was saved before is safe.",
        "Free some space on the disk, then try again.",
        actions=("retry", "show_folder"),
    )


def _disk_nearly_full(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The disk is nearly full.",
        "What you write is still saved: Indoors has given up the space that it held back for this.",
        "Free some space on the disk soon.",
    )


def _disk_failed(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The disk reported an error while the file with your conversations was read or written.",
        "What was saved before was left as it is.",
        "Check that the disk is connected and has room, then try again. If it happens again, "
        "copy the data folder to another disk.",
        actions=("retry", "show_folder"),
    )


def _folder_read_only(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"Indoors may not write into its data folder {file_name(facts, '')}".rstrip() + ".",
        "Nothing was changed.",
        "Allow writing there, or start Indoors with another folder: indoors --profile FOLDER.",
        actions=("retry", "show_folder"),
    )


def _database_locked(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "Another program is using the file with your conversations.",
        CONVERSATIONS_SAFE,
        "Close the other program (a backup, or a database viewer), then try again.",
        actions=("retry",),
    )


def _database_damaged(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The file with your conversations is damaged and was not opened.",
        "It was left as it is.",
        "Restore a backup: the window offers those in the folder “backups”. Or start with another "
        "folder: indoors --profile FOLDER.",
        actions=("show_folder",),
    )


def _database_missing(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "The file with your conversations is not where it was.",
        "Its backups are there.",
        "Restore one of them, or put the file back and try again.",
        actions=("show_folder",),
    )


def _backup_damaged(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The backup {file_name(facts, '')}".rstrip() + " is damaged and was not used.",
        "Nothing was changed.",
        "Choose another backup.",
    )


def _archive_failed(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The copy of your profile could not be written to {file_name(facts, 'the file')}.",
        CONVERSATIONS_SAFE,
        "Choose another folder, or check that there is space and that you may write there.",
    )


def _archive_not_one(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{file_name(facts, 'The file')} is not a profile that Indoors exported.",
        "Nothing was changed.",
        "Choose a file whose name ends in .indoors-profile.",
    )


def _archive_damaged(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{file_name(facts, 'The file')} is damaged or incomplete.",
        "Nothing was changed.",
        "Copy it again from where it came, and try once more.",
    )


def _database_newer(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "Your conversations were saved by a newer version of Indoors.",
        "They are safe and were not touched.",
        "Start the newer version, or start with another folder: indoors --profile FOLDER.",
    )


def _migration_failed(facts: Facts) -> ErrorWords:
    backup = facts.get("backup")
    where = f" The backup is {backup}." if backup else ""
    return ErrorWords(
        "Your conversations could not be brought into the form this version needs.",
        f"They were put back as they were.{where}",
        "Go on with the version you had before, and report the problem with its details.",
        actions=("show_folder",),
    )


def _already_running(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "Indoors is already open with this data folder.",
        CONVERSATIONS_SAFE,
        "Its window was brought to the front.",
    )


def _file_unreadable(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"{file_name(facts, 'The file')} could not be read.",
        TEXT_SAFE,
        "Check that the file is still there and that you may read it.",
    )


_KINDS: Final = {
    "sound": ("is a sound recording", "Write out what was said, and ask about that."),
    "video": ("is a video", "Write down what matters in it, and ask about that."),
    "pdf": ("is a PDF document", "Copy the passage that matters, and paste it."),
    "office": (
        "is an office document",
        "Save it as plain text, or paste the passage that matters.",
    ),
    "archive": ("is an archive of files", "Unpack it, and attach the text files in it."),
    "model": ("is a model file", "Import it on the models screen."),
}


def _file_not_text(facts: Facts) -> ErrorWords:
    kind = str(facts.get("kind", ""))
    what, todo = _KINDS.get(kind, ("is not a text file", ""))
    means = "" if not todo else " and cannot be read as text"
    return ErrorWords(
        f"{file_name(facts, 'The file')} {what}{means}.",
        TEXT_SAFE,
        todo or "Attach plain text, such as .txt, .md, .csv or source code.",
    )


def _picture_not_seen(facts: Facts) -> ErrorWords:
    who = facts.get("model", "the model in use")
    return ErrorWords(
        f"{file_name(facts, 'This')} is a picture, and {who} can read text only.",
        TEXT_SAFE,
        "Write what matters in the picture into your question. This version has no model that "
        "looks at pictures.",
    )


def _file_too_large(facts: Facts) -> ErrorWords:
    size, limit = facts.get("bytes"), facts.get("limit")
    sizes = f" It has {size_of(size)}, and at most {size_of(limit)} fit." if size and limit else ""
    return ErrorWords(
        f"{file_name(facts, 'The file')} is too large to attach.{sizes}",
        TEXT_SAFE,
        "Attach a smaller file, or paste the part that matters.",
    )


def _export_failed(facts: Facts) -> ErrorWords:
    return ErrorWords(
        f"The conversation could not be saved as {file_name(facts, 'a file')}.",
        CONVERSATIONS_SAFE,
        "Choose another folder, or check that there is space and that you may write there.",
        actions=("save_elsewhere",),
    )


_BOOKS: Final = {
    "older": ("is older than the prices in use", "Choose a newer one."),
    "newer": (
        "was made for a newer version of Indoors",
        "Choose one for this version, or update Indoors.",
    ),
}


def _price_book_unusable(facts: Facts) -> ErrorWords:
    what, todo = _BOOKS.get(
        str(facts.get("reason", "")),
        ("is damaged, or no price book", "Copy it again from where it came, or choose another."),
    )
    name = file_name(facts, "").strip()
    return ErrorWords(
        f"The price book {name} {what}.".replace("  ", " "),
        "It is not used; your own prices and those of Indoors stay as they are.",
        todo,
    )


def _bug(_facts: Facts) -> ErrorWords:
    return ErrorWords(
        "Something went wrong inside Indoors.",
        CONVERSATIONS_SAFE,
        "Go on, or start Indoors again. If it happens again, report it with the details.",
    )


WORDS: Final[WordsTable] = {
    Fault.DISK_FULL: _disk_full,
    Fault.DISK_NEARLY_FULL: _disk_nearly_full,
    Fault.DISK_FAILED: _disk_failed,
    Fault.FOLDER_READ_ONLY: _folder_read_only,
    Fault.DATABASE_LOCKED: _database_locked,
    Fault.DATABASE_DAMAGED: _database_damaged,
    Fault.DATABASE_MISSING: _database_missing,
    Fault.BACKUP_DAMAGED: _backup_damaged,
    Fault.ARCHIVE_FAILED: _archive_failed,
    Fault.ARCHIVE_NOT_ONE: _archive_not_one,
    Fault.ARCHIVE_DAMAGED: _archive_damaged,
    Fault.DATABASE_NEWER: _database_newer,
    Fault.MIGRATION_FAILED: _migration_failed,
    Fault.ALREADY_RUNNING: _already_running,
    Fault.FILE_UNREADABLE: _file_unreadable,
    Fault.FILE_NOT_TEXT: _file_not_text,
    Fault.PICTURE_NOT_SEEN: _picture_not_seen,
    Fault.FILE_TOO_LARGE: _file_too_large,
    Fault.EXPORT_FAILED: _export_failed,
    Fault.PRICE_BOOK_UNUSABLE: _price_book_unusable,
    Fault.BUG: _bug,
}
