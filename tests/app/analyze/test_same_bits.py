"""One job, two, and a Dask cluster whose workers come and go: the same tables, to the bit.

`make analyze-check` does it with 200 recordings, broken off in between.
"""

import os
import signal
from contextlib import closing

import pytest

from posture.app.analyze import cluster as cluster_module
from posture.app.analyze.cluster import ClusterWorkers
from posture.app.analyze.command import AnalysisRequest, analyze
from posture.app.analyze.local import LocalWorkers
from posture.app.analyze.tasks import done
from posture.errors import InputError
from tests.support.recordings import made_recordings, tables
from tests.support.waiting import wait_until

MANY = 6
# Short pieces: the last recordings are looked at by several workers each.
SETTINGS = ("analyze.piece_s=2", "analyze.lead_s=1")


class Here:
    """Workers that are this very process."""

    many = 1

    def __init__(self):
        self._found = []

    @property
    def room(self):
        return 1 - len(self._found)

    def submit(self, task):
        self._found.append((task, done(task)))

    def finished(self, timeout_s):
        del timeout_s
        found, self._found = self._found, []
        return found

    def close(self):
        pass


class Disturbed:
    """Workers to whom something happens once the first result is there."""

    def __init__(self, workers, happens):
        self._workers, self._happens = workers, happens

    def __getattr__(self, name):
        return getattr(self._workers, name)

    def finished(self, timeout_s):
        found = self._workers.finished(timeout_s)
        if found and self._happens is not None:
            self._happens()
            self._happens = None
        return found


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    made_recordings(folder / "clips", MANY, length=10)
    (folder / "clips/broken.mp4").write_bytes(b"\0" * 500)
    return folder


def analyzed(study, name, make_workers):
    out = study / name
    request = AnalysisRequest([str(study / "clips")], out, SETTINGS)
    outcome = analyze(request, make_workers)
    assert [recording.name for recording, _ in outcome.failed] == ["broken.mp4"]
    assert len(outcome.analyzed) == MANY
    return outcome, tables(out)


@pytest.fixture(scope="module")
def one_job(study):
    return analyzed(study, "one", lambda _job, _progress: Here())[1]


def test_one_job_leaves_a_table_for_each_and_those_over_all(one_job):
    assert len(one_job) == MANY + 4
    assert {"recordings.csv", "episodes.csv", "failures.csv", "report.html"} < set(one_job)


def test_two_jobs_of_which_one_is_killed_leave_the_same(study, one_job):
    def make(_job, _progress):
        workers = LocalWorkers(2)
        return Disturbed(workers, lambda: kill_busy(workers))

    def kill_busy(workers):
        (child, _), *_ = workers._busy.values()
        child.process.kill()

    assert analyzed(study, "two", make)[1] == one_job


@pytest.mark.usefixtures("one_job")
def test_what_is_done_is_not_done_again_whatever_it_is_called(study):
    def make(_job, _progress):
        return Here()

    def nobody(_job, _progress):
        raise AssertionError("there is nothing to do")

    request = AnalysisRequest([str(study / "clips/day_003.avi")], study / "one", SETTINGS)
    outcome = analyze(request, nobody)
    assert outcome.known == len(outcome.analyzed) == 1
    renamed = study / "renamed.avi"
    renamed.write_bytes((study / "clips/day_003.avi").read_bytes())
    outcome = analyze(AnalysisRequest([str(renamed)], study / "one", SETTINGS), nobody)
    assert outcome.known == 1
    again = (study / "one/looks/renamed.csv").read_bytes()
    assert again == (study / "one/looks/day_003.csv").read_bytes()
    (study / "one/looks/renamed.csv").unlink()
    (study / "one/looks/day_003.csv").write_text("spoilt", encoding="utf-8")
    outcome = analyze(AnalysisRequest([str(renamed)], study / "one", SETTINGS), make)
    assert outcome.known == 0
    assert (study / "one/looks/renamed.csv").read_bytes() == again


@pytest.fixture(scope="module")
def dask():
    distributed = pytest.importorskip("distributed")
    made = cluster_module._made_here(distributed, 2)
    yield made
    made.close()


def test_two_dask_workers_of_which_one_is_killed_and_one_added_leave_the_same(study, one_job, dask):
    def kill_and_add():
        os.kill(next(iter(dask.workers.values())).pid, signal.SIGKILL)
        dask.scale(3)

    def make(_job, progress):
        workers = ClusterWorkers(dask.scheduler_address, 2, "lite", progress)
        return Disturbed(workers, kill_and_add)

    assert analyzed(study, "dask", make)[1] == one_job


def test_a_cluster_here_is_reached_from_here_alone_and_minds_no_other(dask, recwarn):
    with closing(cluster_module._made_here(pytest.importorskip("distributed"), 0)) as other:
        assert not [str(said.message) for said in recwarn]
        addresses = [made.scheduler.http_server.address for made in (dask, other)]
    assert addresses == ["127.0.0.1"] * 2


class Said(list):
    def say(self, text):
        self.append(text)

    def describe(self, text):
        pass


@pytest.mark.parametrize(
    ("model", "numbers", "why"),
    [("heavy", "", "The heavy model is missing"), ("lite", "0.0", "it has posture ")],
    ids=["a worker without the model", "a worker with another version"],
)
def test_is_refused_with_one_line(dask, monkeypatch, model, numbers, why):
    if numbers:
        ours = {**cluster_module.program_fingerprint(), "posture": numbers}
        monkeypatch.setattr(cluster_module, "program_fingerprint", lambda: ours)
    said = Said()

    def ask_all():
        workers = ClusterWorkers(dask.scheduler_address, 2, model, said)
        # One that is only just starting is asked again, as while analysing.
        wait_until(lambda: workers.finished(0.1), "the last worker to be refused")

    with pytest.raises(InputError) as refused:
        ask_all()
    assert why in str(refused.value)
    assert said
    assert all("\n" not in line and "is refused: " in line for line in said)


def test_a_client_is_closed_when_all_workers_are_refused_at_once(dask, monkeypatch):
    def refused(_):
        raise InputError("No worker can take part.", "Install posture there.")

    made, connect = [], cluster_module._client
    monkeypatch.setattr(ClusterWorkers, "_check_workers", refused)
    monkeypatch.setattr(
        cluster_module, "_client", lambda *args: made.append(connect(*args)) or made[-1]
    )
    with pytest.raises(InputError):
        ClusterWorkers(dask.scheduler_address, 2, "lite", Said())
    assert [client.status for client in made] == ["closed"]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x", "local host"])
def test_a_scheduler_that_is_not_there_is_said_in_one_line(monkeypatch, address):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster_module, "_CONNECT_S", 0.5)
    with pytest.raises(InputError):
        ClusterWorkers(address, 1, "lite", Said())
