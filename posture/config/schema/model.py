"""The whole configuration: a field for each table of config/default.toml, in its order."""

from posture.config.schema.exercises import ReliefSection, StretchSection
from posture.config.schema.judging import (
    AnglesSection,
    CalibrationSection,
    GuideSection,
    HeadHeightSection,
    RulesSection,
    SetupSection,
    SmoothingSection,
    ViewSection,
)
from posture.config.schema.keeping import LogSection, ReportSection, StoreSection
from posture.config.schema.looking import (
    CameraSection,
    CaptureSection,
    EyesSection,
    MonitorSection,
    VisionSection,
)
from posture.config.schema.section import Section
from posture.config.schema.speaking import (
    BreaksSection,
    FeedbackSection,
    MannersSection,
    NotifierSection,
    NudgesSection,
)


class Config(Section, frozen=True):
    """Everything tunable, read once at the start and handed to the rooms that need it."""

    camera: CameraSection
    capture: CaptureSection
    eyes: EyesSection
    vision: VisionSection
    monitor: MonitorSection
    view: ViewSection
    angles: AnglesSection
    smoothing: SmoothingSection
    calibration: CalibrationSection
    head_height: HeadHeightSection
    setup: SetupSection
    rules: RulesSection
    nudges: NudgesSection
    breaks: BreaksSection
    feedback: FeedbackSection
    manners: MannersSection
    notifier: NotifierSection
    relief: ReliefSection
    stretch: StretchSection
    store: StoreSection
    report: ReportSection
    log: LogSection
    guide: GuideSection
