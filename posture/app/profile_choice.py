"""Which calibration a watch judges by: the one asked for, the one set, or the one of this desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from posture.capture.live import is_address
from posture.config import Config
from posture.core.addresses import without_credentials
from posture.desktop.linux.displays import connected_displays
from posture.errors import ProfileError
from posture.store.profiles import (
    DEFAULT,
    LISTED,
    Profile,
    checked_name,
    load_profile,
    profile_names,
)
from posture.system.video_device import lasting_name

_KEY = "profiles.use"


@dataclass(frozen=True, slots=True)
class Desk:
    """A place of work. camera: a name that stays; displays: as connected_displays gives them.

    Both are empty where they are not known.
    """

    camera: str = ""
    displays: tuple[str, ...] = ()


def desk_at(spec: str) -> Desk:
    """The desk one sits at now. spec: the camera that watches."""
    if is_address(spec):
        return Desk(without_credentials(spec), connected_displays())
    name = lasting_name(spec)
    is_lasting = name.startswith("/dev/v4l/")  # a number is given anew at every plugging in
    return Desk(name, connected_displays()) if is_lasting else Desk()


def profile_for(wanted: str | None, config: Config, spec: str) -> tuple[str, Profile | None]:
    """The name to go by and its profile: wanted, profiles.use, the desk's, else the default one.

    None for a default one that nobody has made. Raises ProfileError for one that was named and is
    not there, or is damaged.
    """
    named = config.profiles.use if wanted is None else checked_name(wanted)
    if wanted is None and named and named not in profile_names():
        raise ProfileError(
            f"profiles.use names {named!r}, which is no profile.",
            "Name another with `posture profiles use NAME`, or let posture choose: "
            "`posture profiles use --auto`.",
        )
    name = named or _made_at(desk_at(spec)) or DEFAULT
    is_made = bool(named) or name in profile_names()
    return name, load_profile(name) if is_made else None


def use_profile(name: str | None) -> None:
    """Judge by this profile from now on wherever none is named; None: chosen by the desk.

    A running monitor takes it up when asked to reload (running_note.py). Raises ProfileError
    for one that is not there or is damaged, and as ``set_setting``.
    """
    from posture.config.edit import set_setting, unset_setting  # noqa: PLC0415 - heavy: only to choose another

    if name is None:
        unset_setting(_KEY)
        return
    load_profile(name, LISTED)
    set_setting(_KEY, name)


def follow_rename(old: str, new: str | None) -> None:
    """Keep profiles.use right when that profile gets another name, or None: is gone."""
    from posture.config.edit import user_setting  # noqa: PLC0415 - heavy: only to choose another

    if user_setting(_KEY) == old:
        use_profile(new)


def _made_at(desk: Desk) -> str | None:
    """The profile made at this desk: with its camera, and before the same displays if possible.

    Of several the default one, else the newest.
    """
    if not desk.camera:
        return None
    here = [profile for profile in _sound() if profile.camera == desk.camera]
    same = [profile for profile in here if profile.displays == desk.displays]
    found = max(same or here, key=lambda p: (p.name == DEFAULT, p.made), default=None)
    return found.name if found else None


def _sound() -> Sequence[Profile]:
    """Every profile that can be used."""
    found = []
    for name in profile_names():
        try:
            found.append(load_profile(name))
        except ProfileError:  # `posture profiles` reports it
            continue
    return found
