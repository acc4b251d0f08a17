"""What is kept of answers when they are gone: figures of each, and what each day took."""

import logging
from decimal import Decimal
from typing import Any

import msgspec

from indoors.core.energy.answer import AnswerEnergy
from indoors.core.insights.record import Answered, EnergyDay, answered
from indoors.core.money.saving import Saving
from indoors.store import rows
from indoors.store.driver import Database
from indoors.store.family import TableFamily

log = logging.getLogger(__name__)

_PLAIN = (
    "at_ms", "message_id", "model", "place", "task", "continued", "prompt_tokens",
    "reused_tokens", "previous_tokens", "seconds_since", "script", "generated_tokens", "ttft_ms",
    "tokens_per_second", "prefill_ms", "decode_ms",
)  # fmt: skip
_COLUMNS = ", ".join((*_PLAIN, "energy", "likely", "hosted"))

_SELECT = f"select {_COLUMNS} from answer_history"  # noqa: S608 - constants

# Answers whose figures were saved when the program ended before they came here: the last ones.
_MISSING = """
    select m.created_ms, m.id, m.model, m.report from message m
    where m.role = 'assistant' and m.report is not null
        and m.created_ms >= (select coalesce(max(at_ms), 0) from answer_history) - :back
        and not exists (select 1 from answer_history h where h.message_id = m.id)
    order by m.created_ms, m.seq
"""
# The answer above an answer: between them is the question.
_BEFORE = f"""
    {_SELECT} where message_id = (
        select q.parent_id from message m join message q on q.id = m.parent_id where m.id = ?
    ) order by seq desc limit 1
"""  # noqa: S608 - constants
_BACK_MS = 7 * 24 * 3600 * 1000

_energy = msgspec.json.Decoder(AnswerEnergy)
_saving = msgspec.json.Decoder(Saving)
_day = msgspec.json.Decoder(EnergyDay)


class History(TableFamily):
    # ---- answers --------------------------------------------------------------------------

    def add(self, given: Answered) -> Answered:
        """Keep an answer. What is added for a message that is there already continues it."""
        with self._connection.writing() as db:
            before = db.execute(
                "select 1 from answer_history where message_id = ? limit 1", (given.message_id,)
            ).fetchone()
            kept = msgspec.structs.replace(given, continued=before is not None)
            db.table("answer_history").insert(_record(kept))
        return kept

    def fill(self) -> int:
        """Take over what the last messages tell that is not here; return how many they were."""
        with self._connection.writing() as db:
            found = db.execute(_MISSING, {"back": _BACK_MS}).fetchall()
            for at_ms, message_id, model, stored in found:
                report = rows.report(stored)
                if report is not None:
                    made = answered(report, at_ms=at_ms, message_id=message_id, model=model)
                    made = made.after(_before(db, message_id))
                    db.table("answer_history").insert(_record(made))
        return len(found)

    def before(self, message_id: str) -> Answered | None:
        """Return the answer that the conversation had before this one, if its figures are here."""
        with self._connection.reading() as db:
            return _before(db, message_id)

    def answers(self, since_ms: int | None = None, *, whole: bool = False) -> list[Answered]:
        """Return the answers asked for since then, the oldest first; ``None`` is all.

        Unless ``whole``, savings come without what they were computed from, in a third of
        the time.
        """
        statement = f"{_SELECT} where at_ms >= ? order by at_ms, seq"
        with self._connection.reading() as db:
            found = db.execute(statement, (-(2**62) if since_ms is None else since_ms,)).fetchall()
        return [_answered(row, whole=whole) for row in found]

    def page(self, after: int, limit: int) -> tuple[list[Answered], int]:
        """Return the next answers in the order they came, and the place to go on from."""
        statement = f"select seq, {_COLUMNS} from answer_history where seq > ? order by seq limit ?"  # noqa: S608
        with self._connection.reading() as db:
            found = db.execute(statement, (after, limit)).fetchall()
        rows_found = [_answered(row[1:], whole=False) for row in found]
        return rows_found, found[-1][0] if found else after

    def earliest_ms(self) -> int | None:
        """Return when the first answer was asked for; ``None`` if there is none."""
        with self._connection.reading() as db:
            row = db.execute("select min(at_ms) from answer_history").fetchone()
        return None if row[0] is None else int(row[0])

    # ---- days -----------------------------------------------------------------------------

    def add_energy(self, more: EnergyDay) -> None:
        """Add to what a day took beside its answers."""
        with self._connection.writing() as db:
            before = _energy_day(db, more.day)
            day = more if before is None else before.plus(more)
            row = {"day": more.day, "value": rows.to_json(day)}
            db.table("energy_day").upsert(row, pk="day")

    def energy_days(self, since: str = "") -> list[EnergyDay]:
        """Return the days from ``since`` on (ISO 8601), in order."""
        with self._connection.reading() as db:
            found = db.execute(
                "select value from energy_day where day >= ? order by day", (since,)
            ).fetchall()
        return [day for row in found if (day := rows.lenient(_day, row[0], None)) is not None]


def _before(db: Database, message_id: str) -> Answered | None:
    row = db.execute(_BEFORE, (message_id,)).fetchone()
    return None if row is None else _answered(row)


_OF_CONVERSATION = f"""
    {_SELECT} where message_id in (select id from message where conversation_id = ?) order by seq
"""  # noqa: S608 - constants


def taken(db: Database, conversation_id: str) -> dict[str, Answered]:
    """Return the figures of a conversation's answers; of one in parts, the last part's."""
    found = db.execute(_OF_CONVERSATION, (conversation_id,)).fetchall()
    rows_found = [_answered(row) for row in found]
    return {row.message_id: row for row in rows_found if row.message_id is not None}


def _energy_day(db: Database, day: str) -> EnergyDay | None:
    row = db.execute("select value from energy_day where day = ?", (day,)).fetchone()
    return None if row is None else rows.lenient(_day, row[0], None)


def _record(given: Answered) -> dict[str, object]:
    record: dict[str, object] = {name: getattr(given, name) for name in _PLAIN}
    record["continued"] = int(given.continued)
    record["energy"] = rows.to_json(given.energy)
    for name in ("likely", "hosted"):
        saving = getattr(given, name)
        record[name] = None if saving is None else rows.to_json(saving)
    return record


def _answered(row: tuple[Any, ...], *, whole: bool = True) -> Answered:
    plain = dict(zip(_PLAIN, row, strict=False))
    plain["continued"] = bool(plain["continued"])
    energy, likely, hosted = row[len(_PLAIN) :]
    return Answered(
        **plain,
        energy=_energy_of(energy),
        likely=_saving_of(likely, whole=whole),
        hosted=_saving_of(hosted, whole=whole),
    )


def _energy_of(stored: str) -> AnswerEnergy:
    return rows.lenient(_energy, stored, AnswerEnergy())


def _saving_of(stored: str | None, *, whole: bool = True) -> Saving | None:
    if stored is None:
        return None
    if whole:
        return rows.lenient(_saving, stored, None)
    amounts = rows.lenient(_amounts, stored, None)
    return None if amounts is None else Saving(**msgspec.structs.asdict(amounts))


class _Amounts(msgspec.Struct):
    """A saving without its inputs."""

    comparator: str
    price_book: str
    currency: str
    price: Decimal
    price_low: Decimal
    price_high: Decimal
    price_uncached: Decimal
    electricity: Decimal | None = None
    amount: Decimal | None = None
    amount_low: Decimal | None = None
    amount_high: Decimal | None = None


_amounts = msgspec.json.Decoder(_Amounts)
