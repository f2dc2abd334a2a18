"""The numbers of core/verdict: [rules], [monitor], [setup_change] and so on."""

from typing import Annotated

from msgspec import Meta

from posture.core.policies.section import Section, Share


class EpisodePolicy(Section, frozen=True):
    """The part of config/default.toml [rules] on time."""

    hold_s: Annotated[float, Meta(gt=0, le=3600)]
    mild_hold_ratio: Annotated[float, Meta(ge=1, le=10)]
    mild_severity: Annotated[float, Meta(gt=1, le=10)]
    recovery_s: Annotated[float, Meta(ge=0, le=600)]
    merge_s: Annotated[float, Meta(ge=0, le=3600)]
    unseen_s: Annotated[float, Meta(gt=0, le=3600)]

    def hold_at(self, severity: float) -> float:
        """Seconds a posture of this severity may last: hold_s from mild_severity on."""
        mildness = (self.mild_severity - severity) / (self.mild_severity - 1.0)
        return self.hold_s * (1.0 + (self.mild_hold_ratio - 1.0) * min(1.0, max(0.0, mildness)))


class RulesPolicy(EpisodePolicy, frozen=True):
    """config/default.toml [rules]: its limits, and of EpisodePolicy how long they may be passed.

    Degrees unless the name says otherwise. upright_height, slouched_height, height_range: in
    shoulder widths. height_weight: 0 to 1. front_doubt_sd: standard deviations.
    """

    neck_change_deg: Annotated[float, Meta(gt=0, le=90)]
    torso_change_deg: Annotated[float, Meta(gt=0, le=90)]
    upright_height: Annotated[float, Meta(gt=0, le=2)]
    slouched_height: Annotated[float, Meta(gt=0, le=2)]
    height_range: Annotated[float, Meta(ge=0, le=2)]
    height_weight: Share
    neck_deg: Annotated[float, Meta(gt=0, le=90)]
    torso_deg: Annotated[float, Meta(gt=0, le=90)]
    upright_neck_deg: Annotated[float, Meta(ge=-45, le=45)]
    upright_torso_deg: Annotated[float, Meta(ge=-45, le=45)]
    head_pitch_deg: Annotated[float, Meta(gt=0, le=90)]
    torso_lateral_deg: Annotated[float, Meta(gt=0, le=90)]
    shoulder_tilt_deg: Annotated[float, Meta(gt=0, le=90)]
    neck_lateral_deg: Annotated[float, Meta(gt=0, le=90)]
    distance_ratio: Annotated[float, Meta(gt=0, lt=1)]
    turned_deg: Annotated[float, Meta(gt=0, le=90)]
    min_confidence: Share
    exit_ratio: Annotated[float, Meta(gt=0, le=1)]
    reclined_deg: Annotated[float, Meta(ge=0, le=45)]
    in_line_share: Share
    front_doubt_sd: Annotated[float, Meta(ge=0, le=5)]
    awkward_severity: Annotated[float, Meta(gt=1, le=100)]
    sensitivity_head_forward: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_head_down: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_slumped_torso: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_slid_down: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_leaning_forward: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_leaning_sideways: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_uneven_shoulders: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_head_tilted: Annotated[float, Meta(ge=0, le=10)]
    sensitivity_too_close: Annotated[float, Meta(ge=0, le=10)]


class SchedulePolicy(Section, frozen=True):
    """The part of config/default.toml [monitor] on how often to look."""

    alert_interval_s: Annotated[float, Meta(gt=0, le=60)]
    steady_interval_s: Annotated[float, Meta(gt=0, le=600)]
    away_interval_s: Annotated[float, Meta(gt=0, le=600)]
    alert_severity: Share


class MonitorPolicy(SchedulePolicy, frozen=True):
    """config/default.toml [monitor].

    gap_intervals: see ``credited_s``. askew_s: how long a camera is upside down or on its side
    before that is told. remind_s: how long until that, or a lasting lack of permission, is told
    again.
    """

    gap_intervals: Annotated[float, Meta(gt=1, le=100)]
    askew_s: Annotated[float, Meta(ge=0, le=86_400)]
    remind_s: Annotated[float, Meta(gt=0, le=31_536_000)]


class SetupPolicy(Section, frozen=True):
    """config/default.toml [setup_change]: how much change is a changed set-up.

    min_confidence: of a look, to be counted. clip_sd: no unexplained difference counts for more,
    in standard deviations of the noise. distinct_deg: postures nearer to each other are one.
    settled_looks: in succession, for a posture to be held. memory_looks: over which it is averaged.
    min_postures, max_postures: needed for proof, and remembered. misfit_limit, misfit_sampling: the
    mean square that n postures may leave unexplained is misfit_limit + misfit_sampling / n.
    recovered_misfit: no other set-up leaves less. oblique_ratio: all of these for a camera that
    does not stand in front. growth_log, agreement_log: logarithm of a common growth that is no
    rolled chair, and how equal face and shoulders must be in it. hold_s: how long strange or
    fitting, to be another set-up or the old one. forget_s: unseen for so long, anybody may have sat
    down. moved_share: how far the background may shift, in picture heights; moved_s: how long,
    until the camera was moved.
    """

    min_confidence: Share
    clip_sd: Annotated[float, Meta(gt=0, le=100)]
    distinct_deg: Annotated[float, Meta(gt=0, le=90)]
    settled_looks: Annotated[int, Meta(ge=1, le=1000)]
    memory_looks: Annotated[int, Meta(ge=1, le=1000)]
    min_postures: Annotated[int, Meta(ge=1, le=100)]
    max_postures: Annotated[int, Meta(ge=1, le=100)]
    misfit_limit: Annotated[float, Meta(gt=0, le=100)]
    misfit_sampling: Annotated[float, Meta(ge=0, le=100)]
    recovered_misfit: Annotated[float, Meta(gt=0, le=100)]
    oblique_ratio: Annotated[float, Meta(gt=0, le=100)]
    growth_log: Annotated[float, Meta(gt=0, le=5)]
    agreement_log: Annotated[float, Meta(gt=0, le=5)]
    hold_s: Annotated[float, Meta(gt=0, le=86_400)]
    forget_s: Annotated[float, Meta(gt=0, le=86_400)]
    moved_share: Annotated[float, Meta(gt=0, le=1)]
    moved_s: Annotated[float, Meta(ge=0, le=3600)]


class AutoFramingPolicy(Section, frozen=True):
    """config/default.toml [auto_framing]: when a camera is held to pan and zoom by itself.

    moved_share: how far the background moves at least, in picture heights. person_share: of that,
    how far the person may move in the picture if the camera has reframed. settled_s: how long the
    picture stands still in between. reframed_times: how often.
    """

    moved_share: Annotated[float, Meta(gt=0, le=1)]
    person_share: Annotated[float, Meta(gt=0, le=1)]
    settled_s: Annotated[float, Meta(ge=0, le=3600)]
    reframed_times: Annotated[int, Meta(ge=1, le=1000)]


class ProvisionalPolicy(Section, frozen=True):
    """config/default.toml [provisional].

    learn_s: how long somebody must have been seen, and min_looks: how often, before an upright is
    taken. tallest_share: of the looks, the straightest, that are taken for it. raise_s: how long
    somebody must sit taller to raise it. max_looks: that are remembered.
    """

    learn_s: Annotated[float, Meta(ge=0, le=86_400)]
    min_looks: Annotated[int, Meta(ge=1, le=1000)]
    tallest_share: Annotated[float, Meta(gt=0, le=1)]
    raise_s: Annotated[float, Meta(gt=0, le=86_400)]
    max_looks: Annotated[int, Meta(ge=1, le=10_000)]
