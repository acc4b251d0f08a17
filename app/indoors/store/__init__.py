"""Everything that is kept, and the only SQL of the project."""

from indoors.store.key import Key
from indoors.store.store import Store

__all__ = ["Key", "Store"]
