from indoors.engine.history import History


def history() -> History:
    it = History()
    it.renew("<user>hi<assistant>", 5)
    it.extend("Hel", 6)
    it.extend("lo!", 7)
    return it


def test_the_longest_common_point_is_found() -> None:
    it = history()
    assert it.match("<user>hi<assistant>Hello!<user>more") == (25, 7)
    assert it.match("<user>hi<assistant>Help") == (22, 6)
    assert it.match("<user>hi<assistant>") == (19, 5)
    assert it.match("<user>hi<assist") == (0, 0)
    assert it.match("") == (0, 0)


def test_cutting_leaves_whole_points_only() -> None:
    it = history()
    it.cut(6)
    assert it.match("<user>hi<assistant>Hello!") == (22, 6)
    it.cut(4)
    assert it.match("<user>hi<assistant>") == (0, 0)


def test_a_new_prompt_keeps_earlier_points() -> None:
    it = history()
    it.renew("<user>hi<assistant>Hello!<user>more<assistant>", 12)
    assert it.match("<user>hi<assistant>Hello!<user>else") == (25, 7)
    assert it.match("<user>hi<assistant>Hello!<user>more<assistant>!") == (46, 12)
    it.renew("<user>other", 3)
    assert it.match("<user>hi<assistant>Hello!") == (0, 0)
    assert it.match("<user>other") == (11, 3)
