"""One person in some pictures: what a calibration and a check are made of."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from posture.capture.pixels import brightness
from posture.config import Config
from posture.core.policies.pose import PeoplePolicy
from posture.core.pose.landmarks import Pose
from posture.core.pose.tracking import follow, size_px
from posture.errors import CalibrationError
from posture.protocols import Frame, PoseEstimator
from posture.vision.clothing import Lab, clothes_colour

if TYPE_CHECKING:
    from posture.capture.recording import ReelRecording

# Looking at each carefully takes ten looks; a median of so many is as steady as it gets.
_MOST_PICTURES = 40


@dataclass(frozen=True, slots=True, eq=False)
class PersonSeen:
    """One person in some pictures, and how bright the pictures were, 0 to 255.

    crowded: in how many of them somebody else was about as near. clothes: their colour, if seen.
    focal_px: the focal length of the lens, if the pictures state it.
    """

    poses: tuple[Pose, ...]
    pictures: int
    brightness: float
    crowded: int = 0
    clothes: Lab | None = None
    focal_px: float | None = None

    @classmethod
    def of(
        cls,
        frames: Iterable[Frame],
        landmarker: PoseEstimator,
        people: PeoplePolicy,
        known: Pose | None = None,
    ) -> "PersonSeen":
        """Of several people the nearest at first, then the same one. known: who was seen before."""
        poses: list[Pose] = []
        levels: list[float] = []
        colours: list[Lab] = []
        crowded = 0
        focal_px: float | None = None
        for frame in frames:
            focal_px = focal_px or frame.focal_px
            levels.append(brightness(frame.rgb))
            found = landmarker.estimate(frame)
            size = frame.rgb.shape[1::-1]
            is_comparable = known is not None and (known.width_px, known.height_px) == size
            person = follow(found, known if is_comparable else None, people)
            if person is None:
                continue
            known = person
            poses.append(person)
            colour = clothes_colour(frame.rgb, person)
            colours += [] if colour is None else [colour]
            near_px = size_px(person) / people.nearer_ratio
            crowded += any(size_px(p) > near_px for p in found if p is not person)
        level = float(np.median(levels)) if levels else 0.0
        clothes = np.median(colours, axis=0) if colours else None
        return cls(tuple(poses), len(levels), level, crowded, clothes, focal_px)

    @property
    def hfov_deg(self) -> float | None:
        """The horizontal field of view, if the pictures state it."""
        if self.focal_px is None or not self.poses:
            return None
        return math.degrees(2 * math.atan(self.poses[0].width_px / (2 * self.focal_px)))

    @property
    def is_crowded(self) -> bool:
        """Whether most pictures leave it open who is meant."""
        return 2 * self.crowded > len(self.poses)


def refuse_unseen(seen: PersonSeen, config: Config) -> None:
    """Raise CalibrationError for pictures that are too dark, or without anybody in them."""
    if seen.brightness < config.calibration.dark_below:
        raise CalibrationError(
            "The picture is too dark.", "Turn on a light or uncover the lens, and try again."
        )
    if not seen.poses:
        raise CalibrationError(
            "Nobody can be seen.",
            "Sit in front of the camera, head and shoulders in the picture, and try again.",
        )


def spread(recordings: Sequence["ReelRecording"]) -> Iterator[Frame]:
    """At most some 40 pictures of the recordings, evenly: a film has thirty a second.

    Of each recording one at least.
    """
    most = max(1, _MOST_PICTURES // len(recordings))
    return chain.from_iterable(_few(recording, most) for recording in recordings)


def _few(recording: "ReelRecording", most: int) -> Iterator[Frame]:
    every = max(1, math.ceil(recording.length_s() * recording.fps / most))
    return (frame for at, frame in enumerate(recording.frames()) if at % every == 0)
