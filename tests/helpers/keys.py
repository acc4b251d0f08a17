"""The key of every database that a test makes."""

from indoors.store.key import Key

KEY = Key(bytes(range(32)))
