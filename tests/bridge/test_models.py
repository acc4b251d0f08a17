"""What the window is told of models: rows, cards, files that come and go, downloads."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from indoors.core.catalog import File
from indoors.core.fit import Verdict
from indoors.core.model_settings import ModelSettings
from indoors.protocol.engine import Finished, Generate, Sampling, Turn
from indoors.protocol.faults import Fault
from indoors.services.download_status import DownloadPhase
from indoors.services.model_rows import MemoryCheck
from indoors.services.model_sidecars import Provenance
from indoors.services.network import NetworkRules
from indoors.services.starter import starter_model
from indoors.ui.text.models import memory_line
from tests.helpers.hub import REPO, content, running_hub
from tests.helpers.model_desk import WAIT_MS, ModelDesk, model_desk

if TYPE_CHECKING:
    from indoors.core.recommend import Purpose

STARTER = starter_model()
pytestmark = pytest.mark.skipif(STARTER is None, reason="the starter model is not installed")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[ModelDesk]:
    with model_desk(qtbot, tmp_path / "profile") as made:
        yield made


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    assert STARTER
    path = tmp_path / "Own-Model-Q4_1.gguf"
    shutil.copyfile(STARTER, path)
    return path


def own_row(desk: ModelDesk, name: str = "Own Model") -> Any:
    return next((row for row in desk.models.rows() if row.entry.name == name), None)


def test_every_model_of_the_catalogue_has_a_row(desk: ModelDesk) -> None:
    rows = desk.models.rows()
    assert {entry.id for entry in desk.models.catalog.entries} <= {row.entry.id for row in rows}
    assert len({row.key for row in rows}) == len(rows)
    assert all(row.judged for row in rows if row.file.size)


def test_the_starter_is_there_and_the_default(desk: ModelDesk) -> None:
    row = desk.models.row_at(str(STARTER))
    assert row is not None
    assert row.is_default
    assert row.verdict is Verdict.FITS
    assert row.entry.id == "smollm2-135m-instruct"
    assert row.file.quantization == "Q4_1"


def test_cards_come_for_every_purpose_that_is_looked_at(qtbot: QtBot, desk: ModelDesk) -> None:
    purposes: tuple[Purpose, ...] = ("chat", "documents", "code", "languages")
    assert all(desk.models.cards(purpose) is None for purpose in purposes)
    desk.models.want_cards(*purposes)
    qtbot.waitUntil(lambda: desk.models.cards("code") is not None, timeout=WAIT_MS)
    for purpose in purposes:
        cards = desk.models.cards(purpose)
        assert cards is not None
        assert len(cards) in {1, 2, 3}
        assert sum(card.is_recommended for card in cards) == 1


def test_a_file_is_imported_where_it_lies_and_deleted_again(
    qtbot: QtBot, desk: ModelDesk, copy: Path
) -> None:
    with qtbot.waitSignal(desk.models.installed, timeout=WAIT_MS):
        desk.models.import_files([str(copy)])
    qtbot.waitUntil(lambda: own_row(desk) is not None, timeout=WAIT_MS)
    row = own_row(desk)
    assert row.on_disk.model.linked
    assert row.on_disk.known.facts.architecture == "llama"
    with qtbot.waitSignal(desk.models.deleted, timeout=WAIT_MS) as gone:
        desk.models.delete(str(copy))
    qtbot.waitUntil(lambda: own_row(desk) is None, timeout=WAIT_MS)
    assert copy.is_file()
    assert gone.args
    desk.models.undo_delete(gone.args[0])
    qtbot.waitUntil(lambda: own_row(desk) is not None, timeout=WAIT_MS)


def test_a_copy_that_is_deleted_comes_back_until_it_is_purged(
    qtbot: QtBot, desk: ModelDesk, copy: Path
) -> None:
    desk.models.import_files([str(copy)], copy=True)
    qtbot.waitUntil(lambda: own_row(desk) is not None, timeout=WAIT_MS)
    path = own_row(desk).path
    assert Path(path).parent == desk.paths.models
    with qtbot.waitSignal(desk.models.deleted, timeout=WAIT_MS) as gone:
        desk.models.delete(path)
    assert not Path(path).exists()
    assert gone.args
    desk.settle(qtbot)
    with qtbot.waitSignal(desk.models.installed, timeout=WAIT_MS):
        desk.models.undo_delete(gone.args[0])
    assert Path(path).exists()
    qtbot.waitUntil(lambda: desk.models.shelf.at(path) is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(desk.models.deleted, timeout=WAIT_MS) as gone:
        desk.models.delete(path)
    assert gone.args
    desk.models.purge(gone.args[0])
    qtbot.waitUntil(lambda: not gone.args[0].kept_at.exists(), timeout=WAIT_MS)


def test_what_is_no_model_is_refused_by_name(qtbot: QtBot, desk: ModelDesk, tmp_path: Path) -> None:
    bad = tmp_path / "holiday.gguf"
    bad.write_bytes(b"JPEG" * 100)
    with qtbot.waitSignal(desk.models.error, timeout=WAIT_MS) as told:
        desk.models.import_files([str(bad)])
    assert told.args
    assert told.args[0].fault is Fault.MODEL_NOT_GGUF


def test_a_bundle_goes_to_another_profile(
    qtbot: QtBot, desk: ModelDesk, copy: Path, tmp_path: Path
) -> None:
    desk.models.import_files([str(copy)], copy=True)
    qtbot.waitUntil(lambda: own_row(desk) is not None, timeout=WAIT_MS)
    stick = tmp_path / "stick"
    stick.mkdir()
    with qtbot.waitSignal(desk.models.exported, timeout=WAIT_MS) as told:
        desk.models.export_bundle(own_row(desk).path, str(stick), "Its licence.")
    assert told.args
    with model_desk(qtbot, tmp_path / "other") as other:
        other.models.import_bundle(told.args[0])
        qtbot.waitUntil(lambda: own_row(other) is not None, timeout=WAIT_MS)
        assert own_row(other).on_disk.model.sidecar.provenance.origin == "bundle"
        assert other.models.licence_text(own_row(other)) == "Its licence."
        with qtbot.waitSignal(other.models.deleted, timeout=WAIT_MS) as gone:
            other.models.delete(own_row(other).path)
        assert gone.args
        other.models.purge(gone.args[0])
        licences = other.paths.models / ".licences"
        qtbot.waitUntil(lambda: not list(licences.iterdir()), timeout=WAIT_MS)


def test_settings_of_a_file_are_kept_and_reach_the_order(qtbot: QtBot, tmp_path: Path) -> None:
    path = str(STARTER)
    wanted = ModelSettings(context=1024, threads=1, kv_type="q8_0", flash_attention=False)
    with model_desk(qtbot, tmp_path / "profile") as desk:
        before = desk.models.row_at(path)
        desk.models.set_settings(path, wanted)
        desk.settle(qtbot)
        after = desk.models.row_at(path)
        assert before is not None
        assert after is not None
        assert (after.needed or 0) < (before.needed or 0)
        assert after.judged is not None
        assert after.judged.fit.setting.kv_type == "q8_0"
        order = desk.models.order_for(path)
        assert (order.context, order.threads, order.kv_type) == (1024, 1, "q8_0")
        assert order.flash_attention is False
    with model_desk(qtbot, tmp_path / "profile") as again:
        qtbot.waitUntil(lambda: again.models.settings_for(path) == wanted, timeout=WAIT_MS)


def test_automatic_values_say_why(desk: ModelDesk) -> None:
    found = desk.models.automatic_for(str(STARTER))
    assert found is not None
    assert found.context <= (found.context_trained or 0)
    assert found.layers_reason in {"no_graphics", "all_fit", "some_fit", "none_fits"}


def test_memory_is_followed_only_while_seen(desk: ModelDesk) -> None:
    desk.models.set_visible(True)
    assert desk.models._judge.is_following
    desk.models.set_visible(False)
    assert not desk.models._judge.is_following


def test_a_sealed_download_waits_and_says_so(qtbot: QtBot, desk: ModelDesk) -> None:
    entry = desk.models.catalog.entries[0]
    with qtbot.waitSignal(
        desk.models.download_changed,
        timeout=WAIT_MS,
        check_params_cb=lambda status: status.error is not None,
    ) as told:
        desk.models.download(entry, entry.files[0])
    assert told.args
    status = told.args[0]
    assert status.error.fault is Fault.NETWORK_SEALED
    desk.settle(qtbot)
    row = next(row for row in desk.models.rows() if row.download)
    assert row.entry.id == entry.id
    desk.models.cancel(status.id)
    qtbot.waitUntil(lambda: not desk.models.downloads.statuses(), timeout=WAIT_MS)


def test_a_download_arrives_as_a_model(qtbot: QtBot, tmp_path: Path) -> None:
    assert STARTER
    with running_hub() as hub:
        hub.put(STARTER.read_bytes())
        rules = NetworkRules(endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none")
        with model_desk(qtbot, tmp_path / "profile", rules) as desk:
            entry = replace(desk.models.catalog.entries[0], id="tiny", name="Tiny")
            file = File(
                quantization="Q4_K_M",
                label="Q4_K_M",
                repository=REPO,
                name="tiny-Q4_K_M.gguf",
                size=STARTER.stat().st_size,
                sha256=None,
                revision=None,
                source=None,
                told_by=0,
            )
            with qtbot.waitSignal(desk.models.installed, timeout=WAIT_MS) as told:
                added = desk.models.download(entry, file)
            assert added
            assert told.args
            assert told.args[0].path.parent == desk.paths.models
            qtbot.waitUntil(lambda: own_row(desk, "Tiny") is not None, timeout=WAIT_MS)


def test_statuses_end_with_the_download(qtbot: QtBot, tmp_path: Path) -> None:
    """A file that is no model is refused after it came, and can be forgotten."""
    with running_hub() as hub:
        hub.put(content(300_000))
        rules = NetworkRules(endpoint=hub.url, more_hosts=(hub.cdn,), proxy="none")
        with model_desk(qtbot, tmp_path / "profile", rules) as desk:
            entry = desk.models.catalog.entries[0]
            file = replace(
                entry.files[0],
                repository=REPO,
                name="tiny-Q4_K_M.gguf",
                sha256=None,
                size=None,
                revision=None,
            )
            with qtbot.waitSignal(
                desk.models.download_changed,
                timeout=WAIT_MS,
                check_params_cb=lambda status: status.phase is DownloadPhase.FAILED,
            ) as told:
                added = desk.models.download(entry, file)
            assert told.args
            assert told.args[0].error.fault in {Fault.MODEL_DAMAGED, Fault.MODEL_NOT_GGUF}
            desk.models.cancel(added)
            qtbot.waitUntil(lambda: not desk.models.downloads.statuses(), timeout=WAIT_MS)


def test_an_import_that_is_cancelled_leaves_nothing(
    qtbot: QtBot, desk: ModelDesk, copy: Path
) -> None:
    seen: list[object] = []
    desk.models.work_changed.connect(seen.append)
    desk.models.import_files([str(copy)], copy=True)
    desk.models.files.cancel_work()
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] is None, timeout=WAIT_MS)
    desk.models.read_folder()
    desk.settle(qtbot)
    assert own_row(desk) is None
    assert not list(desk.paths.models.rglob("*.copy"))
    desk.models.import_files([str(copy)], copy=True)
    qtbot.waitUntil(lambda: own_row(desk) is not None, timeout=WAIT_MS)


def test_a_model_of_the_catalogue_goes_by_its_name_there(
    qtbot: QtBot, desk: ModelDesk, tmp_path: Path
) -> None:
    """A file's name is how publishers write; the picker and the chat show the catalogue's."""
    assert STARTER
    entry = desk.models.catalog.entry("qwen2.5-coder-1.5b-instruct")
    assert entry
    path = tmp_path / "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
    shutil.copyfile(STARTER, path)
    provenance = Provenance(origin="download", catalog_id=entry.id)
    desk.sources.files.import_in_place(path, provenance)
    desk.settings.update("engine", recent_models=(str(path),))
    with qtbot.waitSignal(desk.engine.models_changed, timeout=WAIT_MS):
        desk.models.read_folder()
    assert entry.name in [model.name for model in desk.engine.models()]


def test_what_the_loaded_model_takes_is_compared_with_the_prediction(
    qtbot: QtBot, desk: ModelDesk
) -> None:
    desk.engine.load(str(STARTER))
    qtbot.waitUntil(lambda: desk.engine.loaded is not None, timeout=WAIT_MS)
    order = Generate(
        id="one", turns=(Turn("user", "Say yes."),), sampling=Sampling(temperature=0, max_tokens=8)
    )
    with qtbot.waitSignal(desk.engine.answer_event, timeout=WAIT_MS, check_params_cb=_is_finished):
        desk.engine.generate(order)
    qtbot.waitUntil(lambda: _checked(desk) is not None, timeout=WAIT_MS)
    check = _checked(desk)
    assert check
    assert check.measured > STARTER.stat().st_size  # type: ignore[union-attr]
    assert check.miss < 0.25
    assert "measured" in memory_line(check)


def _is_finished(event: object) -> bool:
    return isinstance(event, Finished)


def _checked(desk: ModelDesk) -> MemoryCheck | None:
    row = desk.models.row_at(str(STARTER))
    return row.memory if row else None
