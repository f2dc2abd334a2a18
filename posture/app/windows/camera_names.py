"""Cameras as people choose them: by name, and kept by what stays when they are plugged in again."""

from posture.capture.cameras import list_cameras
from posture.system.video_device import lasting_name


def named(name: str, spec: str) -> str:
    """Two cameras may have the same name."""
    return f"{name} (camera {spec})"


def cameras_by_name() -> list[tuple[str, str]]:
    """(What it is called, what camera.source is to be) of each camera the machine knows."""
    return [
        (named(camera.name, camera.spec), lasting_name(camera.spec)) for camera in list_cameras()
    ]
