from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indoors.core.chat import Message
from indoors.store import Store
from tests.store.samples import NOTE, add, conversation_with


def texts(messages: list[Message]) -> list[str]:
    return [each.text for each in messages]


def test_the_path_goes_from_the_first_message_to_the_leaf(store: Store) -> None:
    made = conversation_with(store, "one", "two", "three")
    conversation_with(store, "elsewhere")
    path = store.chats.path(made)
    assert texts(path) == ["one", "two", "three"]
    assert [(each.branch, each.branches) for each in path] == [(0, 1)] * 3
    assert texts(store.chats.path(made, path[1].id)) == ["one", "two"]


def test_a_leaf_of_another_conversation_has_no_path_here(store: Store) -> None:
    made, other = conversation_with(store, "one"), conversation_with(store, "two")
    foreign = store.chats.path(other)[0]
    assert store.chats.path(made, foreign.id) == []


def test_an_edited_question_is_a_branch_beside_the_first(store: Store) -> None:
    made = conversation_with(store, "q1", "a1")
    q1, a1 = store.chats.path(made)
    edited = add(store, made, "q1 edited")
    assert texts(store.chats.path(made)) == ["q1 edited"]
    again = add(store, made, "a1 edited", edited)
    path = store.chats.path(made)
    assert [(each.text, each.branch, each.branches) for each in path] == [
        ("q1 edited", 1, 2),
        ("a1 edited", 0, 1),
    ]
    assert store.chats.siblings(edited.id) == [q1.id, edited.id]
    assert store.chats.siblings(again.id) == [again.id]
    assert store.chats.show_branch(made, q1.id) == a1.id
    assert texts(store.chats.path(made)) == ["q1", "a1"]
    found = store.chats.message(edited.id)
    assert found is not None
    assert (found.branch, found.branches) == (1, 2)


def test_a_branch_is_shown_where_it_was_left(store: Store) -> None:
    made = conversation_with(store, "q1")
    q1 = store.chats.path(made)[0]
    first, second = (add(store, made, f"a{n}", q1) for n in (1, 2))
    deep = [add(store, made, f"a1 q{n}", first) for n in (1, 2)]
    assert store.chats.show_branch(made, second.id) == second.id
    assert store.chats.show_branch(made, first.id) == deep[1].id  # made last
    assert store.chats.show_branch(made, deep[0].id) == deep[0].id
    assert store.chats.show_branch(made, second.id) == second.id
    assert store.chats.show_branch(made, first.id) == deep[0].id  # seen last
    assert store.chats.show_branch(made, q1.id) == deep[0].id


def test_looking_at_a_branch_is_not_a_change(store: Store) -> None:
    made = conversation_with(store, "q1", "a1")
    before = store.chats.conversation(made)
    store.chats.show_branch(made, store.chats.path(made)[0].id)
    assert store.chats.conversation(made) == before


def test_a_clock_set_back_does_not_change_the_order(store: Store) -> None:
    made = conversation_with(store)
    question = add(store, made, "q", created_ms=5000)
    answers = [add(store, made, f"a{n}", question, created_ms=5000 - n) for n in range(3)]
    assert store.chats.siblings(answers[0].id) == [each.id for each in answers]
    assert store.chats.message(answers[2].id).branch == 2  # type: ignore[union-attr]
    assert texts(store.chats.tree(made)) == ["q", "a0", "a1", "a2"]


def test_attachments_stay_with_their_message(store: Store) -> None:
    made = conversation_with(store)
    question = add(store, made, "with", attachments=(NOTE,))
    add(store, made, "without", question)
    path = store.chats.path(made)
    assert [each.attachments for each in path] == [(NOTE,), ()]


def test_a_long_path_takes_as_few_statements_as_a_short_one(store: Store) -> None:
    with store.chats._connection.reading() as db:
        db.execute("PRAGMA synchronous=OFF")
    made = conversation_with(store, *(f"message {number}" for number in range(2000)))
    seen: list[str] = []
    with store.chats._connection.reading() as db, db.tracer(lambda sql, _: seen.append(sql)):
        path = store.chats.path(made)
    assert texts(path) == [f"message {number}" for number in range(2000)]
    assert len(seen) == 4


def test_a_cycle_in_a_damaged_file_ends(store: Store) -> None:
    made = conversation_with(store, "one", "two")
    one, two = store.chats.path(made)
    with store.chats._connection.writing() as db:
        db.execute("update message set parent_id = ? where id = ?", (two.id, one.id))
    assert texts(store.chats.path(made)) == ["one", "two"]


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(choices=st.lists(st.integers(min_value=0, max_value=10_000), max_size=20))
def test_any_tree_is_numbered_as_it_grew(store: Store, choices: list[int]) -> None:
    """Against a model in Python: parents chosen at random, then every path compared."""
    made = conversation_with(store)
    grown: dict[str | None, Message | None] = {None: None}
    children: dict[str | None, list[str]] = {}
    for number, choice in enumerate(choices):
        parent = list(grown.values())[choice % len(grown)]
        child = add(store, made, str(number), parent)
        grown[child.id] = child
        children.setdefault(child.parent_id, []).append(child.id)
    for leaf in filter(None, grown.values()):
        line: list[Message] = []
        above: Message | None = leaf
        while above is not None:
            line.insert(0, above)
            above = grown[above.parent_id]
        path = store.chats.path(made, leaf.id)
        assert [each.id for each in path] == [each.id for each in line]
        for each in path:
            family = children[each.parent_id]
            assert (each.branch, each.branches) == (family.index(each.id), len(family))
