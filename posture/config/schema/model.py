"""The whole configuration: a field for each table of config/default.toml, in its order."""

from posture.config.schema.analyzing import AnalyzeSection
from posture.config.schema.guided import GuideSection, ReliefSection
from posture.config.schema.keeping import LogSection, ProfilesSection, StoreSection, WindowSection
from posture.config.schema.looking import (
    CameraProcessSection,
    CameraSection,
    CaptureSection,
    VisionSection,
)
from posture.config.schema.speaking import DesktopSection, NotifierSection, NudgesSection
from posture.core.policies.angles import (
    AngleLimits,
    CalibrationLimits,
    CalibrationPolicy,
    HeightPolicy,
    RefinementPolicy,
    SmoothingPolicy,
)
from posture.core.policies.day import ReportPolicy, SummaryLimits
from posture.core.policies.exercises import StretchLimits
from posture.core.policies.nudges import BreakPolicy, FeedbackPolicy
from posture.core.policies.pose import ViewLimits
from posture.core.policies.section import Section
from posture.core.policies.verdict import (
    AutoFramingPolicy,
    MonitorPolicy,
    ProvisionalPolicy,
    RulesPolicy,
    SetupPolicy,
)


class Config(Section, frozen=True):
    """Everything tunable, read once at the start and handed to the rooms that need it."""

    camera: CameraSection
    capture: CaptureSection
    camera_process: CameraProcessSection
    vision: VisionSection
    monitor: MonitorPolicy
    view: ViewLimits
    angles: AngleLimits
    smoothing: SmoothingPolicy
    calibration: CalibrationPolicy
    profiles: ProfilesSection
    head_height: HeightPolicy
    refinement: RefinementPolicy
    provisional: ProvisionalPolicy
    setup_change: SetupPolicy
    auto_framing: AutoFramingPolicy
    rules: RulesPolicy
    nudges: NudgesSection
    breaks: BreakPolicy
    feedback: FeedbackPolicy
    desktop: DesktopSection
    notifier: NotifierSection
    relief: ReliefSection
    stretch: StretchLimits
    store: StoreSection
    report: ReportPolicy
    log: LogSection
    guide: GuideSection
    window: WindowSection
    analyze: AnalyzeSection

    @property
    def summary_limits(self) -> SummaryLimits:
        """What a day is added up by."""
        return SummaryLimits(
            self.report, self.monitor.gap_intervals, self.rules.merge_s, self.nudges.answer_s
        )

    @property
    def calibration_limits(self) -> CalibrationLimits:
        """What a calibration is made by."""
        return CalibrationLimits(self.calibration, self.head_height)
