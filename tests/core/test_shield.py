"""The shield never says more than is known."""

import pytest

from indoors.core.proof import Attempt, Proof, refused
from indoors.core.shield import Protection, State, shield_state
from indoors.ui.text.privacy import proof_as_text
from indoors.ui.text.shield import shield_tip, shield_words

GOOD = Protection(enforced=True, counted=True)


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (Protection(), "not_enforced"),
        (GOOD, "indoors"),
        (Protection(enforced=True, counted=True, content_today=9), "some_left"),
        (Protection(enforced=True, sealed=True), "sealed"),
        (Protection(enforced=True, sealed=True, content_today=9), "sealed"),
        (Protection(sealed=True), "not_enforced"),
        (Protection(content_today=9), "not_enforced"),
        (Protection(enforced=True, sealed=True, fault=True), "fault"),
    ],
)
def test_the_worst_that_is_true(known: Protection, state: State) -> None:
    assert shield_state(known) == state


def test_zero_is_claimed_only_where_it_was_counted() -> None:
    assert shield_words("indoors", GOOD) is None, "its usual words"
    assert "0 bytes" not in str(shield_words("indoors", Protection(enforced=True)))
    asked = Protection(enforced=True, counted=True, requests_today=(("model_download", 1148),))
    assert shield_words("indoors", asked) == "Indoors: 0 bytes of your content have left today"
    assert "Model download: 1.1 KB today" in shield_tip("indoors", asked)
    assert "has not been read" in shield_tip("indoors", Protection(enforced=True))


def test_what_left_is_said_even_where_nothing_is_enforced() -> None:
    known = Protection(content_today=1900, counted=True)
    assert "1.9 KB" in str(shield_words("not_enforced", known))
    sealed = Protection(enforced=True, sealed=True, content_today=1900, counted=True)
    assert "1.9 KB" in shield_tip("sealed", sealed)


def test_a_proof_without_an_attempt_proves_nothing() -> None:
    assert not Proof(0, 0.1, ()).passed
    assert not Proof(0, 0.1, (Attempt("broker", "tcp4", passed=True, by_design=True),)).passed
    good = Attempt("engine", "tcp4", passed=True, error="EPERM")
    assert Proof(0, 0.1, (good,)).passed
    assert not Proof(0, 0.1, (good,), ("the engine could not be tested",)).passed
    assert not Proof(0, 0.1, (good, Attempt("engine", "udp", passed=False))).passed


def test_results_can_be_sent_on() -> None:
    attempts = (
        Attempt("engine", "tcp4", passed=True, error="EPERM"),
        Attempt("broker", "tcp4", passed=True, by_design=True),
        Attempt("window", "never_heard_of", passed=False),
    )
    said = proof_as_text(Proof(0, 0.1, attempts, ("a problem",)))
    assert "Engine\tConnect by TCP over IPv4\tnot permitted" in said
    assert "Network program\tConnect by TCP over IPv4\tallowed: it needs this" in said
    assert "Window\tNever heard of\tnot refused" in said
    assert "!\ta problem" in said
    assert refused(attempts) == 1
