"""How often text is shown follows from what showing it costs."""

from indoors.bridge.flush_pace import LONGEST_MS, SHARE, SHORTEST_MS, FlushPace


class Thread:
    """The CPU time of a thread that needs the same for every picture."""

    def __init__(self, cost_s: float) -> None:
        self.cost_s = cost_s
        self.used_s = 5.0

    def seconds(self) -> float:
        self.used_s += self.cost_s
        return self.used_s


def settled(cost_ms: float) -> int:
    pace = FlushPace(Thread(cost_ms / 1_000).seconds)
    assert pace.begin() == SHORTEST_MS
    return [pace.flushed() for _ in range(50)][-1]


def test_cheap_pictures_come_as_often_as_looks_fluent() -> None:
    assert settled(0.2) == SHORTEST_MS


def test_dear_pictures_take_no_more_than_their_share() -> None:
    assert settled(1.2) == round(1.2 / SHARE)


def test_text_still_flows_where_pictures_are_very_dear() -> None:
    assert settled(20) == LONGEST_MS


def test_one_slow_picture_changes_little() -> None:
    thread = Thread(0.0002)
    pace = FlushPace(thread.seconds)
    pace.begin()
    for _ in range(20):
        pace.flushed()
    thread.used_s += 0.004
    assert pace.flushed() < LONGEST_MS  # what it alone would come to
