"""Everything growing by one factor, through the real model, the filters, the rules and the hold."""

import cv2
import pytest

from posture.app.composition import angle_model
from posture.config import load_config
from posture.core.events import EpisodeStarted
from tests.accuracy.clips import FPS, watched
from tests.support.clips import frames, truth

CONFIG = load_config(["rules.hold_s=10"])
CALIBRATED_S = 10.0


def settled(name, state):
    rows = truth(name)
    return [
        rgb
        for rgb, row in zip(frames(name), rows, strict=False)
        if row["state"] == state and row["settled"] == "1"
    ]


def enlarged(rgb, factor):
    height, width = rgb.shape[:2]
    grow = cv2.getRotationMatrix2D((width / 2, height / 2), 0.0, factor)
    return cv2.warpAffine(rgb, grow, (width, height), borderMode=cv2.BORDER_REPLICATE)


def episodes(folder, pictures):
    for number, rgb in enumerate(pictures):
        cv2.imwrite(str(folder / f"{number:04}.png"), rgb[..., ::-1])
    events = watched(folder, angle_model(CONFIG), CONFIG)
    return [event for event in events if isinstance(event, EpisodeStarted)]


@pytest.mark.parametrize("name", ["f1_front"])
def test_a_chair_rolled_nearer_is_no_episode_and_a_slump_there_is_one(tmp_path, name):
    upright = settled(name, "upright")
    calm = upright[: round(CALIBRATED_S * FPS)]
    nearer = [enlarged(rgb, 1.15) for rgb in upright]
    slumped = [enlarged(rgb, 1.15) for rgb in settled(name, "slump")]
    found = episodes(tmp_path, [*calm, *nearer, *slumped])
    begin_s = (len(calm) + len(nearer)) / FPS
    assert [episode.since_s >= begin_s - 2.0 for episode in found] == [True]
