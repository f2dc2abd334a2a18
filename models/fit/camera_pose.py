"""Fits what an upright shows of the camera's place, and how far that misses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.fit.examples import SittingExample
from models.fit.settings import fit_settings
from posture.core.angles.camera_pose import azimuth_rad, camera_pitch_rad, elevation_rad, pitch_cues
from posture.core.pose.shape import Measure
from posture.core.pose.view import View

Array = NDArray[np.float64]

_SETTINGS = fit_settings("cameras")
_LEAST_SD, _MOST_SD = np.radians([_SETTINGS["least_sd_deg"], _SETTINGS["most_sd_deg"]])


@dataclass(frozen=True, slots=True, eq=False)
class CameraLines:
    """The lines and misses of ``posture.core.angles.person_model.ObservationModel``, in radians.

    pitch: (1 + cues,) offset and slopes. azimuth: (2,) offset and slope. sd: (2,) of both.
    """

    pitch: Array
    azimuth: Array
    sd: Array


def fit_camera(sittings: Sequence[SittingExample], view: View) -> CameraLines:
    """The misses are those of people left out of the fit one by one."""
    pitch, azimuth = _lines(sittings, view)
    misses = []
    for subject in sorted({sitting.subject for sitting in sittings}):
        others = [sitting for sitting in sittings if sitting.subject != subject]
        lines = _lines(others, view) if others else (pitch, azimuth)
        misses += [
            (
                camera_pitch_rad(sitting.seen, lines[0]) - sitting.camera_pitch_rad,
                azimuth_rad(sitting.upright, lines[1]) - sitting.azimuth_rad,
            )
            for sitting in sittings
            if sitting.subject == subject
        ]
    known = np.ma.masked_invalid(np.array(misses))
    sd = np.ma.sqrt((known**2).mean(axis=0)).filled(_MOST_SD)
    return CameraLines(pitch, azimuth, np.clip(sd, _LEAST_SD, _MOST_SD))


def _lines(sittings: Sequence[SittingExample], view: View) -> tuple[Array, Array]:
    if view is View.FRONTAL:
        return _pitch_line(sittings), np.zeros(2)
    return np.array([np.mean([s.camera_pitch_rad for s in sittings])]), _azimuth_line(sittings)


def _pitch_line(sittings: Sequence[SittingExample]) -> Array:
    """The upright's cues show at what elevation a frontal camera sees the face."""
    pitches = np.array([sitting.camera_pitch_rad for sitting in sittings])
    cues = np.array([pitch_cues(sitting.upright) for sitting in sittings])
    wanted = pitches + [elevation_rad(sitting.seen) for sitting in sittings]
    centre, scale = cues.mean(axis=0), cues.std(axis=0)
    rows = (cues - centre) / scale
    normal = rows.T @ rows / len(rows) + _SETTINGS["pitch_ridge"] * np.eye(rows.shape[1])
    slopes = np.linalg.solve(normal, rows.T @ (wanted - wanted.mean()) / len(rows)) / scale
    line: Array = np.append(wanted.mean() - slopes @ centre, slopes)
    return line


def _azimuth_line(sittings: Sequence[SittingExample]) -> Array:
    """What the landmarker's azimuth predicts for the true one; as it stands where none is known."""
    seen = np.array([-sitting.upright[Measure.AZIMUTH] for sitting in sittings])
    true = np.array([sitting.azimuth_rad for sitting in sittings])
    known = np.isfinite(true)
    if not known.any():
        return np.array([0.0, 1.0])
    seen, true = seen[known], true[known]
    across = (seen - seen.mean()) @ (seen - seen.mean()) + len(seen) * _SETTINGS["azimuth_ridge"]
    slope = float((seen - seen.mean()) @ (true - true.mean()) / across)
    return np.array([true.mean() - slope * seen.mean(), slope])
