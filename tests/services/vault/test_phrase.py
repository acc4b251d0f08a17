"""Recovery phrases: what they mean, and the key under one."""

import msgspec
import pytest

from indoors.core.errors import AppError
from indoors.core.recovery_phrase import ALPHABET, LETTERS, is_long_enough, normal
from indoors.protocol.faults import Fault
from indoors.services.vault import phrase
from indoors.services.vault.phrase import WrappedKey
from tests.helpers.keys import KEY

WORDS = "a phrase of my own"


def test_a_suggested_phrase_is_new_each_time_and_may_be_typed_carelessly() -> None:
    made = {phrase.suggest() for _ in range(50)}
    assert len(made) == 50
    for each in made:
        letters = each.replace("-", "")
        assert len(letters) == LETTERS
        assert set(letters) <= set(ALPHABET)
        assert normal(each.lower().replace("-", " ")) == normal(each) == letters
        assert normal(each.replace("0", "O").replace("1", "l")) == letters
        assert is_long_enough(each)


def test_ones_own_phrase_is_taken_as_it_is() -> None:
    assert normal("  Grüße aus Köln \n") == "Grüße aus Köln"
    assert normal("Gru\u0308ße") == "Grüße"
    assert normal("Case Matters") != normal("case matters")
    assert not is_long_enough("  short one ")
    assert not is_long_enough(" " * 40)


def test_only_the_phrase_opens_the_key() -> None:
    slot = phrase.wrap(KEY, "id", WORDS, 7)
    assert phrase.unwrap(slot, "id", f" {WORDS} ") == KEY
    assert KEY.reveal() not in msgspec.json.encode(slot)
    for words, name in (("a phrase of my owm", "id"), ("", "id"), (WORDS, "other")):
        with pytest.raises(AppError) as caught:
            phrase.unwrap(slot, name, words)
        assert caught.value.fault is Fault.PHRASE_WRONG


def test_the_parameters_are_those_of_the_standard() -> None:
    """RFC 9106, section 4, second recommended option."""
    slot = phrase.wrap(KEY, "id", WORDS, 7)
    assert (slot.kdf, slot.memory_kib, slot.passes, slot.lanes) == ("argon2id", 65_536, 3, 4)
    assert (len(slot.salt), len(slot.nonce), len(slot.wrapped)) == (16, 12, 48)
    again = phrase.wrap(KEY, "id", WORDS, 7)
    assert not {slot.salt, slot.nonce, slot.wrapped} & {again.salt, again.nonce, again.wrapped}


def test_argon2id_gives_what_the_standard_says() -> None:
    """RFC 9106, section 5.3, without its secret and associated data: from the reference program."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=b"somesalt", length=32, iterations=2, lanes=1, memory_cost=65_536)
    expected = "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
    assert kdf.derive(b"password").hex() == expected


@pytest.mark.parametrize("memory", [4, 2**40])
def test_a_file_cannot_occupy_the_computer(memory: int) -> None:
    slot = msgspec.to_builtins(phrase.wrap(KEY, "id", WORDS, 7))
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**slot, "memory_kib": memory}, WrappedKey)
