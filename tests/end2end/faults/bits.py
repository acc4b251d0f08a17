"""F6: bits flip, files end early or hold something else. All is seen, nothing is overwritten."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.services.backups import newest_sound
from indoors.services.paths import Paths
from indoors.services.profile import open_profile
from indoors.store.backup import DAILY
from tests.helpers.keys import KEY
from tests.store.samples import conversation_with


@dataclass
class Outcome:
    trials: int = 0
    undetected: int = 0
    misnamed: int = 0  # detected, but not as damage
    overwritten: int = 0  # the file was changed by looking at it
    without_backup: int = 0  # the sound backup was not offered


def run(profile: Path, flips: int, *, seed: int = 1) -> Outcome:
    """Damage one profile in many ways, one at a time, beside a sound and a damaged backup."""
    paths = Paths.of(profile)
    with open_profile(paths, KEY) as store:
        conversation_with(store, *("words about tides " * 60 for _ in range(200)))
        sound = store.back_up(DAILY)
        later = store.back_up(DAILY)
    later.write_bytes(later.read_bytes()[:-4096])
    whole = paths.database.read_bytes()
    outcome = Outcome()
    for damaged in _damaged(whole, flips, random.Random(seed)):
        paths.database.write_bytes(damaged)
        outcome.trials += 1
        _look(paths, damaged, outcome)
        offered = newest_sound(paths, KEY) if outcome.trials % 20 == 1 else None
        if outcome.trials % 20 == 1 and (offered is None or offered.path != sound):
            outcome.without_backup += 1
    return outcome


def _damaged(whole: bytes, flips: int, chance: random.Random) -> Iterator[bytes]:
    for _ in range(flips):
        place = chance.randrange(len(whole))
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        yield bytes(flipped)
    yield b""
    yield bytes(len(whole))
    yield b"not a database at all\n" * 2000
    yield b"SQLite format 3\x00" + whole[16:]
    for part in (0.1, 0.5, 0.9):
        yield whole[: int(len(whole) * part) // 4096 * 4096]
    yield whole[:-1]
    yield whole[:100]


def _look(paths: Paths, damaged: bytes, outcome: Outcome) -> None:
    """Open it as a start does; what the start does not read, the full check has to find."""
    try:
        with open_profile(paths, KEY) as store:
            found = store.problems()
    except AppError as error:
        outcome.misnamed += error.fault is not Fault.DATABASE_DAMAGED
        outcome.overwritten += paths.database.read_bytes() != damaged
    else:
        outcome.undetected += not found
        # What opens may be settled in its first page; nothing else may change.
        after = paths.database.read_bytes()
        outcome.overwritten += len(after) != len(damaged) or after[4096:] != damaged[4096:]
    for name in ("-wal", "-shm"):
        Path(f"{paths.database}{name}").unlink(missing_ok=True)
