"""What the programs told of their limits, for shield and privacy page."""

from indoors.protocol.isolation import Enforcement
from indoors.services.isolation import NOT_CONFINED, Isolation


def enforced(program: str, *gaps: str, proven: bool = True) -> Enforcement:
    return Enforcement(
        program=program,  # type: ignore[arg-type]
        system="linux",
        network="none",
        files="granted",
        no_exec=True,
        no_new_privileges=True,
        not_dumpable=True,
        no_core=True,
        filters_all_threads=True,
        landlock_abi=7,
        descriptors=3,
        gaps=gaps,
        proven=proven,
    )


def test_facts_come_with_each_program() -> None:
    isolation = Isolation(None, enforced("window"))
    news: list[int] = []
    isolation.when_changed(lambda: news.append(1))
    assert isolation.facts().enforced
    isolation.note("engine", enforced("engine", "files"), 7)
    assert isolation.facts().gaps == (("engine", "files"),)
    assert not isolation.facts().enforced
    isolation.note("engine", enforced("engine", "files"), 8)  # nothing new
    assert len(news) == 1
    isolation.note("engine", None, 8)
    assert isolation.facts().gaps == (("engine", NOT_CONFINED),)
    isolation.note("engine", enforced("engine", proven=False), 9)
    assert not isolation.facts().gaps
    assert not isolation.facts().enforced  # believed, and not proven
    assert isolation.processes["engine"] == 9
    assert len(news) == 3


def test_a_window_that_nothing_confines_says_so() -> None:
    assert Isolation().facts().gaps == (("window", NOT_CONFINED),)
