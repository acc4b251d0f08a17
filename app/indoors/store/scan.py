"""Search without the index, for what it cannot split into words.

Chinese, Japanese and Thai write no spaces, and an emoji is no letter: to the index a
whole sentence is one word, or none. Such a query is compared letter by letter.
"""

import unicodedata

from indoors.core.chat import SearchHit
from indoors.store.driver import Database

_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")

BEFORE, AFTER = 24, 72
"""Characters of an excerpt on either side of the match."""

_SCAN = """
    select c.id, null, c.title, 1 as is_title, c.updated_ms
        from conversation c
        where c.deleted_ms is null and instr(c.title, :query)
    union all
    select m.conversation_id, m.id, m.text, 0, m.created_ms
        from message_finished f join message m using (seq)
        join conversation c on c.id = m.conversation_id
        where c.deleted_ms is null and instr(m.text, :query)
    union all
    select m.conversation_id, m.id, iif(instr(a.name, :query), a.name, a.text), 0, m.created_ms
        from attachment a join message m on m.id = a.message_id
        join conversation c on c.id = m.conversation_id
        where c.deleted_ms is null and (instr(a.name, :query) or instr(a.text, :query))
    order by is_title desc, 5 desc
"""


def is_unsplit(query: str) -> bool:
    """Tell whether the index would be of no use for this query."""
    visible = [letter for letter in query if not letter.isspace()]
    if not any(map(str.isalnum, visible)):
        return any(unicodedata.category(letter) == "So" for letter in visible)
    return any(unicodedata.name(letter, "").startswith(_UNSPACED) for letter in visible)


def search(db: Database, query: str, limit: int) -> list[SearchHit]:
    """Return the latest hit of each conversation: titles first, then the latest first."""
    needle = query.strip().replace("\0", "").encode("utf-8", "replace").decode()
    best: dict[str, SearchHit] = {}
    for conversation_id, message_id, text, _, _ in db.execute(_SCAN, {"query": needle}):
        if conversation_id not in best:
            best[conversation_id] = SearchHit(
                conversation_id=conversation_id,
                message_id=message_id,
                excerpt=_excerpt(text, needle),
            )
        if len(best) == limit:
            break
    return list(best.values())


def _excerpt(text: str, needle: str) -> str:
    start = text.index(needle)
    end = start + len(needle)
    first, last = max(0, start - BEFORE), min(len(text), end + AFTER)
    return (
        ("…" if first else "")
        + f"{text[first:start]}\x02{needle}\x03{text[end:last]}"
        + ("…" if last < len(text) else "")
    )
