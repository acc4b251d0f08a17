"""What a database holds, in numbers that can be compared: rows and a digest for each table."""

import hashlib
import hmac

from msgspec import Struct

from indoors.store.driver import Database
from indoors.store.key import Key


class TableContents(Struct, frozen=True):
    rows: int
    digest: str


Contents = dict[str, TableContents]
"""By table; the schema itself is one of them."""

_TABLES = "select name from sqlite_master where type = 'table' and rootpage > 0 order by name"


def contents(db: Database, key: Key | None = None) -> Contents:
    """Read every row of every table, the search index's own among them.

    With a key the digests are HMACs: whoever has none cannot check a guess against them.
    """
    secret = key.derived("contents") if key is not None else b""
    names = ["sqlite_master", *(row[0] for row in db.execute(_TABLES))]
    return {name: _table(db, name, secret) for name in names}


def _table(db: Database, name: str, secret: bytes) -> TableContents:
    if name == "sqlite_master":
        statement = "select type, name, tbl_name, sql from sqlite_master order by type, name"
    else:
        statement = f'select * from "{name}" order by {_order(db, name)}'  # noqa: S608
    digest = hmac.new(secret, digestmod=hashlib.sha256)
    count = 0
    for row in db.execute(statement):
        for value in row:
            data = value if isinstance(value, bytes) else str(value).encode()
            digest.update(b"%s %d " % (type(value).__name__.encode(), len(data)))
            digest.update(data)
        count += 1
    return TableContents(count, digest.hexdigest())


def _order(db: Database, name: str) -> str:
    """By the primary key where there is one: rows without keep their rowid's order."""
    columns = db.execute(f'pragma table_info("{name}")').fetchall()
    keys = sorted((column[5], column[1]) for column in columns if column[5])
    return ", ".join(f'"{column}"' for _, column in keys) or "rowid"
