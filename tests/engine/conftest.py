"""One real engine with the starter model, shared by the tests that only ask it things."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from indoors.protocol.engine import Loaded
from tests.helpers.engines import EngineUnderTest, engine, starter_model

CONTEXT = 512


@pytest.fixture(scope="session")
def model_path() -> Path:
    return starter_model()


@pytest.fixture(scope="session")
def shared_engine(model_path: Path) -> Iterator[EngineUnderTest]:
    with engine() as under_test:
        loaded = under_test.load(model_path, context=CONTEXT, threads=1)
        assert isinstance(loaded, Loaded)
        yield under_test
