"""The ledger of all that may leave: records, the chain that binds them, and what they add up to.

record    one line, and its canonical form
chain     makes the next line
check     reads lines back and finds what is wrong with them
rows      entries as people see them: one row for one request or refusal
export    a ledger as a signed document, and as CSV
"""

from indoors.core.ledger.chain import Chain, key_id, line_of
from indoors.core.ledger.check import Anchor, Flaw, Reading, read_ledger, read_lines
from indoors.core.ledger.record import Kind, Record, carries_content
from indoors.core.ledger.rows import Book, Decision, Overview, Row, Totals

__all__ = [
    "Anchor",
    "Book",
    "Chain",
    "Decision",
    "Flaw",
    "Kind",
    "Overview",
    "Reading",
    "Record",
    "Row",
    "Totals",
    "carries_content",
    "key_id",
    "line_of",
    "read_ledger",
    "read_lines",
]
