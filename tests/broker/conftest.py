"""A hub for each test, and a network process for each file."""

from collections.abc import Iterator

import pytest

from tests.helpers.broker import Broker, running_broker
from tests.helpers.hub import LoopbackHub, running_hub


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as server:
        yield server


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    with running_broker() as process:
        yield process
