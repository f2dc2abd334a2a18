"""The configuration: config/default.toml, then the user's file, the environment, the flags.

Every error names where the value stands: the file with its line, the variable or the flag.
"""

import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from posture.core.events import Step
from posture.errors import ConfigError
from posture.paths import config_dir, resource

ENV_PREFIX = "POSTURE_"

_TIME = r"([01]\d|2[0-3]):[0-5]\d"


def _span(text: str) -> str:
    if not re.fullmatch(f"{_TIME}-{_TIME}", text):
        raise PydanticCustomError("not_a_span", "should be two times of day, as 22:00-07:00")
    return text


QuietSpan = Annotated[str, AfterValidator(_span)]

# pydantic's own words speak of Python's types.
_WORDS = {
    "tuple_type": "should be a list in square brackets",
    "model_type": "is a section of settings, not a value",
    "model_attributes_type": "is a section of settings, not a value",
}


class Section(BaseModel):
    """One table of the file: no unknown key, no NaN, no infinity, never changed after loading."""

    # Built when first used: the camera's process, which is sent one ready made, never does.
    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth_for_a_number(cls, value: object, info: ValidationInfo) -> object:
        """Pydantic would take true for 1."""
        field = cls.model_fields.get(info.field_name or "")
        if isinstance(value, bool) and field is not None and field.annotation is not bool:
            raise PydanticCustomError("not_a_number", "input should be a number, not true or false")
        return value


class CameraSection(Section):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    source: str


class CaptureSection(Section):
    width_px: int = Field(ge=160, le=7680)
    height_px: int = Field(ge=120, le=4320)
    camera_fps: float = Field(ge=1, le=240)
    mode: Literal["hold", "burst"]
    warm_up_s: float = Field(ge=0, le=10)
    fresh_s: float = Field(ge=0.1, le=0.5)
    open_timeout_s: float = Field(gt=0, le=60)
    read_timeout_s: float = Field(ge=1, le=60)
    retry_first_s: float = Field(gt=0, le=60)
    retry_longest_s: float = Field(gt=0, le=3600)
    covered_contrast: float = Field(ge=0, le=100)
    frozen_looks: int = Field(ge=2, le=100)
    frozen_s: float = Field(ge=0, le=3600)
    change_rms: float = Field(gt=0, le=255)
    unmoved_s: float = Field(ge=0, le=3600)


class VisionSection(Section):
    model: Literal["lite", "full", "heavy"]


class MonitorSection(Section):
    alert_interval_s: float = Field(gt=0, le=60)
    steady_interval_s: float = Field(gt=0, le=600)
    away_interval_s: float = Field(gt=0, le=600)
    gap_intervals: float = Field(gt=1, le=100)
    alert_severity: float = Field(ge=0, le=1)
    remind_s: float = Field(gt=0, le=31_536_000)


class SmoothingSection(Section):
    min_cutoff_hz: float = Field(gt=0, le=100)
    beta: float = Field(ge=0, le=100)
    median_s: float = Field(ge=0, le=60)
    reset_after_s: float = Field(gt=0, le=3600)


class CalibrationSection(Section):
    min_poses: int = Field(ge=1, le=1000)
    good_poses: int = Field(ge=1, le=1000)
    min_shoulder_share: float = Field(ge=0, le=1)
    max_turn_deg: float = Field(gt=0, le=90)
    max_motion: float = Field(gt=0, le=1)
    dark_below: float = Field(ge=0, le=255)
    min_d_prime: float = Field(ge=0, le=100)
    good_d_prime: float = Field(ge=0, le=100)
    min_head_drop: float = Field(ge=0, le=2)
    min_threshold_deg: float = Field(ge=0, le=45)


class SetupSection(Section):
    growth_log: float = Field(gt=0, le=5)
    agreement_log: float = Field(gt=0, le=5)
    proportion_log: float = Field(gt=0, le=5)
    rise_ratio: float = Field(gt=0, le=5)
    turn_deg: float = Field(gt=0, le=180)
    hold_s: float = Field(gt=0, le=86_400)


class RulesSection(Section):
    neck_change_deg: float = Field(gt=0, le=90)
    torso_change_deg: float = Field(gt=0, le=90)
    head_drop: float = Field(gt=0, le=2)
    neck_deg: float = Field(gt=0, le=90)
    torso_deg: float = Field(gt=0, le=90)
    upright_neck_deg: float = Field(ge=-45, le=45)
    upright_torso_deg: float = Field(ge=-45, le=45)
    head_pitch_deg: float = Field(gt=0, le=90)
    torso_lateral_deg: float = Field(gt=0, le=90)
    shoulder_tilt_deg: float = Field(gt=0, le=90)
    neck_lateral_deg: float = Field(gt=0, le=90)
    distance_ratio: float = Field(gt=0, lt=1)
    turned_deg: float = Field(gt=0, le=90)
    min_confidence: float = Field(ge=0, le=1)
    exit_ratio: float = Field(gt=0, le=1)
    awkward_severity: float = Field(gt=1, le=100)
    sensitivity_head_forward: float = Field(ge=0, le=10)
    sensitivity_head_down: float = Field(ge=0, le=10)
    sensitivity_slumped_torso: float = Field(ge=0, le=10)
    sensitivity_leaning_forward: float = Field(ge=0, le=10)
    sensitivity_leaning_sideways: float = Field(ge=0, le=10)
    sensitivity_uneven_shoulders: float = Field(ge=0, le=10)
    sensitivity_head_tilted: float = Field(ge=0, le=10)
    sensitivity_too_close: float = Field(ge=0, le=10)
    hold_s: float = Field(gt=0, le=3600)
    mild_hold_ratio: float = Field(ge=1, le=10)
    mild_severity: float = Field(gt=1, le=10)
    recovery_s: float = Field(ge=0, le=600)
    unseen_s: float = Field(gt=0, le=3600)


class NudgesSection(Section):
    cooldown_s: float = Field(ge=0, le=86_400)
    max_per_hour: int = Field(ge=0, le=60)
    answer_s: float = Field(gt=0, le=3600)
    backoff_factor: float = Field(ge=1, le=10)
    backoff_max: float = Field(ge=1, le=24)
    snooze_s: float = Field(gt=0, le=86_400)
    quiet_hours: tuple[QuietSpan, ...]
    steps: tuple[Step, ...]
    dim_seconds: float = Field(ge=1, le=60)
    dim_opacity: float = Field(ge=0.05, le=0.9)
    praise: bool

    @property
    def quiet_minutes(self) -> tuple[tuple[int, int], ...]:
        """(start, end) minutes of the local day, as the nudge policy takes them."""
        return tuple(
            (int(span[:2]) * 60 + int(span[3:5]), int(span[6:8]) * 60 + int(span[9:]))
            for span in self.quiet_hours
        )


class BreaksSection(Section):
    plan: Literal["hourly", "20-8-2", "20-20-20", "off"]
    spell_s: float = Field(ge=0, le=3600)
    repeat_s: float = Field(gt=0, le=86_400)
    hourly_sit_s: float = Field(gt=0, le=86_400)
    hourly_rest_s: float = Field(gt=0, le=3600)


class FeedbackSection(Section):
    false_alarms: int = Field(ge=1, le=100)
    step: float = Field(gt=0, le=0.5)
    max_steps: int = Field(ge=0, le=20)


class MannersSection(Section):
    release_on_lock: bool
    release_on_idle: bool
    release_on_lid: bool
    release_on_suspend: bool
    release_on_call: bool
    release_on_camera_wanted: bool
    hold_on_lock: bool
    hold_on_call: bool
    hold_on_do_not_disturb: bool
    hold_on_full_screen: bool
    camera_grace_s: float = Field(ge=0, le=600)
    microphone_ignored: tuple[str, ...]
    battery_factor: float = Field(ge=1, le=10)


class NotifierSection(Section):
    backend: Literal["auto", "dbus", "desktop-notifier", "plyer", "off"]
    deadline_s: float = Field(gt=0, le=30)
    queue: int = Field(ge=1, le=1000)
    show_s: float = Field(gt=0, le=600)


class StoreSection(Section):
    batch_s: float = Field(ge=0, le=600)
    busy_wait_s: float = Field(ge=0, le=60)
    queue: int = Field(ge=100, le=1_000_000)
    retry_s: float = Field(gt=0, le=3600)
    retry_max_s: float = Field(gt=0, le=3600)
    retry_wait_s: float = Field(ge=0, le=10)
    backups: int = Field(ge=1, le=365)
    keep_samples_days: int = Field(ge=1, le=36_500)
    keep_days: int = Field(ge=1, le=36_500)


class ReportSection(Section):
    enough_s: float = Field(gt=0, le=86_400)
    most_share: float = Field(gt=0.5, le=1)
    clear_ratio: float = Field(ge=1, le=10)
    still_deg: float = Field(gt=0, le=90)
    bridge_s: float = Field(ge=0, le=3600)
    compare_days: int = Field(ge=0, le=365)


class ReliefSection(Section):
    timer_min: float = Field(gt=0, le=60)
    pause_min: int = Field(ge=0, le=1440)


class StretchSection(Section):
    reps: int = Field(ge=1, le=50)
    rest_s: float = Field(gt=0, le=30)
    hold_s: float = Field(ge=0, le=60)
    roll_s: float = Field(ge=0, le=60)
    limit_s: float = Field(gt=0, le=3600)
    smooth_s: float = Field(ge=0, le=5)
    exit_ratio: float = Field(gt=0, lt=1)
    tilt_deg: float = Field(gt=0, le=45)
    raise_ratio: float = Field(gt=0, le=1)
    tuck_ratio: float = Field(gt=0, le=1)
    min_visibility: float = Field(ge=0, le=1)
    interval_s: float = Field(gt=0, le=5)


class LogSection(Section):
    level: Literal["debug", "info", "warning", "error"]
    max_bytes: int = Field(ge=10_000, le=1_000_000_000)
    keep: int = Field(ge=0, le=100)


class GuideSection(Section):
    countdown_s: float = Field(ge=0, le=60)
    upright_s: float = Field(gt=0, le=120)
    slouch_s: float = Field(gt=0, le=120)
    interval_s: float = Field(gt=0, le=10)


class EyesSection(Section):
    first_s: float = Field(gt=0, le=600)
    hang_s: float = Field(gt=0, le=600)
    most_restarts: int = Field(ge=0, le=1000)
    restarts_s: float = Field(gt=0, le=86_400)


class Config(BaseModel):
    """Everything tunable, read once at the start and handed to the rooms that need it."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    camera: CameraSection
    capture: CaptureSection
    eyes: EyesSection
    vision: VisionSection
    monitor: MonitorSection
    smoothing: SmoothingSection
    calibration: CalibrationSection
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


def load_config(overrides: Sequence[str] = (), user_file: Path | None = None) -> Config:
    """The configuration in force. overrides: ``section.key=value`` strings, as given to --set.

    Raises ConfigError naming file and line, variable or flag, and the field.
    """
    from pydantic_settings import (  # noqa: PLC0415 - heavy, and the camera's process is sent a Config
        BaseSettings,
        InitSettingsSource,
        PydanticBaseSettingsSource,
        SettingsConfigDict,
        SettingsError,
    )

    default_file = resource("config/default.toml")
    user_file = user_file or user_config_file()
    layers: dict[str, dict[str, Any]] = {
        "--set": _from_flags(overrides),
        str(user_file): read_toml(user_file) if user_file.exists() else {},
        str(default_file): read_toml(default_file),
    }
    flags, user, default = layers.values()

    class Layered(BaseSettings, Config):
        model_config = SettingsConfigDict(
            env_prefix=ENV_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
        )

        @classmethod
        def settings_customise_sources(  # type: ignore[override]  # the rest are taken as **_
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            **_: PydanticBaseSettingsSource,  # no .env file, no secrets folder
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            user_source = InitSettingsSource(settings_cls, init_kwargs=user)
            default_source = InitSettingsSource(settings_cls, init_kwargs=default)
            return init_settings, env_settings, user_source, default_source

    try:
        return Config.model_validate(Layered(**flags).model_dump())
    except ValidationError as error:
        first = error.errors()[0]
        location = tuple(str(part) for part in first["loc"])
        setting = tuple(part for part in location if not part.isdigit())  # a list stands as a whole
        problem = f"{_place_of(setting, layers)}: {'.'.join(location)}: "
        if first["type"] == "extra_forbidden":
            raise ConfigError(f"{problem}no such setting.", _nearest(location, default)) from None
        got = "" if isinstance(first["input"], dict) else f"(got {first['input']!r})."
        said = _WORDS.get(first["type"], f"{first['msg'][0].lower()}{first['msg'][1:]}")
        raise ConfigError(f"{problem}{said}", got) from None
    except SettingsError:
        raise ConfigError(
            f"environment variable {_not_json()}: not readable.",
            """Write a list as JSON, with double quotes: '["a", "b"]'""",
        ) from None


def user_config_file() -> Path:
    return config_dir() / "config.toml"


def _from_flags(overrides: Sequence[str]) -> dict[str, Any]:
    layer: dict[str, Any] = {}
    for override in overrides:
        key, equals, text = override.partition("=")
        section, dot, name = key.strip().partition(".")
        if not (equals and dot and section and name):
            raise ConfigError(
                f"--set {override}: not SECTION.KEY=VALUE.", "Example: --set rules.hold_s=20"
            )
        layer.setdefault(section, {})[name] = _flag_value(text.strip())
    return layer


def _flag_value(text: str) -> object:
    """A TOML value where the text is one, else the bare text, so strings need no quotes."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not a UTF-8 text file.") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}.") from None


def _not_json() -> str:
    """The first of our variables that should hold JSON (a list, a whole section) and does not."""
    for name, text in sorted(os.environ.items()):
        section, _, key = name.upper().removeprefix(ENV_PREFIX).lower().partition("__")
        field = Config.model_fields.get(section)
        if not name.upper().startswith(ENV_PREFIX) or field is None:
            continue
        settings: Mapping[str, Any] = getattr(field.annotation, "model_fields", {})
        is_list = key in settings and get_origin(settings[key].annotation) is tuple
        try:
            if is_list or not key:
                json.loads(text)
        except ValueError:
            return name
    return f"{ENV_PREFIX}..."


def _nearest(location: tuple[str, ...], default: Mapping[str, Any]) -> str:
    """The setting that was probably meant, else where to find them all."""
    known: Any = default
    for part in location[:-1]:
        known = known.get(part, {})
    close = difflib.get_close_matches(location[-1], list(known), n=1)
    if close:
        return f"Did you mean {'.'.join((*location[:-1], close[0]))}?"
    return "All of them: posture config show --default"


def _place_of(location: tuple[str, ...], layers: Mapping[str, Mapping[str, Any]]) -> str:
    """Which layer the value at location came from, strongest first, with its line in a file."""
    variable = ENV_PREFIX + "__".join(location).upper()
    environment = {name.upper() for name in os.environ}
    for name, layer in layers.items():
        if name != "--set" and variable in environment:
            return f"environment variable {variable}"
        value: Any = layer
        for part in location:
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            return name if name == "--set" else f"{name}, line {_line_of(Path(name), location)}"
    return f"{list(layers)[-1]}"


def _line_of(path: Path, location: tuple[str, ...]) -> int:
    """The line of ``key`` under ``[section]``: tomllib keeps no positions."""
    section, key = location[0], location[-1]
    current = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            current = header[1]
            if len(location) == 1 and current == section:
                return number
            continue
        wanted = key if current == section else section if not current else None
        if wanted and re.match(rf"\s*[\"']?{re.escape(wanted)}[\"']?\s*[.=]", line):
            return number
    return 1
