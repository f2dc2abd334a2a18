"""The whole configuration: a field for each table of config/default.toml, in its order."""

from posture.config.schema.exercises import ReliefSection, StretchSection
from posture.config.schema.judging import (
    AnglesSection,
    CalibrationSection,
    GuideSection,
    HeadHeightSection,
    ProfilesSection,
    ProvisionalSection,
    RulesSection,
    SetupChangeSection,
    SmoothingSection,
    ViewSection,
)
from posture.config.schema.keeping import LogSection, ReportSection, StoreSection
from posture.config.schema.looking import (
    CameraProcessSection,
    CameraSection,
    CaptureSection,
    MonitorSection,
    VisionSection,
)
from posture.config.schema.section import Section
from posture.config.schema.speaking import (
    BreaksSection,
    DesktopSection,
    FeedbackSection,
    NotifierSection,
    NudgesSection,
)


class Config(Section, frozen=True):
    """Everything tunable, read once at the start and handed to the rooms that need it."""

    camera: CameraSection
    capture: CaptureSection
    camera_process: CameraProcessSection
    vision: VisionSection
    monitor: MonitorSection
    view: ViewSection
    angles: AnglesSection
    smoothing: SmoothingSection
    calibration: CalibrationSection
    profiles: ProfilesSection
    head_height: HeadHeightSection
    provisional: ProvisionalSection
    setup_change: SetupChangeSection
    rules: RulesSection
    nudges: NudgesSection
    breaks: BreaksSection
    feedback: FeedbackSection
    desktop: DesktopSection
    notifier: NotifierSection
    relief: ReliefSection
    stretch: StretchSection
    store: StoreSection
    report: ReportSection
    log: LogSection
    guide: GuideSection
