from indoors.core.lifecycle import WINDOW_S, Losses


def test_one_loss_is_an_accident() -> None:
    assert not Losses().too_many
    assert not Losses().and_at(10).too_many


def test_two_within_the_window_are_not() -> None:
    assert Losses().and_at(10).and_at(10 + WINDOW_S - 1).too_many


def test_losses_are_forgotten_in_time() -> None:
    late = Losses().and_at(10).and_at(10 + WINDOW_S)
    assert late == Losses((10 + WINDOW_S,))
    assert [late.too_many, late.and_at(11 + WINDOW_S).too_many] == [False, True]
