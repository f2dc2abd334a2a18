"""People who fill the picture, by the commands as a user has them."""

import json

import cv2

from posture.system.paths import resource

PICTURES = resource("samples/pictures")
# Of a sample before a low camera: head and shoulders, cut out close.
ROWS, COLUMNS = slice(85, 354), slice(140, 499)


def test_somebody_who_fills_the_picture_can_be_calibrated_and_measured(posture, tmp_path):
    for name in ("00_upright", "02_slump"):
        picture = cv2.imread(str(PICTURES / f"m1_r0_front_low_{name}.jpg"))
        cv2.imwrite(str(tmp_path / f"{name}.png"), picture[ROWS, COLUMNS])
    made = posture("calibrate", "--upright", tmp_path / "00_upright.png", "--profile", "close")
    assert (made.returncode, made.stderr) == (0, "")
    said = posture("measure", tmp_path / "02_slump.png", "--profile", "close", "--json")
    assert said.returncode == 0
    first = json.loads(said.stdout.splitlines()[-1])
    assert first["neck_change_deg"] > 3
