"""A record in a folder of its own."""

from contextlib import closing

import pytest

from posture.store.sqlite import open_store
from tests.support.stores import SETTINGS


@pytest.fixture
def path(tmp_path):
    return tmp_path / "posture.db"


@pytest.fixture
def store(path):
    with closing(open_store(path, SETTINGS)) as store:
        yield store
