"""Conversations and their messages, as one thing to hand around."""

from indoors.store.branches import Branches
from indoors.store.conversations import Conversations
from indoors.store.messages import Messages
from indoors.store.search import Search


class Chats(Conversations, Messages, Branches, Search):
    """The tables of a chat. Methods are grouped by file: see the four bases."""
