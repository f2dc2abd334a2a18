"""The camera's picture: on request, while it is shown, and never anywhere but in memory."""

from base64 import b64encode

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posture.config import load_config
from posture.gui.camera_page import CameraPage
from posture.gui.worker_thread import WorkerThread
from posture.system.paths import resource
from tests.support.answers import looking

JPEG = resource("samples/pictures/f1_r1_front_00_upright.jpg").read_bytes()
PICTURE = b64encode(JPEG).decode()


@pytest.fixture
def page(qtbot, monitor, monkeypatch):
    monkeypatch.setenv("POSTURE_WINDOW__PREVIEW_INTERVAL_S", "0.05")
    monitor.look = looking(PICTURE)
    made = CameraPage(WorkerThread("reading"), load_config())
    qtbot.addWidget(made)
    made.show()
    return made


def shows(monitor):
    return [more for more in monitor.questions("show") if not more]


def test_nothing_is_asked_for_before_somebody_wants_the_picture(page, monitor, qtbot):
    qtbot.wait(150)
    assert monitor.asked == []
    assert not page.picture.has_picture
    assert "only while you ask for it" in page.picture.accessibleDescription()


def test_the_switch_shows_picture_lines_angles_and_limits(page, qtbot):
    QTest.mouseClick(page.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.picture.has_picture)
    assert page.judged.text() == "Judged upright."
    assert page.gauges["neck"].said.text() == "+3° ± 4°"
    assert page.gauges["neck"].limit.text() == "limit 10° from your upright"
    assert page.gauges["neck"].bar.value() == 30
    assert page.gauges["torso"].said.text() == "not seen"
    assert page.gauges["head"].said.text() == "down by 1%"
    assert not page.grab().isNull()


def test_what_is_wrong_is_said(page, monitor, qtbot):
    monitor.look = looking(PICTURE, problems=["Your head is turned. Look at your screen."])
    page.switch.click()
    qtbot.waitUntil(lambda: "turned" in page.problems.text())


@pytest.mark.parametrize("way", ["the switch", "hiding", "the longest time"])
def test_it_ends_at_once_and_the_monitor_is_told(page, monitor, qtbot, way):
    page.switch.click()
    qtbot.waitUntil(lambda: page.picture.has_picture)
    match way:
        case "the switch":
            page.switch.click()
        case "hiding":
            page.hide()
        case _:
            page._longest.timeout.emit()
    assert not page.is_on
    assert not page.picture.has_picture, "the picture is forgotten"
    qtbot.waitUntil(lambda: {"over": True} in monitor.questions("show"))
    asked = len(shows(monitor))
    qtbot.wait(150)
    assert len(shows(monitor)) == asked, "nothing more is asked for"
    assert not page.picture.has_picture


def test_a_camera_that_is_off_says_why_and_one_question_waits_for_the_other(page, monitor, qtbot):
    monitor.look = looking(None, paused_because="in a call")
    page.switch.click()
    qtbot.waitUntil(lambda: "in a call" in page.picture.accessibleDescription())


def test_without_a_monitor_it_says_so(page, monitor, qtbot):
    monitor.is_running = False
    page.switch.click()
    qtbot.waitUntil(lambda: "not running" in page.picture.accessibleDescription())


def test_a_look_that_comes_after_it_was_put_away_is_not_shown(page):
    page.show_answer(looking(PICTURE))
    assert not page.picture.has_picture
