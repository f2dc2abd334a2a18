import pytest

from tests.support.command import Posture
from tests.support.tracing import HAS_STRACE, LINUX_X86_64, long_watch_below


def pytest_collection_modifyitems(items):
    """The long watch begins first and is asked for its result last: it costs the others no time."""
    items.sort(key=lambda item: item.get_closest_marker("long_watch") is not None)


@pytest.fixture(scope="session", autouse=True)
def long_watch(request, tmp_path_factory):
    wanted = any(item.get_closest_marker("long_watch") for item in request.session.items)
    if not (wanted and LINUX_X86_64 and HAS_STRACE):
        yield None
        return
    watch = long_watch_below(tmp_path_factory.mktemp("long_watch"))
    yield watch
    watch.stop()


@pytest.fixture
def posture(tmp_path):
    return Posture(tmp_path / "home")
