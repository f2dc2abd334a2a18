"""docs/json.md describes every key that ``--json`` prints, and no other."""

import json
import re
from datetime import date
from typing import get_args

import pytest

from posture.app.event_forms import event_json
from posture.core.day.model import JudgedTime
from posture.core.day.summary import summarise
from posture.core.events import Cause, Event, HeldBack, LookFailed, Notice, Withheld
from posture.core.period.calendar import week_of
from posture.report.data import jsonable
from posture.report.period_data import jsonable as period_jsonable
from posture.system.paths import resource
from tests.cli.test_help import PAGE as COMMANDS
from tests.support.days import LIMITS, ZONE, a_day
from tests.support.json_page import PAGE, documented, undescribed
from tests.support.periods import lived, summed, with_goal

PICTURE = resource("samples/pictures/f1_r1_front_00_upright.jpg")
CLIP = resource("samples/clips/f1_front.mp4")
NOTHING = (set(), set())


def printed(posture, *words, code=0):
    done = posture(*words, "--json")
    assert done.returncode == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_command_with_json_has_a_section():
    sections = set(re.findall(r"^## (.+)$", PAGE.read_text("utf-8"), re.MULTILINE))
    with_json = {
        part.partition("\n")[0]
        for part in re.split(r"^#{3,4} posture ", COMMANDS, flags=re.MULTILINE)[1:]
        if "  --json " in part
    }
    assert sections - {"A measured picture", "A period's report"} == with_json


def test_measure_and_replay_print_what_the_page_says(posture, tmp_path):
    bad = tmp_path / "bad.jpg"
    bad.write_text("no picture")
    picture, error = printed(posture, "measure", PICTURE, bad, code=1)
    shared = documented("A measured picture")

    def own(line):
        return {key: value for key, value in line.items() if not shared & {key, f"{key}[]"}}

    def of_a_picture(line):
        names = {re.split(r"[.\[]", key)[0] for key in shared}
        return {key: value for key, value in line.items() if key in names}

    assert undescribed("A measured picture", of_a_picture(picture)) == NOTHING
    extra = {key for key in picture if key not in of_a_picture(picture)}
    assert {*extra, *error} == documented("measure")

    events = printed(posture, "replay", CLIP, "--set", "rules.hold_s=10")
    events += [
        event_json(HeldBack(1.0, Cause.SLUMPED, "a call")),
        event_json(Notice(1.0, "changed set-up", "Calibrate again.")),
        event_json(Withheld(1.0, Cause.SLUMPED, 0.25)),
        event_json(LookFailed(1.0, "Traceback")),
    ]
    kinds = {event["event"] for event in events}
    assert len(kinds - {"summary"}) == len(get_args(Event)), "an event of each kind"
    (row,) = re.findall(r"^\| `event` \| (sample.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert set(re.split(", | or ", row)) == kinds
    names = {re.split(r"[.\[]", key)[0] for key in documented("replay")}
    told = [
        {k: v for k, v in event.items() if event["event"] != "sample" or k in names - {"posture"}}
        for event in events
    ]
    assert undescribed("replay", *told) == NOTHING
    sample = next(event for event in events if event["event"] == "sample")
    assert set(sample) - names == set(of_a_picture(sample)) - names


def test_a_calibration_and_what_reads_it_print_what_the_page_says(posture):
    made = printed(posture, "calibrate", "--upright", PICTURE, "--profile", "me")
    assert undescribed("calibrate", *made) == NOTHING
    assert undescribed("profiles list", *printed(posture, "profiles", "list")) == NOTHING
    assert undescribed("profiles show", *printed(posture, "profiles", "show", "me")) == NOTHING
    checked = printed(posture, "check", "--source", CLIP, "--profile", "me", "--for", "2s")
    assert undescribed("check", *checked) == NOTHING


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("advice", []),
        ("simulate", ["--days", "1"]),
        ("notify-test", ["--step", "tray"]),
        ("config show", []),
    ],
)
def test_a_command_prints_what_the_page_says(posture, section, words):
    assert undescribed(section, *printed(posture, *section.split(), *words)) == NOTHING


def test_doctor_prints_what_the_page_says(posture):
    done = posture("doctor", "--json")
    assert undescribed("doctor", json.loads(done.stdout)) == NOTHING


def test_stretch_prints_what_the_page_says(posture):
    told = printed(posture, "stretch", "--source", resource("samples/clips/f1_front.mp4"))
    unknown, missing = undescribed("stretch", *told)
    assert unknown == set()
    assert missing <= {"side", "count", "is_well"}  # she does not stretch in this clip


def test_status_prints_what_the_page_says(posture):
    assert posture("start", "--source", CLIP).returncode == 0
    try:
        told = printed(posture, "status")
    finally:
        posture("stop")
    assert undescribed("status", *told) == NOTHING


def test_the_report_prints_what_the_page_says():
    day = date(2026, 11, 20)
    told = jsonable(summarise(day, ZONE, a_day(day), LIMITS))
    assert undescribed("report", {**told, "notices": [], "page": "x"}) == NOTHING


def test_a_periods_report_prints_what_the_page_says():
    week = week_of(date(2026, 11, 20))
    before = [JudgedTime(9000.0, 900.0)]
    told = period_jsonable(summed(week, *lived(week.days), limits=with_goal(0.8), before=before))
    assert undescribed("A period's report", {**told, "notices": [], "page": "x"}) == NOTHING
