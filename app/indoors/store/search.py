"""Search over titles, messages and attached files."""

from typing import Any

from indoors.core.chat import SearchHit
from indoors.store import rows, scan
from indoors.store.driver import Database
from indoors.store.family import TableFamily

_Hit = tuple[str, str | None, float, str]  # conversation, message, bm25, excerpt

CONSIDERED = 5000
"""Of a very common word only this many matches, the newest, are looked at, newest first.

To rank them, every place of each word would have to be counted, in the whole history.
"""

MOST_WORDS = 32
"""Of a pasted page as a query the first words suffice, and SQLite limits an expression."""

# bm25 is computed for the newest matches only. snippet() cannot stand beside a window
# function, and would be spent on rows that are not shown: hence a second look at the
# index. The plus keeps SQLite from asking the index anew for each row.
_MESSAGES = """
    with matches(seq, score) as materialized (
        select rowid, iif(:ranked, rank, -1.0) from message_fts where message_fts match :query
        order by rowid desc limit :considered
    )
    select seq, conversation_id, message_id, score from (
        select matches.seq, score, c.id as conversation_id, m.id as message_id,
            row_number() over (partition by c.id order by score, m.seq desc) as place
        from matches cross join message m on m.seq = matches.seq
        cross join conversation c on c.id = m.conversation_id
        where c.deleted_ms is null
    ) where place = 1 order by score, seq desc limit :limit
"""

_COUNT = """
    select count(*) from
        (select 1 from message_fts where message_fts match :query limit :considered)
"""

_EXCERPTS = """
    select rowid, snippet(message_fts, 0, char(2), char(3), '…', 16)
    from message_fts where message_fts match :query and rowid between :first and :last
        and +rowid in (select value from json_each(:chosen))
"""

_TITLES = """
    select c.id, null, f.rank, snippet(conversation_fts, 0, char(2), char(3), '…', 32)
    from conversation_fts f join conversation c on c.seq = f.rowid
    where conversation_fts match :query and c.deleted_ms is null
    order by c.updated_ms desc limit :limit
"""

_FILES = """
    select m.conversation_id, m.id, f.rank,
        snippet(attachment_fts, -1, char(2), char(3), '…', 16)
    from attachment_fts f join attachment a on a.seq = f.rowid
    join message m on m.id = a.message_id join conversation c on c.id = m.conversation_id
    where attachment_fts match :query and c.deleted_ms is null
    order by f.rowid desc limit :limit
"""


class Search(TableFamily):
    def search(self, query: str, limit: int = 200) -> list[SearchHit]:
        """Return the best hit of each conversation: titles first, then by relevance.

        All words must occur in one place (a title, a message, a file); the last may be
        the beginning of a word if it has two letters (what begins with one letter is
        nearly everything). Any text is a query; one that says nothing finds nothing.
        What the index cannot split into words is looked for letter by letter (``scan``).
        """
        with self._connection.reading() as db:
            if scan.is_unsplit(query):
                return scan.search(db, query, limit)
            words = [word for word in query.split() if any(map(str.isalnum, word))]
            words = words[:MOST_WORDS]
            return _ranked(db, _expression(words), limit) if words else []


def _expression(words: list[str]) -> str:
    """Write the words as FTS5 strings, in which nothing has a meaning but the quote."""
    quoted = ['"' + _plain(word).replace('"', '""') + '"' for word in words]
    return " ".join(quoted) + ("*" if len(words[-1]) > 1 else "")


def _plain(word: str) -> str:
    return word.replace("\0", "").encode("utf-8", "replace").decode()


def _ranked(db: Database, expression: str, limit: int) -> list[SearchHit]:
    given = {"query": expression, "limit": limit, "considered": CONSIDERED}
    titles = db.execute(_TITLES, given).fetchall()
    texts = _in_messages(db, given) + db.execute(_FILES, given).fetchall()
    texts.sort(key=lambda row: float(row[2]))  # bm25: the lower, the better
    best: dict[str, SearchHit] = {}
    for conversation_id, message_id, _, excerpt in titles + texts:
        hit = SearchHit(conversation_id=conversation_id, message_id=message_id, excerpt=excerpt)
        best.setdefault(conversation_id, hit)
    return list(best.values())[:limit]


def _in_messages(db: Database, given: dict[str, Any]) -> list[_Hit]:
    (count,) = db.execute(_COUNT, given).fetchone()
    best = db.execute(_MESSAGES, given | {"ranked": count < CONSIDERED}).fetchall()
    if not best:
        return []
    chosen = [row[0] for row in best]
    place = {"first": min(chosen), "last": max(chosen), "chosen": rows.to_json(chosen)}
    excerpts = dict(db.execute(_EXCERPTS, given | place).fetchall())
    return [
        (conversation, message, score, excerpts[seq]) for seq, conversation, message, score in best
    ]
