"""Where an office insists on isolation, nothing runs without it."""

import json
import os
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from indoors import main
from indoors.core.errors import AppError
from indoors.protocol.faults import Fault
from indoors.protocol.isolation import Enforcement
from indoors.services.insistence import Insistence
from indoors.services.isolation import Isolation
from indoors.services.policy import PolicyFiles, PolicyService
from indoors.services.secrets import Secrets
from tests.helpers.isolation import enforcement
from tests.helpers.keys import open_vault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="owners of files")


@pytest.fixture
def files(tmp_path: Path) -> PolicyFiles:
    root = tmp_path / "root"
    folder = root / "etc" / "indoors"
    folder.mkdir(parents=True)
    for place in (root, root / "etc", folder):
        place.chmod(0o755)
    path = folder / "policy.json"
    path.write_text(json.dumps({"sandbox.required": True}))
    path.chmod(0o644)
    return PolicyFiles(root, owner=os.getuid())


def isolation(*told: Enforcement) -> Isolation:
    made = Isolation(own=enforcement("window"))
    for each in told:
        made.note(each.program, each, 1)
    return made


def test_it_is_met_only_by_what_every_program_told(files: PolicyFiles) -> None:
    policy = PolicyService(files)
    assert Insistence(policy, isolation()).is_met
    assert Insistence(policy, isolation(enforcement("engine"))).is_met
    lacking = Insistence(policy, isolation(enforcement("engine", ("network",))))
    assert not lacking.is_met
    with pytest.raises(AppError) as error:
        lacking.check()
    assert error.value.fault is Fault.ISOLATION_REQUIRED
    assert error.value.facts["gaps"] == "engine: network"
    assert not Insistence(policy, Isolation()).is_met, "nobody told anything"


def test_without_a_policy_nothing_is_insisted_on(tmp_path: Path) -> None:
    policy = PolicyService(PolicyFiles(tmp_path, owner=os.getuid()))
    assert Insistence(policy, Isolation()).is_met


def test_the_window_does_not_open_unconfined(
    files: PolicyFiles, profile: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main, "system_place", lambda: files)
    vault = open_vault(profile)
    with pytest.raises(AppError) as error:
        main.Indoors(vault, Secrets(profile))
    assert error.value.fault is Fault.ISOLATION_REQUIRED
