"""Icon and menu, by what the monitor answers."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from posture.gui.glance import IconKind, glance_at
from posture.gui.icons import SIZES_PX, pixmap_of
from posture.gui.tray import Tray, TrayMenu, until_tomorrow_s
from tests.support.answers import nudged, watching

LIGHT, DARK = 0xFFF2F2F2, 0xFF202326


@pytest.fixture
def menu(qtbot):
    made = TrayMenu(lambda: ["default", "office"])
    qtbot.addWidget(made)
    return made


def labels(menu):
    return [a.text().replace("&", "") for a in menu.actions() if a.isVisible() and a.text()]


def choose(menu, label):
    (action,) = [a for a in menu.actions() if a.text().replace("&", "") == label and a.isVisible()]
    assert action.isEnabled()
    action.trigger()


@pytest.mark.parametrize(
    ("answer", "icon"),
    [
        (None, IconKind.OFF),
        (watching(), IconKind.WATCHING),
        (watching(state="away"), IconKind.WATCHING),
        (watching(state="poor"), IconKind.SLOUCHING),
        (watching(state="paused", paused_because="paused", paused_since="x"), IconKind.PAUSED),
        (watching(state="paused", paused_because="locked"), IconKind.PAUSED),
        (watching(state="paused", paused_because="in a call"), IconKind.CALL),
        (watching(state="no camera"), IconKind.BLIND),
        (watching(state="covered"), IconKind.BLIND),
        ({"error": "It does not answer."}, IconKind.BLIND),
        (watching(calibration="provisional"), IconKind.UNCALIBRATED),
        (watching(state="set-up changed"), IconKind.UNCALIBRATED),
        (nudged("tray"), IconKind.NUDGE),
        (nudged("toast"), IconKind.SLOUCHING),
    ],
)
def test_the_icon_tells_what_the_monitor_answers(answer, icon):
    assert glance_at(answer).icon is icon


def test_a_nudge_of_the_step_tray_is_said_by_icon_and_tooltip():
    glance = glance_at(nudged("tray"))
    assert "Sit back and grow tall." in glance.tooltip
    assert "Today: slouched 25% of 2 h." in glance.tooltip


def test_the_hint_has_the_share_of_today_and_the_end_of_a_pause():
    pause = watching(state="paused", paused_because="paused", paused_since="x", paused_for_s=60.0)
    end = datetime.now().astimezone() + timedelta(seconds=60)
    said = glance_at(pause).sentence
    assert "Paused until" in said
    assert f"{end:%H:}" in said
    assert "you resume" in glance_at(watching(state="paused", paused_because="paused")).sentence
    assert glance_at(watching(today_poor_share=None)).hint == "Today: nothing judged yet."


def shape(pixmap):
    """Where the drawing is light, whatever its colours."""
    image = pixmap.toImage()
    pixels = range(image.width())
    return tuple(image.pixelColor(x, y).lightnessF() > 0.7 for y in pixels for x in pixels)


@pytest.mark.parametrize("size_px", SIZES_PX)
@pytest.mark.usefixtures("qapp")
def test_no_two_icons_have_the_same_shape_at_any_size(size_px):
    shapes = {kind: shape(pixmap_of(kind, size_px)) for kind in IconKind}
    for one in IconKind:
        for other in IconKind:
            if one is not other:
                different = sum(a != b for a, b in zip(shapes[one], shapes[other], strict=True))
                assert different > 0.04 * size_px**2, (one, other)


@pytest.mark.usefixtures("qapp")
def test_the_lines_stand_out_from_the_plate_and_the_plate_from_light_and_dark_panels():
    for kind in IconKind:
        image = pixmap_of(kind, 64).toImage()
        plate = image.pixelColor(6, 32)
        assert contrast(plate.rgb(), 0xFFFFFFFF) > 4.5, kind
        assert contrast(plate.rgb(), LIGHT) > 3, kind
        rim = image.pixelColor(32, 1)
        assert rim.lightness() > plate.lightness() + 20, f"{kind}: the rim shows on a dark panel"


def contrast(one, other):
    """As WCAG 2.2 has it."""

    def luminance(rgb):
        parts = [((rgb >> shift) & 255) / 255 for shift in (16, 8, 0)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_cannot_be_done_is_not_offered(menu):
    menu.show_answer(None)
    assert "Start watching" in labels(menu)
    assert not {"Pause", "Snooze nudges", "Resume now"} & set(labels(menu))
    menu.show_answer(watching())
    assert {"Pause", "Snooze nudges", "Was that nudge right?"} <= set(labels(menu))
    assert not {"Start watching", "Resume now"} & set(labels(menu))
    assert not menu.verdict_menu.isEnabled()
    menu.show_answer(nudged())
    assert menu.verdict_menu.isEnabled()
    menu.show_answer(watching(state="paused", paused_because="paused", paused_since="x"))
    assert "Resume now" in labels(menu)


def test_each_line_asks_for_what_it_says(menu):
    asked, pages = [], []
    menu.asked.connect(lambda do, more: asked.append((do, more)))
    menu.page.connect(pages.append)
    menu.show_answer(nudged())
    choose(menu.pause_menu, "15 minutes")
    choose(menu.pause_menu, "1 hour")
    choose(menu, "Snooze nudges")
    choose(menu.verdict_menu, "No, a false alarm")
    assert asked == [
        ("pause", {"seconds": 900.0}),
        ("pause", {"seconds": 3600.0}),
        ("snooze", {}),
        ("answer", {"kind": "false alarm"}),
    ]
    reports = []
    menu.report.connect(lambda: reports.append(1))
    choose(menu, "Today's report")
    assert reports == [1]
    for label in ("Today", "Camera view", "Week", "Settings ..."):
        choose(menu, label)
    assert pages == ["today", "camera", "week", "settings"]


def test_until_tomorrow_ends_in_the_morning():
    night = datetime.fromisoformat("2026-03-05T23:00:00+01:00")
    assert until_tomorrow_s(night) == 7 * 3600


def test_profiles_are_listed_with_the_one_in_use_marked(menu):
    chosen = []
    menu.profile.connect(chosen.append)
    menu.show_answer(watching(profile="office"))
    menu.profile_menu.aboutToShow.emit()
    marked = {a.text(): a.isChecked() for a in menu.profile_menu.actions()}
    assert marked == {"default": False, "office": True}
    choose(menu.profile_menu, "default")
    assert chosen == ["default"]


def test_the_menu_goes_by_keyboard(menu, qtbot):
    pages = []
    menu.page.connect(pages.append)
    menu.show_answer(watching())
    menu.popup(menu.pos())
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_W)
    assert pages == ["week"]


def test_the_icon_is_drawn_anew_only_for_something_new(menu, qtbot):
    tray = Tray(menu)
    qtbot.addWidget(menu)
    tray.show_answer(watching())
    before = tray.shown
    tray.show_answer(watching())
    assert tray.shown is before
    tray.show_answer(watching(state="poor"))
    assert tray.shown.icon is IconKind.SLOUCHING


def test_no_letter_of_the_menu_stands_for_two_lines(menu):
    menu.show_answer(watching(quiet_since="x"))
    letters = [QKeySequence.mnemonic(a.text()).toString() for a in menu.actions() if a.isVisible()]
    letters = [letter for letter in letters if letter]
    assert len(letters) == len(set(letters))
