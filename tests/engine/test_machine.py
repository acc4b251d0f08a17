"""What the engine finds out about the machine: threads, memory, control groups."""

import os
from pathlib import Path

import psutil
import pytest

from indoors.engine.abort import AbortFlag
from indoors.engine.cgroup import own_cgroup
from indoors.engine.memory import free_bytes, peak_bytes, resident_bytes
from indoors.engine.threads import default_threads, threads_for


def test_threads_stay_within_every_limit(tmp_path: Path) -> None:
    assert 1 <= default_threads() <= len(os.sched_getaffinity(0))
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    assert default_threads(tmp_path) == 1
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert default_threads(tmp_path) == default_threads(tmp_path / "nothing")
    assert threads_for(None) == threads_for(0) == default_threads()
    assert (threads_for(1), threads_for(10_000)) == (1, os.cpu_count())


def test_free_memory_knows_the_control_group(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("700000\n")
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 200000\n")
    assert free_bytes(tmp_path) == 500_000
    (tmp_path / "memory.max").write_text("max\n")
    assert free_bytes(tmp_path) == pytest.approx(psutil.virtual_memory().available, rel=0.2)


def test_the_own_control_group_is_found(tmp_path: Path) -> None:
    groups = tmp_path / "cgroup"
    groups.write_text("1:name=systemd:/old\n0::/app.slice/indoors\n")
    assert own_cgroup(groups, tmp_path) == tmp_path / "app.slice/indoors"
    assert own_cgroup(tmp_path / "nothing", tmp_path) == tmp_path


def test_memory_of_this_process() -> None:
    resident, peak = resident_bytes(), peak_bytes()
    assert resident
    assert peak
    assert resident > 5_000_000
    assert peak > 5_000_000


def test_the_flag_is_read_by_native_code() -> None:
    import ctypes

    flag = AbortFlag()
    callback = flag.callback(ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p))
    assert not callback(flag.data)
    flag.raise_()
    assert (flag.raised, callback(flag.data)) == (True, True)
    flag.lower()
    assert (flag.raised, callback(flag.data)) == (False, False)
