import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.store import Store
from tests.helpers.keys import KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "indoors.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path, KEY) as opened:
        yield opened


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users reach, too: pytest's own admit the owner only."""
    folder = Path(tempfile.mkdtemp(prefix="indoors-test-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)
