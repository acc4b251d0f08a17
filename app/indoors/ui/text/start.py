"""Words of the window that stands in place of the window: a key or a backup is needed first."""

from typing import Final

OPENING: Final = "Opening your conversations…"
KEYRING_ASKS: Final = (
    "The keyring of this computer may be asking for its password, in a window of its own."
)

PHRASE: Final = "Recovery phrase"
OPEN: Final = "Open"

SETUP_TITLE: Final = "How should your conversations be locked?"
SETUP_BODY: Final = (
    "Indoors keeps everything encrypted. This computer has no keyring that could hold the key, "
    "so choose a phrase: you will be asked for it at each start. Nobody can open your "
    "conversations without it, and nobody can tell you what it was."
)
SETUP_PHRASE: Final = "Phrase, at least 12 characters"
SETUP_AGAIN: Final = "The same once more"
SETUP_CREATE: Final = "Use this phrase"
SETUP_SESSION: Final = "Keep nothing"
SETUP_SESSION_TIP: Final = (
    "Indoors opens with an empty profile and forgets everything when it is closed."
)
DIFFERENT: Final = "The two are not the same."
TOO_SHORT: Final = "Use at least 12 characters."

SHOW: Final = "Show"
HIDE: Final = "Hide"
SHOW_TIP: Final = "Show what is typed"
