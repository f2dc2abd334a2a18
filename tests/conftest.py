import os

import hypothesis
import pytest

from tests.support.command import Posture
from tests.support.tracing import HAS_STRACE, LINUX_X86_64, long_watch_below, seals
from tests.support.workers import WORKERS, RealTimeApart, give_way, is_in_real_time, turn

# How long an example takes is the machine's business. Whoever runs tests by the thousand takes few,
# and does not look for the smallest that fails.
PROFILE: dict[str, object] = {"deadline": None, "max_examples": 50}
if few := os.environ.get("POSTURE_TEST_EXAMPLES"):
    phases = hypothesis.Phase.explicit, hypothesis.Phase.generate
    PROFILE |= {"max_examples": int(few), "phases": phases, "database": None}
hypothesis.settings.register_profile("posture", **PROFILE)
hypothesis.settings.load_profile("posture")


def pytest_xdist_auto_num_workers(config):
    """All tests are shared out; those named, by path or -k, stay in this process, as -s wants."""
    is_named = config.args_source is config.ArgsSource.ARGS or config.option.keyword
    is_shown = config.option.capture == "no"
    return 0 if is_named or is_shown or os.cpu_count() == 1 else WORKERS


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # the order below holds
    return RealTimeApart(config, log)


def pytest_collection_modifyitems(items):
    """The long watch is asked for its result last of those it runs beside: it costs no time."""
    items.sort(key=lambda item: (turn(item.nodeid), bool(item.get_closest_marker("long_watch"))))


@pytest.fixture(scope="session")
def long_watch(request, tmp_path_factory):
    wanted = any(item.get_closest_marker("long_watch") for item in request.session.items)
    if not (wanted and LINUX_X86_64 and HAS_STRACE):
        yield None
        return
    watch = long_watch_below(tmp_path_factory.mktemp("long_watch"))
    yield watch
    watch.stop()


@pytest.fixture(autouse=True)
def _in_its_time(request):
    """The long watch goes on beside the tests in real time, which wait more than they compute."""
    if is_in_real_time(request.node.nodeid):
        request.getfixturevalue("long_watch")
    elif hasattr(request.config, "workerinput"):
        give_way()


@pytest.fixture(autouse=True)
def _stays_unsealed():
    """The seal cannot be taken off again: a test that seals this process breaks those after it."""
    before = seals()
    yield
    assert seals() == before, "this test sealed its own process: seal a child instead"


@pytest.fixture
def posture(tmp_path):
    return Posture(tmp_path / "home")
