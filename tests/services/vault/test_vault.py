"""The ways to a profile's key, with the real keyring and without; what is missing is named."""

import json
from collections.abc import Callable

import pytest

from indoors.core.errors import AppError, Fact
from indoors.protocol.faults import Fault
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.services.secrets import Secrets
from indoors.services.vault import KeySource, Vault
from indoors.store import Key, Store
from tests.helpers.keyring import Keyring, needs_keyring
from tests.helpers.keys import KEY
from tests.store.samples import conversation_with

WORDS = "a phrase of my own"


def vault_of(paths: Paths) -> Vault:
    return Vault(paths, Secrets(paths.data))


def filled(vault: Vault) -> bytes:
    """Put a conversation into the profile; return the file as it is then."""
    with open_profile(vault.paths, vault.key) as store:
        conversation_with(store, "kept")
    return vault.paths.database.read_bytes()


def texts(vault: Vault) -> list[str]:
    with open_profile(vault.paths, vault.key) as store:
        return [m.text for c in store.chats.conversations() for m in store.chats.path(c.id)]


def refusal(action: Callable[[], object]) -> tuple[Fault, dict[str, Fact]]:
    with pytest.raises(AppError) as caught:
        action()
    facts = {name: caught.value.facts.get(name, -1) for name in ("new", "phrase")}
    return caught.value.fault, facts


def forget_key(paths: Paths) -> None:
    Secrets(paths.data).delete(entry(paths))


def entry(paths: Paths) -> str:
    return f"database-key-{json.loads(paths.keys.read_bytes())['id']}"


# ---- with a keyring -----------------------------------------------------------------------


@needs_keyring
def test_a_new_profile_gets_a_key_that_the_next_start_finds(keyring: Keyring, paths: Paths) -> None:
    first = vault_of(paths)
    first.open()
    content = filled(first)
    assert first.status().source is KeySource.KEYRING
    assert first.status().phrase_set_ms is None
    again = vault_of(paths)
    assert again.open() == first.key
    assert texts(again) == ["kept"]
    secret = first.key.reveal()
    for file in paths.data.rglob("*"):
        if file.is_file():
            assert secret not in file.read_bytes()
            assert secret.hex() not in file.read_bytes().decode("latin-1")
    assert secret.hex().encode() not in keyring.written()
    assert b"kept" not in content


@needs_keyring
def test_a_locked_keyring_is_told_and_the_phrase_opens(keyring: Keyring, paths: Paths) -> None:
    first = vault_of(paths)
    first.open()
    content = filled(first)
    keyring.lock()
    assert refusal(vault_of(paths).open) == (Fault.KEYRING_LOCKED, {"new": 0, "phrase": 0})
    first.set_phrase(WORDS)
    locked = vault_of(paths)
    assert refusal(locked.open) == (Fault.KEYRING_LOCKED, {"new": 0, "phrase": 1})
    assert refusal(lambda: locked.open_with("another phrase of mine"))[0] is Fault.PHRASE_WRONG
    assert paths.database.read_bytes() == content
    locked.open_with(WORDS)
    assert texts(locked) == ["kept"]


@needs_keyring
def test_a_key_that_the_keyring_lost_is_put_back_by_the_phrase(
    keyring: Keyring, paths: Paths
) -> None:
    first = vault_of(paths)
    first.open()
    filled(first)
    first.set_phrase(WORDS)
    forget_key(paths)
    second = vault_of(paths)
    assert refusal(second.open) == (Fault.KEY_LOST, {"new": 0, "phrase": 1})
    second.open_with(WORDS)
    assert vault_of(paths).open() == first.key


@needs_keyring
@pytest.mark.parametrize("wrong", ["ab" * 32, "no key at all", ""])
def test_a_wrong_key_in_the_keyring_is_told(keyring: Keyring, paths: Paths, wrong: str) -> None:
    first = vault_of(paths)
    first.open()
    content = filled(first)
    Secrets(paths.data).set(entry(paths), wrong)
    assert refusal(vault_of(paths).open) == (Fault.KEY_WRONG, {"new": 0, "phrase": 0})
    assert paths.database.read_bytes() == content


@needs_keyring
def test_the_user_chooses_to_be_asked_each_time(keyring: Keyring, paths: Paths) -> None:
    first = vault_of(paths)
    first.open()
    assert refusal(lambda: first.remember(in_keyring=False))[0] is Fault.PHRASE_NEEDED
    first.set_phrase(WORDS)
    assert not first.remember(in_keyring=False).in_keyring
    assert Secrets(paths.data).get(entry(paths)) is None
    second = vault_of(paths)
    assert refusal(second.open) == (Fault.PHRASE_NEEDED, {"new": 0, "phrase": 1})
    second.open_with(WORDS)
    assert Secrets(paths.data).get(entry(paths)) is None
    assert second.remember(in_keyring=True).in_keyring
    assert vault_of(paths).open() == first.key


@needs_keyring
def test_a_lost_key_file_is_taken_from_its_copy(keyring: Keyring, paths: Paths) -> None:
    first = vault_of(paths)
    first.open()
    filled(first)
    for damage in (paths.keys.unlink, lambda: paths.keys.write_bytes(b"{")):
        damage()
        assert vault_of(paths).open() == first.key
    (paths.backups / "keys.json").unlink()
    paths.keys.unlink()
    content = paths.database.read_bytes()
    assert refusal(vault_of(paths).open) == (Fault.KEY_LOST, {"new": 0, "phrase": 0})
    assert paths.database.read_bytes() == content
    assert not paths.keys.exists()


# ---- without ------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_nothing_is_made_until_the_user_chose(paths: Paths) -> None:
    vault = vault_of(paths)
    assert refusal(vault.open) == (Fault.KEYRING_ABSENT, {"new": 1, "phrase": 0})
    assert not paths.database.exists()
    assert not paths.keys.exists()
    assert refusal(lambda: vault.make("short"))[0] is Fault.PHRASE_SHORT
    vault.make(WORDS)
    filled(vault)
    again = vault_of(paths)
    assert refusal(again.open) == (Fault.PHRASE_NEEDED, {"new": 0, "phrase": 1})
    again.open_with(WORDS)
    assert texts(again) == ["kept"]
    assert again.status().source is KeySource.PHRASE


@pytest.mark.usefixtures("no_keyring")
def test_a_session_leaves_nothing(paths: Paths) -> None:
    vault = vault_of(paths)
    vault.begin_session()
    filled(vault)
    assert not paths.database.exists()
    killed = [path for path in paths.data.rglob("*") if path.is_file()]
    assert killed
    vault.close()
    assert list(paths.data.iterdir()) == []


@pytest.mark.usefixtures("no_keyring")
def test_what_a_killed_session_left_is_removed(paths: Paths) -> None:
    vault = vault_of(paths)
    vault.begin_session()
    filled(vault)
    refusal(vault_of(paths).open)
    assert not vault.paths.database.exists()


@pytest.mark.usefixtures("no_keyring")
def test_a_profile_of_the_keyring_on_a_computer_without(paths: Paths) -> None:
    given = Vault(paths, None, KEY)
    given.open()
    content = filled(given)
    kept = json.loads(paths.keys.read_bytes())
    for place in (paths.keys, paths.backups / "keys.json"):
        place.write_text(json.dumps({**kept, "keyring": True}))
    assert refusal(vault_of(paths).open) == (Fault.KEYRING_ABSENT, {"new": 0, "phrase": 0})
    given.set_phrase(WORDS)
    assert paths.database.read_bytes() == content


def test_a_new_phrase_replaces_the_old_and_can_be_checked(paths: Paths) -> None:
    vault = Vault(paths, None, KEY)
    vault.open()
    assert not vault.check_phrase(WORDS)
    assert vault.set_phrase(WORDS).phrase_set_ms is not None
    assert vault.check_phrase(WORDS)
    vault.set_phrase("the phrase that came later")
    assert not vault.check_phrase(WORDS)
    other = Vault(paths, None)
    assert refusal(lambda: other.open_with(WORDS))[0] is Fault.PHRASE_WRONG
    assert other.open_with("the phrase that came later") == KEY


def test_another_key_given_is_refused_and_nothing_touched(paths: Paths) -> None:
    first = Vault(paths, None, KEY)
    first.open()
    content = filled(first)
    other = Key.random()
    assert refusal(Vault(paths, None, other).open)[0] is Fault.KEY_WRONG
    for place in (paths.keys, paths.backups / "keys.json"):
        place.unlink()
    assert refusal(Vault(paths, None, other).open)[0] is Fault.KEY_WRONG
    assert Vault(paths, None, KEY).open() == KEY
    assert paths.database.read_bytes() == content


def test_with_the_right_key_garbage_is_damage(paths: Paths) -> None:
    vault = Vault(paths, None, KEY)
    vault.open()
    paths.database.write_bytes(b"\xa5" * 40_960)
    assert refusal(lambda: texts(vault))[0] is Fault.DATABASE_DAMAGED
    assert paths.database.read_bytes() == b"\xa5" * 40_960


# ---- a profile from before ----------------------------------------------------------------


@needs_keyring
def test_a_plain_profile_is_brought_over_and_nothing_of_it_stays(
    keyring: Keyring, paths: Paths
) -> None:
    paths.backups.mkdir(parents=True)
    with Store(paths.database, None) as store:
        conversation_with(store, "zebrafinch " * 40, "an answer about it")
    older = paths.backups / "20260101T000000000000-before-m006.db"
    older.write_bytes(paths.database.read_bytes())
    vault = vault_of(paths)
    vault.open()
    assert texts(vault) == ["zebrafinch " * 40, "an answer about it"]
    for file in paths.data.rglob("*"):
        assert not file.is_file() or b"zebrafinch" not in file.read_bytes(), file
    with Store(older, vault.key) as store:
        assert len(store.chats.search("zebrafinch")) == 1


def test_without_a_key_a_plain_profile_is_left_as_it_is(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    paths.data.mkdir()
    with Store(paths.database, None) as store:
        conversation_with(store, "from before")
    content = paths.database.read_bytes()
    vault = vault_of(paths)
    assert refusal(vault.open) == (Fault.KEYRING_ABSENT, {"new": 1, "phrase": 0})
    assert paths.database.read_bytes() == content
    vault.make(WORDS)
    assert texts(vault) == ["from before"]
    assert b"from before" not in paths.database.read_bytes()
