"""The profile a running watch judges by: renamed, deleted, chosen anew."""

from datetime import UTC, datetime

import pytest

from posture.monitor.docking import Docking
from posture.monitor.profile_in_use import ProfileInUse
from posture.store.profiles import delete_profile, load_profile, rename_profile, save_profile
from posture.system.clock import VirtualClock
from tests.support.calibrated import profile_of, upright_of


@pytest.fixture
def begun(tmp_path, monkeypatch):
    """Makes a watch that was started with a name or without; chooses what ``choice`` holds."""
    monkeypatch.setenv("POSTURE_DATA_DIR", str(tmp_path))
    for name in ("default", "office"):
        save_profile(profile_of(upright_of(), name))

    def begin(wanted=None, used="default"):
        adopted, choice = [], ["default"]

        def choose(name):
            name = name or choice[0]
            return name, load_profile(name)

        in_use = ProfileInUse(wanted, used, choose, lambda p: adopted.append(p and p.name), list)
        return in_use, adopted, choice

    return begin


def test_what_the_settings_choose_now_is_taken_up_by_the_loop(begun):
    in_use, adopted, choice = begun()
    choice[:] = ["office"]
    assert in_use.choose_anew()["profile"] == "office"
    assert adopted == []
    in_use.take_up()
    assert adopted == ["office"]


def test_on_another_dock_the_profile_of_that_desk_is_taken_up(begun):
    in_use, adopted, choice = begun()
    clock, displays = VirtualClock(datetime(2026, 11, 20, tzinfo=UTC)), ["panel"]
    docking = Docking(lambda: tuple(displays), clock, in_use.follow_desk)

    def looked():
        clock.sleep(10.0)
        docking.look(10.0)
        in_use.take_up()
        return adopted

    choice[:] = ["office"]
    assert looked() == looked() == [], "nothing was plugged in"
    displays.append("wide")
    assert looked() == [], "more may come in a moment"
    docking.look(10.0)
    assert looked() == ["office"]
    displays.clear()
    assert looked() == looked() == ["office"], "the same profile is not begun anew"


def test_another_desk_changes_no_profile_that_was_named_and_a_damaged_one_is_left(begun):
    in_use, adopted, choice = begun("default")
    choice[:] = ["office"]
    in_use.follow_desk()
    in_use.take_up()
    free, adopted_by_desk, choice = begun()
    choice[:] = ["gone"]
    free.follow_desk()
    free.take_up()
    assert adopted == adopted_by_desk == []


def test_a_watch_that_was_started_with_a_profile_keeps_it(begun):
    in_use, _, choice = begun("default")
    choice[:] = ["office"]
    answer = in_use.choose_anew()
    assert (answer["profile"], answer["is_fixed"]) == ("default", True)


@pytest.mark.parametrize("wanted", [None, "default"])
def test_a_renamed_profile_goes_on_being_used(begun, wanted):
    in_use, adopted, _ = begun(wanted)
    rename_profile("default", "home")
    assert in_use.handle({"old": "default", "new": "home"})["profile"] == "home"
    in_use.take_up()
    assert adopted == ["home"]


def test_another_that_is_renamed_changes_nothing(begun):
    in_use, adopted, _ = begun()
    rename_profile("office", "home")
    assert in_use.handle({"old": "office", "new": "home"})["profile"] == "default"
    in_use.take_up()
    assert adopted == ["default"]


def test_another_that_is_deleted_changes_nothing(begun):
    in_use, adopted, choice = begun(None, "office")
    choice[:] = ["default"]
    delete_profile("default")
    assert in_use.handle({"old": "default", "new": None})["profile"] == "office"
    in_use.take_up()
    assert adopted == ["office"]


def test_a_deleted_profile_leaves_population_defaults(begun):
    in_use, adopted, _ = begun("office", "office")
    delete_profile("office")
    assert in_use.handle({"old": "office", "new": None})["profile"] is None
    in_use.take_up()
    assert adopted == [None]
