"""One store for each thread, all over the same file."""

import subprocess
import sys
import threading
from pathlib import Path

from indoors.store import Store
from tests.helpers.keys import KEY
from tests.store.children import environment
from tests.store.samples import add, conversation_with

PATIENCE_MS = 60_000
"""One that writes without a pause may hold the others up for long on a busy computer."""


def test_stores_of_several_threads_see_and_do_not_disturb_each_other(path: Path) -> None:
    with Store(path, KEY) as store:
        made = [conversation_with(store) for _ in range(3)]
        failures: list[BaseException] = []

        def write(conversation: str) -> None:
            try:
                with Store(path, KEY, busy_timeout_ms=PATIENCE_MS) as own:
                    for number in range(30):
                        add(own, conversation, str(number))
            except BaseException as error:  # noqa: BLE001 - reported by the test
                failures.append(error)

        threads = [threading.Thread(target=write, args=(each,)) for each in made]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert [len(store.chats.tree(each)) for each in made] == [30, 30, 30]
        assert store.problems() == []


def test_opening_a_store_imports_neither_numpy_nor_qt() -> None:
    code = "import sys, indoors.store; print(*{'numpy', 'pandas', 'PySide6'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.strip() == ""


def test_hiding_numpy_during_the_import_leaves_it_usable() -> None:
    code = "import indoors.store, numpy; print(numpy.arange(3).sum())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.strip() == "3"
