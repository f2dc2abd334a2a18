"""A person met once: how likely each look would be in every example posture, kept ready.

About each example the look is taken to change in a straight line: with the body, with the chair,
and with where the camera stands, which the upright shows only roughly. What the look would have to
be, how likely that is and which posture explains it best then follow by plain linear algebra,
worked out once; a look costs a few products of matrices.
"""

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posture.core.angles.camera_pose import azimuth_rad, camera_pitch_rad
from posture.core.angles.forward_model import CHANGES, ZOOM, ForwardModel
from posture.core.angles.lens import LensPrior, infer_lens
from posture.core.angles.prior import Chair, Place, PostureExamples, Prior, build_prior
from posture.core.angles.residuals import comparison_of, noise_at
from posture.core.angles.skeleton import STATES, UPRIGHT, unit_of
from posture.core.pose.shape import Shape
from posture.core.pose.view import View

if TYPE_CHECKING:
    from posture.core.angles.baseline import Baseline

Array = NDArray[np.float64]

# Shoulders raised by less than half of this, radians, are looked at as if they were not.
_RISE_STEP = math.radians(2.5)
_CAMERA_STEP = math.radians(2.0)
# A logarithm: of the lens's length.
_LENS_STEP = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class ObservationModel:
    """What was fitted for one view.

    pitch_line: (3,) offset and slopes of ``pitch_cues``, from the front, else (1,): the camera's
    pitch in radians. azimuth_line: (2,) offset and slope of the azimuth that the landmarker sees:
    how far the camera stands round the person, radians. camera_sd: (2,) how far the two miss,
    radians. bias: (BIAS_TERMS, d). whitener: (d, d), root of the precision at a noise of 1. noise:
    (EXTENTS, d) how the noise of each whitened difference grows with the distance from the upright.
    spread: (7,) what the standard deviation is multiplied by to cover 9 of 10.
    """

    pitch_line: Array
    azimuth_line: Array
    camera_sd: Array
    bias: Array
    whitener: Array
    noise: Array
    spread: Array


class Framing(NamedTuple):
    """How far a camera that frames people by itself may have gone: see ``PersonModel``."""

    pan: float
    zoom: float


@dataclass(frozen=True, slots=True, eq=False)
class LinearizedExamples:
    """n examples ready to be asked about a whitened difference (d,).

    Straying from an example moves its look within a subspace of c dimensions, so that all an
    example can say of a look lies in the look's c coordinates there (the matrix inversion lemma,
    Woodbury 1950). Everything of a look is counted in standard deviations of the noise.

    looks: (n, d) what the difference should be. axes: (n * c, d), example after example, from the
    difference to its coordinates, and origin: (n * c,) those of the example's own look. noise: (n,)
    standard deviations. log_weights: (n,) how likely an example is before looking, and how finely
    it foretells a look.
    centres: (n, 9) the changes. straying: (n, 9, c) what a coordinate adds to them. variances:
    (n, 9) of the best change.
    """

    looks: Array
    axes: Array
    origin: Array
    noise: Array
    log_weights: Array
    centres: Array
    straying: Array
    variances: Array


@dataclass(frozen=True, slots=True, eq=False)
class PersonModel:
    """A person's forward model, and what it would be before a camera a step off.

    elsewhere: one pitched, turned round the person or with a lens that much longer; steps and
    misses: (c,) how far off it is, and the standard deviation of what is not known of that.
    upright: the shape, and unit: a shoulder width, as the picture shows them.
    framing: standard deviations of how far the camera itself may have panned, shoulder widths, and
    zoomed the picture, a logarithm; None for a camera that does not.
    """

    observation_model: ObservationModel
    prior: Prior
    upright: Shape
    unit: float
    forward_model: ForwardModel
    elsewhere: tuple[ForwardModel, ...]
    steps: Array
    misses: Array
    framing: Framing | None = None
    cache: dict[int, LinearizedExamples] = field(default_factory=dict)

    def whitened(self, shape: Shape) -> Array:
        """(d,) how a shape differs from the upright."""
        change = comparison_of(self.forward_model.view)(shape, self.upright, self.unit)
        whitened: Array = change @ self.observation_model.whitener
        return whitened

    def linearized(self, shoulder_rise: float) -> LinearizedExamples:
        """The bank for shoulders raised so far, radians."""
        steps = round(abs(shoulder_rise) / _RISE_STEP)
        found = self.cache.get(steps)
        if found is None:
            found = self.cache[steps] = self._linearize(steps * _RISE_STEP)
        return found

    def _linearize(self, rise: float) -> LinearizedExamples:
        seen, slopes = self._expected(rise)
        information = self._information()
        grown = [
            noise_at(self.observation_model.noise, UPRIGHT + centre[:STATES], rise)
            for centre in self.prior.centres
        ]
        noise = self.prior.noise[:, None] + np.array(grown)
        slopes, looks = slopes / noise[:, :, None], seen / noise
        # How sure the best change about an example is: by what was held likely, and by the look.
        posterior = information + slopes.transpose(0, 2, 1) @ slopes
        straying: Array = np.linalg.inv(np.linalg.cholesky(posterior)).transpose(0, 2, 1)
        axes = (slopes @ straying).transpose(0, 2, 1)
        before, after = (np.linalg.slogdet(part).logabsdet for part in (information, posterior))
        size = slopes.shape[1]
        return LinearizedExamples(
            looks,
            (axes / noise[:, None]).reshape(-1, size),
            (axes @ looks[:, :, None]).reshape(-1),
            noise,
            self.prior.log_odds + 0.5 * (before - after) - np.log(noise).sum(axis=1),
            self.prior.centres[:, :ZOOM],
            straying[:, :ZOOM].copy(),
            (straying[:, :ZOOM] ** 2).sum(axis=2),
        )

    def _expected(self, rise: float) -> tuple[Array, Array]:
        """(n, d) and (n, d, CHANGES + c): whitened differences at the examples and their slopes."""
        prior, bias = self.prior, self.observation_model.bias
        known = (prior.centres, bias, rise)
        seen = self.forward_model.predict(*known)
        slopes = [self.forward_model.slopes(*known)] + [
            ((other.predict(*known) - seen) / step)[:, :, None]
            for other, step in zip(self.elsewhere, self.steps.tolist(), strict=True)
        ]
        if self.framing is not None:
            pans = comparison_of(self.forward_model.view).pans().T
            slopes.append(np.broadcast_to(pans, (len(seen), *pans.shape)))
        whitener = self.observation_model.whitener
        return seen @ whitener, whitener.T @ np.concatenate(slopes, axis=2)

    def _information(self) -> Array:
        """(n, CHANGES + c, CHANGES + c) precision of changes and of the camera."""
        prior, misses = self.prior, self.misses.tolist()
        if self.framing is not None:
            misses += [self.framing.pan] * 2
        size = CHANGES + len(misses)
        information = np.zeros((len(prior.centres), size, size))
        information[:, :CHANGES, :CHANGES] = prior.information
        if self.framing is not None:
            information[:, ZOOM, ZOOM] = self.framing.zoom**-2
        rest = range(CHANGES, size)
        information[:, rest, rest] = np.array(misses) ** -2
        return information


@lru_cache(maxsize=2)  # some MB each; a monitor that is calibrated anew needs one more
def build_person_model(
    observation_model: ObservationModel,
    postures: PostureExamples,
    chair: Chair,
    lens: LensPrior,
    baseline: "Baseline",
    framing: Framing | None = None,
) -> PersonModel:
    """Meet a person once; kept for the baselines used last.

    Examples that would have the head or the shoulders behind the lens are none of this person's.
    """
    view = baseline.view
    size_px = baseline.width_px, baseline.height_px
    unit = unit_of(baseline.shape, view)
    optics = infer_lens(unit, view, size_px, lens, baseline.hfov_deg)
    upright = optics.seen(baseline.shape)
    longer = replace(optics, length=optics.length * math.exp(_LENS_STEP)).seen(baseline.shape)
    pitch = camera_pitch_rad(upright, observation_model.pitch_line)
    azimuth = azimuth_rad(upright, observation_model.azimuth_line)
    elsewhere = [
        ForwardModel.of(upright, view, pitch + _CAMERA_STEP, azimuth),
        ForwardModel.of(longer, view, pitch, azimuth),
    ]
    steps, misses = [_CAMERA_STEP, _LENS_STEP], [float(observation_model.camera_sd[0]), optics.sd]
    if view is not View.FRONTAL:
        elsewhere.append(ForwardModel.of(upright, view, pitch, azimuth - _CAMERA_STEP))
        steps.append(_CAMERA_STEP)
        misses.append(float(observation_model.camera_sd[1]))
    place = Place.ASIDE
    if view is View.FRONTAL:
        place = Place.BELOW if math.degrees(pitch) > float(chair.looks_up_deg) else Place.IN_FRONT
    forward_model = ForwardModel.of(upright, view, pitch, azimuth)
    prior = build_prior(postures, chair, place)
    prior = prior.only(forward_model.can_show(prior.centres))
    return PersonModel(
        observation_model,
        prior,
        baseline.shape,
        unit,
        forward_model,
        tuple(elsewhere),
        np.array(steps),
        np.array(misses),
        framing,
    )
