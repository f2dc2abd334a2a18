"""Calibration profiles: one small JSON file a name, in the data folder."""

import json
import re
import shlex
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from msgspec import ValidationError, convert, to_builtins

from posture.config.messages import problem_of
from posture.core.addresses import without_credentials
from posture.core.angles.baseline import Baseline, PersonalThresholds
from posture.core.angles.calibration import Calibration
from posture.core.printable import printable
from posture.core.reasons import Grade
from posture.errors import ProfileError
from posture.store.profile_schema import ProfileFields
from posture.store.state_file import DamagedFileError, read_state
from posture.system.paths import data_dir
from posture.system.private_file import write_private

DEFAULT = "default"
LISTED = "List them with `posture profiles`."
_NAME = re.compile(r"[\w][\w .-]{0,63}")
# On Windows a file of such a name, whatever its ending, is a device.
_PORTS = (f"{port}{number}" for port in ("COM", "LPT") for number in range(10))
_DEVICES = {"CON", "PRN", "AUX", "NUL", *_PORTS}


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A calibration under a name. source: the camera or recording it was made with, to be shown.

    camera, displays: of the desk it was made at, where they are known.
    """

    name: str
    baseline: Baseline
    thresholds: PersonalThresholds | None
    quality: Grade
    d_prime: float | None
    source: str
    made: datetime
    camera: str = ""
    displays: tuple[str, ...] = ()

    @classmethod
    def from_calibration(
        cls,
        name: str,
        calibration: Calibration,
        source: str,
        made: datetime,
        camera: str = "",
        displays: tuple[str, ...] = (),
    ) -> "Profile":
        return cls(
            name,
            calibration.baseline,
            calibration.thresholds,
            calibration.quality,
            calibration.d_prime,
            printable(source),
            made,
            camera,
            displays,
        )


def profiles_dir() -> Path:
    return data_dir() / "profiles"


def profile_names() -> list[str]:
    """Every saved profile's name, sorted."""
    return sorted(path.stem for path in profiles_dir().glob("*.json"))


def checked_name(name: str) -> str:
    """The name if it can be a profile's; raises ProfileError otherwise."""
    stem = name.partition(".")[0].strip().upper()
    if not _NAME.fullmatch(name) or name.endswith((".", " ")) or stem in _DEVICES:
        raise ProfileError(
            f"Profile name {name!r} cannot be used.",
            "Use letters, digits, spaces, dots, dashes; 64 characters at most.",
        )
    return name


def save_profile(profile: Profile) -> Path:
    """Write the profile whole or not at all, readable by its owner only.

    Raises ProfileError when it could not be read again or cannot be written.
    """
    path = _path(profile.name)
    data = {
        "format": 1,
        "name": profile.name,
        "made": profile.made.astimezone(UTC).isoformat(),
        "source": without_credentials(profile.source),
        "quality": profile.quality,
        "d_prime": profile.d_prime,
        "camera": profile.camera,
        "displays": profile.displays,
        "thresholds": profile.thresholds and asdict(profile.thresholds),
        "baseline": profile.baseline.to_dict(),
    }
    try:
        convert(data, ProfileFields)
    except ValidationError as error:  # such a calibration would be refused whenever it is used
        location, problem = problem_of(error, ProfileFields)
        raise ProfileError(
            f"The profile is not saved: {'.'.join(location)} {problem}.", "Calibrate again."
        ) from None
    try:
        write_private(path, json.dumps(data, indent=1))
    except OSError as error:
        raise ProfileError(
            f"The profile cannot be saved in {path.parent}: {error.strerror}.",
            "Make that folder writable, or set POSTURE_DATA_DIR to another one.",
        ) from None
    return path


def load_profile(name: str, remedy: str = "") -> Profile:
    """The profile of that name; raises ProfileError when there is none or it is damaged.

    remedy: what to do when there is none; by default, to make it.
    """
    path = _path(name)
    try:
        data = read_state(path, ProfileFields)
    except FileNotFoundError:
        known = ", ".join(profile_names()) or "none yet"
        raise ProfileError(
            f"No profile named {name!r} (existing: {known}).",
            remedy or f"Make it with `posture calibrate --profile {shlex.quote(name)}`.",
        ) from None
    except DamagedFileError as error:
        raise ProfileError(
            f"The profile {name!r} in {path} is damaged: {error}.",
            f"Calibrate again with `posture calibrate --profile {shlex.quote(name)}`.",
        ) from None
    thresholds = data.thresholds
    return Profile(
        name=name,  # a file that was copied or renamed holds the old one
        baseline=Baseline.from_dict(to_builtins(data.baseline)),
        thresholds=PersonalThresholds(**to_builtins(thresholds)) if thresholds else None,
        quality=Grade(data.quality),
        d_prime=data.d_prime,
        source=without_credentials(data.source),  # an earlier version kept all of it
        made=data.made,
        camera=data.camera,
        displays=data.displays,
    )


def require_profile(name: str) -> Path:
    """The file of a profile, damaged or not; raises ProfileError when there is none."""
    path = _path(name)
    if not path.exists():
        load_profile(name, LISTED)
    return path


def delete_profile(name: str) -> None:
    """Forget a profile; raises ProfileError when there is none."""
    require_profile(name).unlink()


def rename_profile(name: str, new: str) -> None:
    """Keep a profile under another name; raises ProfileError when that is taken, or nobody's."""
    profile = load_profile(name)
    if _path(new).exists():
        raise ProfileError(
            f"A profile named {new!r} already exists.",
            f"Delete it first: `posture profiles delete {new!r}`.",
        )
    save_profile(replace(profile, name=new))
    _path(name).unlink()


def _path(name: str) -> Path:
    return profiles_dir() / f"{checked_name(name)}.json"
