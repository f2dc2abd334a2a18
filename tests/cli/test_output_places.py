"""``report --out`` and ``--csv`` to what is no file: written through, and it stays what it is."""

import os
import stat
import subprocess
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from posture.core.day.records import SampleRecord
from posture.core.states import WatchState
from posture.store.sqlite import open_store
from tests.support.command import ROOT, refused
from tests.support.stores import SETTINGS
from tests.support.waiting import PATIENCE_S

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices")

HEAD = "hour,upright_s,"


@pytest.fixture
def recorded(posture):
    (posture.home / "data").mkdir(parents=True)
    now = datetime.now(UTC)
    with closing(open_store(posture.home / "data" / "posture.db", SETTINGS)) as store:
        store.add_samples(
            [SampleRecord(now - timedelta(seconds=s), 2.0, WatchState.UPRIGHT) for s in range(9)]
        )
    return posture


def test_a_device_stays_a_device(recorded, tmp_path):
    """A node of our own where we may make one: /dev/null itself if that went wrong is no place."""
    node = tmp_path / "null"
    try:
        os.mknod(node, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        node.write_text("")
    except OSError:
        pytest.skip("devices may not be made here")
    mode = node.stat().st_mode
    done = recorded("report", "--out", node, "--csv", node)
    assert (done.returncode, done.stderr) == (0, "")
    assert node.stat().st_mode == mode
    assert list(tmp_path.glob(".null*")) == []


def test_standard_output_by_its_name_is_standard_output(recorded, tmp_path):
    link = tmp_path / "stdout"  # as /dev/stdout is, in a folder where it could be replaced
    link.symlink_to("/dev/fd/1")
    assert HEAD in recorded("report", "--csv", link).stdout
    with (tmp_path / "all.txt").open("w") as file:
        subprocess.run(
            recorded.words("report", "--csv", link),
            stdout=file,
            env=recorded.environment,
            cwd=ROOT,
            check=True,
            timeout=PATIENCE_S,
        )
    written = (tmp_path / "all.txt").read_text()
    assert HEAD in written
    assert "The hours as a table" in written
    assert link.is_symlink()


def test_a_pipe_is_written_to_and_one_that_nobody_reads_is_one_line(recorded, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "nobody reads from it" in refused(recorded("report", "--csv", pipe))
    got = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    done = recorded("report", "--csv", pipe)
    reader.join(PATIENCE_S)
    assert (done.returncode, done.stderr) == (0, "")
    assert got[0].startswith(HEAD)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_to_a_file_stays_a_link_and_a_folder_is_refused(recorded, tmp_path):
    link, file = tmp_path / "link.csv", tmp_path / "file.csv"
    link.symlink_to(file)
    assert recorded("report", "--csv", link).returncode == 0
    assert link.is_symlink()
    assert file.read_text().startswith(HEAD)
    said = refused(recorded("report", "--csv", tmp_path))
    assert said.startswith(f"{tmp_path} cannot be written")
