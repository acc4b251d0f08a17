"""The key that opens a profile's database: where it is kept, and the ways to it.

The database is encrypted with 256 random bits, the key. They are in the system's keyring,
and wrapped in ``keys.json`` under the user's recovery phrase, or one of the two. Neither a
new phrase nor another keyring changes the key, so older backups stay readable.
"""

from indoors.services.vault.vault import KeySource, Vault, VaultStatus

__all__ = ["KeySource", "Vault", "VaultStatus"]
