"""Slouches and breaks are sent to ActivityWatch on this machine, once, whatever is repeated.

Against its documented interface here; against the real aw-server where one is installed, in an
environment of its own (its pins are not ours): AW_SERVER=/path/to/aw-server.
"""

import json
import os
import shutil
import socket
import subprocess
import threading
from contextlib import closing
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest
from typer.testing import CliRunner

from posture.cli.export import app
from posture.config import load_config
from posture.core.day.records import EpisodeRecord, SampleRecord
from posture.core.events import Cause
from posture.core.states import WatchState
from posture.errors import InputError
from posture.store.sqlite import open_store
from posture.system.paths import record_path
from tests.support.json_page import undescribed
from tests.support.waiting import PATIENCE_S, wait_until

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 20)
NINE = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
AW_SERVER = os.environ.get("AW_SERVER") or shutil.which("aw-server")


class Documented(BaseHTTPRequestHandler):
    """Buckets and events as docs.activitywatch.net describes them."""

    buckets: dict
    asked: list

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        parts = self._parts()
        if len(parts) == 4:
            assert set(body) == {"client", "type", "hostname"}
            is_new = self.buckets.setdefault(parts[3], []) == []
            return self._answer({}, 200 if is_new else 304)
        self.buckets[parts[3]].extend(body)
        return self._answer(body)

    def do_GET(self):
        query = parse_qs(urlsplit(self.path).query)
        start, end = (datetime.fromisoformat(query[name][0]) for name in ("start", "end"))
        events = self.buckets[self._parts()[3]]
        within = [e for e in events if start <= datetime.fromisoformat(e["timestamp"]) <= end]
        self._answer(within)

    def _parts(self):
        parts = urlsplit(self.path).path.strip("/").split("/")
        assert parts[:3] == ["api", "0", "buckets"]
        self.asked.append(f"{self.command} {self.path}")
        return parts

    def _answer(self, value, code=200):
        text = b"" if code == 304 else json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    handler = type("Handler", (Documented,), {"buckets": {}, "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        handler.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield handler
        server.shutdown()


@pytest.fixture
def real_server(tmp_path):
    if not AW_SERVER:
        pytest.skip("no aw-server is installed (pip install aw-server, in a venv of its own)")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CONFIG", "CACHE")}
    words = [AW_SERVER, "--testing", "--storage", "memory", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"

    def answers():
        try:
            return httpx.get(f"{url}/api/0/info", trust_env=False).is_success
        except httpx.HTTPError:
            return False

    process = subprocess.Popen(
        words,
        env={**os.environ, **folders, "HOME": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(answers, "aw-server")
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    for name in ("DATA", "CONFIG", "LOG"):
        monkeypatch.setenv(f"POSTURE_{name}_DIR", str(tmp_path / "home" / name.lower()))
    with closing(open_store(record_path(), load_config().store)) as store:
        yield store


def slouch(store, minute, cause=Cause.SLUMPED, **more):
    start = NINE + timedelta(minutes=minute, microseconds=123_456)
    store.add_episode(
        EpisodeRecord(start, start + timedelta(seconds=90), (cause,), 1.5, "corrected", **more)
    )


def sit(store):
    """Ten minutes at the desk, ten away, ten at the desk."""
    states = [WatchState.UPRIGHT, WatchState.AWAY, WatchState.UPRIGHT]
    store.add_samples(
        SampleRecord(NINE + timedelta(seconds=second), 5.0, states[second // 600])
        for second in range(0, 1800, 5)
    )


def sent(url, *words):
    done = CliRunner().invoke(app, ["activitywatch", "--server", url, *map(str, words), "--json"])
    assert done.exit_code == 0, done.exception
    return json.loads(done.output)


def refused(url):
    error = CliRunner().invoke(app, ["activitywatch", "--server", url]).exception
    assert isinstance(error, InputError), error
    return str(error)


def test_slouches_and_breaks_are_sent_once_and_what_is_new_later(store, server):
    sit(store)
    slouch(store, 1)
    slouch(store, 3, source="clip", is_apart=True)
    told = sent(server.url)
    assert told == {"slouches": 1, "breaks": 1}
    assert undescribed("export activitywatch", told) == (set(), set())
    assert sent(server.url) == {"slouches": 0, "breaks": 0}
    slouch(store, 25, Cause.HEAD_DOWN)
    slouch(store, -30)  # as from an import: older than what was sent
    assert sent(server.url) == {"slouches": 2, "breaks": 0}
    host = socket.gethostname()
    slouches, breaks = (server.buckets[f"posture-{kind}_{host}"] for kind in ("slouches", "breaks"))
    assert [event["data"]["causes"] for event in slouches[:2]] == [["slumped torso"]] * 2
    assert slouches[0]["duration"] == 90.0
    assert breaks == [
        {
            "timestamp": "2026-11-20T08:10:00.000+00:00",
            "duration": 600.0,
            "data": {"title": "Break"},
        }
    ]


def test_from_a_day_on_only_that_is_sent(store, server):
    slouch(store, -24 * 60)
    slouch(store, 1)
    assert sent(server.url, "--from", DAY)["slouches"] == 1


def test_the_real_server_takes_them_once_too(store, real_server):
    sit(store)
    slouch(store, 1)
    assert sent(real_server) == {"slouches": 1, "breaks": 1}
    slouch(store, 20)
    assert sent(real_server) == {"slouches": 1, "breaks": 0}
    assert sent(real_server) == {"slouches": 0, "breaks": 0}


@pytest.mark.parametrize(
    "address",
    [
        "http://192.0.2.1:5600",
        "http://example.org",
        "https://127.0.0.1:5600",
        "http://127.0.0.1.example.org:5600",
        "http://user@192.0.2.1@127.0.0.1:5600x",
        "ftp://127.0.0.1",
        "127.0.0.1:5600",
        "",
    ],
)
def test_no_other_machine_is_ever_asked(store, address):
    slouch(store, 1)
    assert "not an address of this machine" in refused(address)


def test_a_server_that_does_not_answer_or_is_another_is_told_in_a_line(store, server):
    slouch(store, 1)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    assert "does not answer" in refused(f"http://127.0.0.1:{port}")
    server.do_POST = lambda self: self.send_error(404)
    assert "not an ActivityWatch server" in refused(server.url)


def test_with_nothing_recorded_nothing_is_sent(store, server):
    store.close()
    record_path().unlink()
    assert "Nothing has been recorded yet" in refused(server.url)
    assert server.asked == []
