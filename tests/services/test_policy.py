"""Only the administrator's word counts, and a word that cannot be read closes the network."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from indoors.core.policy import Policy, Trouble
from indoors.services.policy import PolicyFiles, PolicyService
from indoors.services.policy_stores import ManagedPreferences, Registry
from tests.helpers.plain_user import as_plain_user

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="owners of files")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "etc" / "indoors" / "policy.d").mkdir(parents=True)
    for folder in (tmp_path, *(tmp_path / "etc").rglob("."), tmp_path / "etc" / "indoors"):
        folder.chmod(0o755)
    return tmp_path


def put(root: Path, name: str = "policy.json", **values: Any) -> Path:
    path = root / "etc" / "indoors" / name
    path.write_text(json.dumps({key.replace("__", "."): value for key, value in values.items()}))
    path.chmod(0o644)
    return path


def policy(root: Path, owner: int | None = None) -> Policy:
    files = PolicyFiles(root, owner=os.getuid() if owner is None else owner)
    return PolicyService(files).current()


def test_no_file_no_policy(root: Path, tmp_path: Path) -> None:
    assert not policy(root).managed
    assert not policy(tmp_path / "none").managed
    assert not policy(root).problems


def test_files_are_put_together(root: Path) -> None:
    main = put(root, network__mode="ask", retention__days=30)
    more = put(root, "policy.d/50-office.json", network__mode="downloads")
    put(root, "policy.d/notes.txt", network__mode="off")
    made = policy(root)
    assert not made.problems
    assert made.rules.network_mode == "downloads"
    found = {value.key.name: value.sources[0].name for value in made.values}
    assert found == {"network.mode": str(more), "retention.days": str(main)}
    assert len(made.sources[0].sha256) == 64


@pytest.mark.parametrize("mode", [0o666, 0o664, 0o646])
def test_a_file_that_others_can_write_is_no_policy(mode: int, root: Path) -> None:
    path = put(root, network__mode="off")
    path.chmod(mode)
    made = policy(root)
    assert not made.managed
    assert [(p.source, p.trouble) for p in made.problems] == [(str(path), Trouble.NOT_THE_OFFICES)]


@pytest.mark.parametrize("folder", ["etc", "etc/indoors"])
def test_a_folder_above_it_that_others_can_write_counts_too(folder: str, root: Path) -> None:
    put(root, network__mode="off")
    (root / folder).chmod(0o777)
    made = policy(root)
    assert not made.managed
    assert made.problems[0].trouble is Trouble.NOT_THE_OFFICES


def test_a_file_of_somebody_else_is_no_policy(root: Path) -> None:
    put(root, network__mode="off")
    made = policy(root, owner=os.getuid() + 1)
    assert not made.managed
    assert made.problems[0].trouble is Trouble.NOT_THE_OFFICES


def test_a_link_counts_as_what_it_leads_to(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "loose"
    elsewhere.mkdir(mode=0o777)
    elsewhere.chmod(0o777)
    (elsewhere / "mine.json").write_text('{"network.mode": "ask"}')
    (root / "etc" / "indoors" / "policy.json").symlink_to(elsewhere / "mine.json")
    assert policy(root).problems[0].trouble is Trouble.NOT_THE_OFFICES


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"{", Trouble.NOT_JSON),
        (b"\xff\xfe", Trouble.NOT_JSON),
        (b"", Trouble.NOT_JSON),
        (b'{"network.mode": "shut"}', Trouble.WRONG_VALUE),
        (b'{"netwrk.mode": "off"}', Trouble.UNKNOWN_KEY),
        (b'{"$": "' + b"x" * 1_000_001 + b'"}', Trouble.NOT_JSON),
    ],
)
def test_what_cannot_be_read_closes_the_network(data: bytes, trouble: Trouble, root: Path) -> None:
    put(root).write_bytes(data)
    made = policy(root)
    assert [problem.trouble for problem in made.problems] == [trouble]
    assert made.seals
    assert made.managed


@pytest.mark.parametrize("what", ["link to nothing", "links in a circle", "a folder"])
def test_a_file_that_is_none_closes_the_network(what: str, root: Path) -> None:
    path = root / "etc" / "indoors" / "policy.json"
    if what == "a folder":
        path.mkdir()
    else:
        path.symlink_to("policy.json" if "circle" in what else "nothing")
    made = policy(root)
    assert [problem.trouble for problem in made.problems] == [Trouble.UNREADABLE]
    assert made.seals


@pytest.mark.parametrize("secret", ["policy.json", "."])
def test_a_policy_kept_from_us_closes_the_network(secret: str, root: Path) -> None:
    put(root, network__mode="ask")
    (root / "etc" / "indoors" / secret).chmod(0)
    try:
        with as_plain_user(root):
            made = policy(root)
    finally:
        (root / "etc" / "indoors" / secret).chmod(0o755)
    assert [problem.trouble for problem in made.problems] == [Trouble.UNREADABLE]
    assert made.seals


def test_no_variable_leads_elsewhere(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "INDOORS_POLICY", "ROOT"):
        monkeypatch.setenv(name, str(root))
    put(root, network__mode="off")
    assert PolicyFiles().folder == Path("/etc/indoors")


def test_a_change_is_seen_at_the_next_look(root: Path) -> None:
    service = PolicyService(PolicyFiles(root, owner=os.getuid()))
    heard: list[bool] = []
    service.changed = lambda: heard.append(True)
    assert not service.current().managed
    put(root, network__mode="off")
    assert service.current().seals
    assert service.current() is service.current()
    put(root, "policy.d/a.json", retention__days=3)
    assert service.current().rules.retention_days == 3
    (root / "etc" / "indoors" / "policy.json").unlink()
    assert not service.current().seals
    assert len(heard) == 3


# ---- other systems: what can be run here --------------------------------------------------


def test_managed_preferences_are_read(root: Path) -> None:
    import plistlib

    place = root / "Library" / "Managed Preferences"
    place.mkdir(parents=True)
    path = place / "org.indoors.app.plist"
    path.write_bytes(plistlib.dumps({"network": {"mode": "off"}, "cloud.enabled": False}))
    store = ManagedPreferences(root, owner=os.getuid())
    made = PolicyService(store).current()
    assert made.seals
    assert made.sources[0].name == str(path)
    path.write_bytes(b"no list")
    assert PolicyService(store).current().failed_closed
    path.unlink()
    assert not PolicyService(store).current().managed


def test_there_is_no_registry_here() -> None:
    assert not PolicyService(Registry()).current().managed
