import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indoors.core.chat import Attachment, MessageState, Role
from indoors.store import Store, search
from tests.store.samples import add, conversation_with


def found(store: Store, query: str) -> set[str]:
    return {hit.conversation_id for hit in store.chats.search(query)}


def excerpt(store: Store, query: str) -> str:
    (hit,) = store.chats.search(query)
    return hit.excerpt


def test_words_are_found_in_messages_and_marked(store: Store) -> None:
    made = conversation_with(store, "How do tides work?", "The moon pulls the water.")
    conversation_with(store, "Something else")
    (hit,) = store.chats.search("moon")
    assert hit.conversation_id == made
    assert hit.message_id == store.chats.path(made)[1].id
    assert hit.excerpt == "The \x02moon\x03 pulls the water."


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Grüße aus Zürich", "gruße zurich"),
        ("naïve CAFÉ", "cafe"),
        ("Ελληνικά", "ελλην"),
        ("Привет, мир", "мир"),
        ("the file report_2024-final.txt", "report_2024"),
        ("a C++ program", "C++"),
        ("call foo(bar) twice", "foo(bar)"),
        ("see https://example.org/page", "example.org"),
        ("it's the neighbour's", "neighbour's"),
    ],
)
def test_words_are_found_however_they_are_written(store: Store, text: str, query: str) -> None:
    made = conversation_with(store, text)
    assert found(store, query) == {made}


def test_the_last_word_may_be_a_beginning_the_others_not(store: Store) -> None:
    made = conversation_with(store, "international agreements")
    assert found(store, "international agr") == {made}
    assert found(store, "intern agreements") == set()
    assert found(store, "agr!") == {made}


def test_all_words_must_be_there(store: Store) -> None:
    both = conversation_with(store, "red and green")
    conversation_with(store, "red only")
    assert found(store, "green red") == {both}


def test_titles_and_file_names_and_file_texts_are_searched(store: Store) -> None:
    titled = conversation_with(store, "text", title="Budget for Lisbon")
    attached = conversation_with(store)
    file = Attachment(name="invoices.csv", text="amount;customer\n12;Oliveira", bytes=30)
    question = add(store, attached, "what is in it?", attachments=(file,))
    (hit,) = store.chats.search("lisb")
    assert (hit.conversation_id, hit.message_id) == (titled, None)
    assert hit.excerpt == "Budget for \x02Lisbon\x03"
    assert store.chats.search("invoices.csv")[0].message_id == question.id
    assert "\x02Oliveira\x03" in excerpt(store, "oliveira")


def test_one_hit_for_each_conversation_the_best_one(store: Store) -> None:
    made = conversation_with(
        store,
        "A very long message in which the word badger is one among so many other words. " * 3,
        "badger badger",
    )
    (hit,) = store.chats.search("badger")
    assert hit.message_id == store.chats.path(made)[1].id


def test_a_title_comes_before_texts(store: Store) -> None:
    for _ in range(3):
        conversation_with(store, "otter otter otter")
    titled = conversation_with(store, "otter", title="About the otter")
    assert store.chats.search("otter")[0].conversation_id == titled
    assert len(store.chats.search("otter")) == 4
    assert len(store.chats.search("otter", limit=2)) == 2


def test_all_branches_are_searched(store: Store) -> None:
    made = conversation_with(store, "first wording")
    add(store, made, "second version")
    assert found(store, "wording") == {made}


def test_deleted_conversations_are_not_found(store: Store) -> None:
    file = Attachment(name="walrus.txt", text="walrus", bytes=6)
    made = conversation_with(store, "walrus 海象", title="walrus")
    add(store, made, "walrus", attachments=(file,))
    store.chats.delete(made, 1)
    assert found(store, "walrus") == found(store, "海象") == set()
    store.chats.undelete(made)
    assert found(store, "walrus") == found(store, "海象") == {made}
    store.chats.delete(made, 1)
    store.chats.purge(2)
    assert found(store, "walrus") == set()


def test_the_index_follows_every_change(store: Store) -> None:
    made = conversation_with(store, title="before")
    store.chats.rename(made, "after")
    assert (found(store, "before"), found(store, "after")) == (set(), {made})
    answer = add(store, made, "", role=Role.ASSISTANT, state=MessageState.WRITING)
    store.chats.save_text(answer.id, "unfinished")
    assert found(store, "unfinished") == set()  # by design: indexed when finished
    store.chats.finish(answer.id, text="finished", state=MessageState.DONE)
    assert (found(store, "unfinished"), found(store, "finished")) == (set(), {made})
    store.chats.resume(answer.id)
    assert found(store, "finished") == set()
    store.chats.save_text(answer.id, "broken off")
    store.chats.mark_interrupted()
    assert found(store, "broken off") == {made}
    with store.chats._connection.reading() as db:
        for table in ("conversation", "message", "attachment"):
            db.execute(f"insert into {table}_fts({table}_fts, rank) values ('integrity-check', 1)")


@pytest.mark.parametrize(
    ("text", "query"),
    [("我喜欢吃苹果和梨", "苹果"), ("well done 👍🏽 indeed", "👍"), ("ฉันชอบแมว", "แมว")],
)
def test_what_has_no_words_is_found_letter_by_letter(store: Store, text: str, query: str) -> None:
    made = conversation_with(store, text)
    conversation_with(store, "something else")
    assert found(store, query) == {made}
    assert f"\x02{query}\x03" in excerpt(store, query)


def test_a_title_without_words_is_found_and_a_long_text_is_cut(store: Store) -> None:
    titled = conversation_with(store, title="苹果")
    conversation_with(store, "x" * 500 + "苹果" + "y" * 500)
    file = Attachment(name="a.txt", text="苹果", bytes=6)
    add(store, conversation_with(store), "q", attachments=(file,))
    hits = store.chats.search("苹果")
    assert (hits[0].conversation_id, hits[0].message_id) == (titled, None)
    assert len(hits) == 3
    (cut,) = (hit.excerpt for hit in hits if "x" in hit.excerpt)
    assert cut.startswith("…x")
    assert cut.endswith("y…")
    assert len(store.chats.search("苹果", limit=1)) == 1


@pytest.mark.parametrize("query", ["", " ", "\n\t", "!", '"', "***", "()", "- -", "\x00", "…"])
def test_what_says_nothing_finds_nothing(store: Store, query: str) -> None:
    conversation_with(store, 'anything " * ( ) ! -')
    assert store.chats.search(query) == []


@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example('" OR 1')
@example("a AND NOT b NEAR(c d, 2)")
@example("text:tide ^tide {text} : tide + tide -")
@example('tide" *')
@example("\ud83d tide \udc00")
@example("tide\x00tide")
@example("''; drop table message; --")
@example("word " * 5000)
@example("x" * 100_000)
@given(query=st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_is_a_query(store: Store, query: str) -> None:
    if not store.chats.conversations():
        conversation_with(store, "tide and time")
    for hit in store.chats.search(query):
        assert hit.excerpt
    assert found(store, "tide")


def test_of_more_matches_than_are_ranked_the_newest_are_found(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "CONSIDERED", 10)
    conversation_with(store, *("common word" for _ in range(30)))
    latest = conversation_with(store, "common word")
    assert store.chats.search("common")[0].conversation_id == latest
