"""A few of each fault; ``python -m tests.end2end.faults`` runs them by the hundred."""

from pathlib import Path

import pytest

from indoors.store.driver import Database
from indoors.store.migrations import SCHEMA
from tests.end2end.faults import bits, crashes, disk, kills, large, power, soak
from tests.end2end.faults.old_profiles import all_profiles
from tests.end2end.faults.recording import MISSING

needs_strace = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")


def test_f1_kills_during_writes_lose_nothing(tmp_path: Path) -> None:
    outcome = kills.kill_the_window(tmp_path, 3, writes=100)
    assert outcome.acknowledged > 10
    assert (outcome.lost, outcome.corrupt) == (0, 0)


@needs_strace
def test_f2_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    outcome = power.run(tmp_path / "full", 40)
    assert (outcome.trials, outcome.corrupt, outcome.lost) == (40, 0, 0)


@needs_strace
def test_f2_the_power_cut_is_one(tmp_path: Path) -> None:
    """Without waiting for the disk the same trials lose or break something."""
    outcome = power.run(tmp_path / "off", 30, synchronous="OFF")
    assert outcome.corrupt + outcome.lost > 10


@needs_strace
def test_f2_a_power_cut_while_a_profile_is_brought_over(tmp_path: Path) -> None:
    outcome = power.run_migration(tmp_path / "migration", 15)
    assert (outcome.corrupt, outcome.lost) == (0, 0)


@pytest.mark.slow
def test_f3_an_engine_that_ends_while_it_writes(tmp_path: Path) -> None:
    outcome = crashes.run(tmp_path / "profile", 3)
    assert outcome.kills == 3
    assert outcome.without_text == outcome.not_marked == outcome.no_next_answer == 0


def test_f4_a_full_disk_at_every_write(tmp_path: Path) -> None:
    with disk.small_disk(tmp_path / "disk", 48) as mounted:
        if mounted is None:
            pytest.skip("mounting needs root")
        outcome = disk.run(mounted)
    assert outcome.sites >= 15
    assert (outcome.unnamed, outcome.changed, outcome.stuck) == ([], [], [])
    assert outcome.saved_by_ballast == 5


def test_f6_all_damage_is_seen_and_nothing_overwritten(tmp_path: Path) -> None:
    outcome = bits.run(tmp_path / "profile", 20)
    assert outcome.trials == 29
    assert outcome.undetected == outcome.misnamed == 0
    assert outcome.overwritten == outcome.without_backup == 0


def test_f8_every_older_schema_is_kept() -> None:
    with Database(memory=True, execute_plugins=False) as empty:
        steps = len(SCHEMA.pending(empty))
    assert len(all_profiles()) == steps, "run python -m tests.end2end.faults.old_profiles"


def test_f8_a_kill_during_a_migration_leaves_old_or_new(tmp_path: Path) -> None:
    outcome = kills.kill_migrations(tmp_path, 6)
    assert outcome.old + outcome.new == 6
    assert (outcome.between, outcome.readable) == (0, 0)


def test_f10_many_messages_are_opened_and_searched(tmp_path: Path) -> None:
    """A few thousand: the figures are for the full count, by hand."""
    outcome = large.run(tmp_path / "large", 4_000)
    assert outcome.messages == 4_000
    assert outcome.found > 3 * (large.WORST + large.SEARCHES // 3)


@pytest.mark.slow
def test_f18_memory_and_descriptors_do_not_creep(tmp_path: Path) -> None:
    outcome = soak.run(tmp_path / "profile", 60)
    assert outcome.files_after <= outcome.files_before + 2
    assert outcome.growth < 0.05
