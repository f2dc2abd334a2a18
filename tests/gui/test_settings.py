"""What people change is written to the same file as by ``posture config``, comments kept."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from posture.app.running_note import Reloaded
from posture.config import load_config, user_config_file
from posture.gui.fields import Suggested
from posture.gui.settings import SettingsPage
from posture.gui.worker_thread import WorkerThread

OWN = "# mine\n[rules]\nhold_s = 45  # I am slow\n"


@pytest.fixture
def page(qtbot, monkeypatch):
    monkeypatch.setattr(
        "posture.app.integration.autostart.status", lambda: FakeAutostart(is_on=False)
    )
    file = user_config_file()
    file.parent.mkdir(parents=True)
    file.write_text(OWN)
    made = SettingsPage(WorkerThread("reading"))
    qtbot.addWidget(made)
    made.show()
    hold = made.form.fields["rules.hold_s"]
    qtbot.waitUntil(lambda: hold.box.value() == 45)
    return made


class FakeAutostart:
    def __init__(self, *, is_on):
        self.is_on = is_on


def test_each_setting_shown_is_one_and_shows_what_is_in_force(page):
    config = load_config()
    assert page.form.fields["nudges.max_per_hour"].box.value() == config.nudges.max_per_hour
    assert page.form.fields["nudges.steps"].boxes["toast"].isChecked()
    assert page.form.fields["rules.sensitivity_head_forward"].box.currentText() == "Normal"


@pytest.mark.parametrize(
    ("key", "change", "line"),
    [
        ("rules.hold_s", lambda f: f.box.setValue(20), "hold_s = 20  # I am slow"),
        (
            "nudges.quiet_hours",
            lambda f: (f.line.setText("12:00-13:00, 22:00-07:00"), f.line.editingFinished.emit()),
            'quiet_hours = ["12:00-13:00", "22:00-07:00"]',
        ),
        ("nudges.steps", lambda f: f.boxes["sound"].click(), 'steps = ["toast", "sound"]'),
        (
            "rules.sensitivity_too_close",
            lambda f: (f.box.setCurrentIndex(0), f.box.activated.emit(0)),
            "sensitivity_too_close = 0.0",
        ),
        ("breaks.plan", lambda f: f.box.activated.emit(3), 'plan = "off"'),
        ("report.every", lambda f: f.box.activated.emit(1), 'every = "evening"'),
        ("report.every", lambda f: f.box.activated.emit(3), 'every = "sunday 18:00"'),
        (
            "camera.source",
            lambda f: (f.line.setText("rtsp://cam.local/1"), f.line.editingFinished.emit()),
            'source = "rtsp://cam.local/1"',
        ),
        ("desktop.hold_on_call", lambda f: f.box.click(), "hold_on_call = false"),
    ],
)
def test_a_change_is_written_at_once_and_comments_stay(page, qtbot, key, change, line):
    change(page.form.fields[key])
    qtbot.waitUntil(lambda: line in user_config_file().read_text())
    assert user_config_file().read_text().startswith("# mine\n")
    qtbot.waitUntil(lambda: page.note.text() == "Saved.")
    load_config()


def test_a_camera_is_offered_by_name_and_kept_by_what_stays(qtbot):
    def same(spec):
        return {"0": "/dev/v4l/by-id/a"}.get(spec, spec)

    cameras = [("Desk cam (camera 0)", "/dev/v4l/by-id/a"), ("Lid (camera 2)", "/dev/v4l/by-id/b")]
    field, changes = Suggested("camera.source", "C&amera", lambda: cameras, same), []
    qtbot.addWidget(field.widget)
    field.changed.connect(changes.append)
    field.show_value("0")
    assert field.box.currentText() == "0"
    field.offer(field.suggest())
    assert field.box.currentText() == "Desk cam (camera 0)"
    field.line.editingFinished.emit()
    assert changes == [], "nothing was changed"
    field.box.setCurrentIndex(1)
    field.box.activated.emit(1)
    assert changes == ["/dev/v4l/by-id/b"]
    field.show_value("/dev/v4l/by-id/unplugged")
    assert field.box.currentText() == "/dev/v4l/by-id/unplugged"


def test_what_is_no_quiet_hour_is_refused_in_a_line_and_the_file_stays(page, qtbot):
    field = page.form.fields["nudges.quiet_hours"]
    field.line.setText("noon")
    field.line.editingFinished.emit()
    qtbot.waitUntil(lambda: page.note.text().startswith("Not saved: "))
    assert "quiet_hours" in page.note.text()
    assert user_config_file().read_text() == OWN
    qtbot.waitUntil(lambda: field.line.text() == "")


def test_what_the_running_monitor_makes_of_it_is_said(page, qtbot, monkeypatch):
    restarts = []
    page.restart.connect(lambda: restarts.append(1))
    answers = iter(
        [Reloaded(taken_up=("rules.hold_s",)), Reloaded(need_restart=("camera.source",))]
    )
    monkeypatch.setattr("posture.gui.settings.reload_settings", lambda: next(answers))
    page.form.fields["rules.hold_s"].box.setValue(21)
    qtbot.waitUntil(lambda: "in force from now on" in page.note.text())
    assert not page.restart_button.isVisible()
    camera = page.form.fields["camera.source"]
    camera.line.setText("1")
    camera.line.editingFinished.emit()
    qtbot.waitUntil(page.restart_button.isVisible)
    QTest.mouseClick(page.restart_button, Qt.MouseButton.LeftButton)
    assert restarts == [1]


def test_a_broken_file_is_said_and_nothing_can_be_changed(page, qtbot):
    user_config_file().write_text("[rules\n")
    page.form.refresh()
    qtbot.waitUntil(lambda: not page.form.isEnabled())
    assert "not valid TOML" in page.note.text()


def test_starting_at_login_is_a_switch(page, qtbot, monkeypatch):
    turned = []
    for name in ("turn_on", "turn_off"):
        monkeypatch.setattr(
            f"posture.app.integration.autostart.{name}",
            lambda name=name: turned.append(name) or FakeAutostart(is_on=name == "turn_on"),
        )
    page.autostart.click()
    qtbot.waitUntil(lambda: turned == ["turn_on"])
    qtbot.waitUntil(lambda: page.note.text() == "It starts when you log in.")
    page.autostart.click()
    qtbot.waitUntil(lambda: turned == ["turn_on", "turn_off"])
