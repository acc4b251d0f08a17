from pathlib import Path

from indoors.core.chat import Draft
from indoors.store import Store
from tests.helpers.keys import KEY
from tests.store.samples import NOTE


def test_drafts_survive_a_restart(path: Path) -> None:
    new = Draft(conversation_id="", text="not sent yet ☃", attachments=(NOTE,))
    other = Draft(conversation_id="of a conversation that does not exist", text="x")
    with Store(path, KEY) as store:
        store.drafts.put(new)
        store.drafts.put(other)
    with Store(path, KEY) as store:
        assert store.drafts.get("") == new
        assert store.drafts.get(other.conversation_id) == other
        assert store.drafts.get("another") is None


def test_a_draft_replaces_the_one_before(store: Store) -> None:
    store.drafts.put(Draft(conversation_id="", text="one", attachments=(NOTE,)))
    store.drafts.put(Draft(conversation_id="", text="two"))
    assert store.drafts.get("") == Draft(conversation_id="", text="two")
    store.drafts.drop("")
    store.drafts.drop("")
    assert store.drafts.get("") is None


def test_an_empty_draft_is_none(store: Store) -> None:
    store.drafts.put(Draft(conversation_id="", text="one"))
    store.drafts.put(Draft(conversation_id="", text=""))
    assert store.drafts.get("") is None
    store.drafts.put(Draft(conversation_id="", text="", attachments=(NOTE,)))
    assert store.drafts.get("") is not None
