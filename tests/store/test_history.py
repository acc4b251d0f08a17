"""Figures of answers: kept when the answers go, and taken over from older profiles."""

from decimal import Decimal
from pathlib import Path

from indoors.core.chat import MessageState, Role
from indoors.core.energy.answer import AnswerEnergy, Grade
from indoors.core.insights.record import Answered, EnergyDay
from indoors.core.money.saving import Saving
from indoors.store import Store, driver
from indoors.store.database import APPLICATION_ID
from indoors.store.driver import Database, Migrations
from indoors.store.erase import erase
from indoors.store.migrations import SCHEMA
from tests.helpers.keys import KEY
from tests.store.samples import REPORT, add, conversation_with

ENERGY = AnswerEnergy(
    grade=Grade.MEASURED,
    prefill_j=12.5,
    decode_j=100.25,
    half_width_j=7.0,
    seconds=1.5,
    idle_w=11.0,
    sources=("package-0",),
)
SAVING = Saving(
    comparator="gpt-5",
    price_book="ab" * 32,
    currency="USD",
    price=Decimal("0.00275"),
    price_low=Decimal("0.0026"),
    price_high=Decimal("0.0029"),
    price_uncached=Decimal("0.003"),
    electricity=Decimal("0.000054"),
    amount=Decimal("0.002696"),
    amount_low=Decimal("0.0025"),
    amount_high=Decimal("0.0028"),
)


def given(**changes: object) -> Answered:
    figures: dict[str, object] = {
        "at_ms": 5_000,
        "model": "Tiny",
        "prompt_tokens": 31,
        "reused_tokens": 12,
        "previous_tokens": 20,
        "seconds_since": 60,
        "script": "latin",
        "generated_tokens": 57,
        "ttft_ms": 131.0,
        "tokens_per_second": 63.3,
        "prefill_ms": 120.5,
        "decode_ms": 900.25,
        "energy": ENERGY,
        "likely": SAVING,
        "hosted": SAVING,
    }
    return Answered(**{**figures, **changes})  # type: ignore[arg-type]


def test_an_answer_comes_back_to_the_last_digit(store: Store) -> None:
    kept = store.history.add(given())
    assert store.history.answers() == [kept] == [given()]
    assert store.history.answers(since_ms=5_001) == []
    assert store.history.earliest_ms() == 5_000


def test_what_is_written_on_to_an_answer_is_no_second_answer(store: Store) -> None:
    message = add(store, conversation_with(store), "text", role=Role.ASSISTANT)
    first = store.history.add(given(message_id=message.id))
    second = store.history.add(given(message_id=message.id))
    assert (first.continued, second.continued) == (False, True)
    assert store.history.answers() == [first, second]


def test_the_transcript_shows_what_an_answer_took(store: Store) -> None:
    conversation = conversation_with(store, "question")
    answer = add(store, conversation, "text", role=Role.ASSISTANT)
    store.history.add(given(message_id=answer.id))
    found = store.chats.message(answer.id)
    assert found is not None
    assert (found.energy, found.saving, found.hosted) == (ENERGY, SAVING, SAVING)


def test_figures_outlive_a_conversation_and_lose_the_way_to_it(store: Store) -> None:
    conversation = conversation_with(store, "what is the walrus", "a sea animal, zebrafish")
    answer = store.chats.path(conversation)[-1]
    store.history.add(given(message_id=answer.id))
    store.chats.delete(conversation, 10)
    assert [row.message_id for row in store.history.answers()] == [answer.id]
    store.chats.purge(11)
    assert store.history.answers() == [given(message_id=None)]


def test_figures_outlive_delete_for_good(path: Path) -> None:
    with Store(path, KEY) as store:
        conversation = conversation_with(store, "what is the walrus", "a sea animal")
        answer = store.chats.path(conversation)[-1]
        store.history.add(given(message_id=answer.id))
    erase(path, KEY, conversation)
    with Store(path, KEY) as store:
        assert store.history.answers(whole=True) == [given(message_id=None)]
        assert store.problems() == []


def test_pages_hold_every_answer_once_in_the_order_they_came(store: Store) -> None:
    for number in range(7):
        store.history.add(given(at_ms=7 - number))
    seen: list[int] = []
    place = 0
    while True:
        rows, place = store.history.page(place, 3)
        seen += [row.at_ms for row in rows]
        if len(rows) < 3:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    (light, *_) = store.history.page(0, 1)[0]
    assert light.likely == SAVING  # which was kept without inputs


def test_an_answer_whose_figures_did_not_arrive_is_taken_over_once(store: Store) -> None:
    conversation = conversation_with(store, "question")
    answer = add(store, conversation, "", role=Role.ASSISTANT, state=MessageState.WRITING)
    store.chats.finish(answer.id, text="text", state=MessageState.DONE, report=REPORT, model="Tiny")
    assert store.history.fill() == 1
    assert store.history.fill() == 0
    (row,) = store.history.answers()
    assert (row.at_ms, row.message_id, row.model) == (answer.created_ms, answer.id, "Tiny")
    assert (row.generated_tokens, row.ttft_ms) == (REPORT.generated_tokens, REPORT.ttft_ms)
    assert row.energy == AnswerEnergy()
    assert (row.previous_tokens, row.seconds_since) == (None, None)
    assert row.energy.joules is None


def test_an_answer_knows_what_the_one_above_it_had_sent(store: Store) -> None:
    conversation = conversation_with(store, "one", "first", "two", "second")
    path = store.chats.path(conversation)
    assert store.history.before(path[3].id) is None
    store.history.add(given(message_id=path[1].id, at_ms=2_000))
    before = store.history.before(path[3].id)
    after = given(message_id=path[3].id, at_ms=63_900).after(before)
    assert (after.previous_tokens, after.seconds_since) == (31, 61)


def test_days_add_up(store: Store) -> None:
    store.history.add_energy(EnergyDay(day="2026-11-27", standby_j=10.0, base_j=1.0, seconds=5.0))
    for source in ("package-0", "card"):
        store.history.add_energy(
            EnergyDay(day="2026-11-28", standby_j=3.0, base_j=2.0, seconds=4.0, sources=(source,))
        )
    assert store.history.energy_days("2026-11-28") == [
        EnergyDay(
            day="2026-11-28",
            standby_j=6.0,
            base_j=4.0,
            seconds=8.0,
            sources=("card", "package-0"),
        )
    ]
    assert len(store.history.energy_days()) == 2


def test_an_older_profile_brings_its_answers(path: Path) -> None:
    older = Migrations("indoors")
    with Database(memory=True, execute_plugins=False) as empty:
        for step in SCHEMA.pending(empty)[:6]:
            older(name=step.name)(step.fn)
    db = driver.connect(path, KEY)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    with db.atomic():
        older.apply(db)
        db.execute("PRAGMA user_version=6")
        db.execute(
            "insert into conversation (id, title, created_ms, updated_ms, parameters)"
            " values ('c', 't', 0, 0, '{}')"
        )
        good = '{"prompt_tokens":31,"ttft_ms":131,"tokens_per_second":63.3}'
        bad = '{"prompt_tokens":"many","ttft_ms":null}'
        tree = [
            ("user", None, None),
            ("assistant", "m0", good),
            ("user", "m1", None),
            ("assistant", "m2", bad),
            ("assistant", "m2", good),
            ("assistant", "m2", "{no json"),
        ]
        for number, (role, parent, report) in enumerate(tree):
            db.execute(
                "insert into message (id, conversation_id, role, text, state, created_ms, model,"
                " report, facts, parent_id) values (?, 'c', ?, 'x', 'done', ?, 'Tiny', ?, '{}', ?)",
                (f"m{number}", role, 1_500 * number, report, parent),
            )
    db.close()
    with Store(path, KEY) as store:
        rows = store.history.answers()
    assert [(row.message_id, row.prompt_tokens, row.ttft_ms) for row in rows] == [
        ("m1", 31, 131.0),
        ("m3", None, None),
        ("m4", 31, 131.0),
    ]
    assert [(row.previous_tokens, row.seconds_since) for row in rows] == [
        (None, None),
        (31, 3),
        (31, 4),
    ]
    assert all(row.energy.joules is None for row in rows)
