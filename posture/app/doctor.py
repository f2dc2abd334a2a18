"""Is everything there? One finding per thing posture needs, each with its remedy."""

import importlib.metadata
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from posture.config import load_config
from posture.core.addresses import without_credentials
from posture.core.policies.nudges import NudgeStep
from posture.core.printable import printable
from posture.errors import PostureError
from posture.store.profiles import profile_names
from posture.system.paths import data_dir, log_dir, record_path
from posture.system.private_file import private_folder
from posture.system.seccomp import refuse_internet
from posture.system.shared_libraries import MEDIAPIPE, install_line, missing_packages
from posture.system.video_device import device_node

# The adapters of the desktop answer in some hundredths of a second, or not at all.
_ADAPTERS_S = 1.0
_PROBE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's. needed: the monitor cannot do its work without it."""

    name: str
    ok: bool
    detail: str
    needed: bool = True


def _fine(name: str, detail: str, *, needed: bool = True) -> Finding:
    return Finding(name, ok=True, detail=detail, needed=needed)


def _problem(name: str, detail: str, *, needed: bool = True) -> Finding:
    return Finding(name, ok=False, detail=detail, needed=needed)


def examine() -> Iterator[Finding]:
    """Every finding, cheap ones first; nothing here raises."""
    for check in (
        _versions,
        _config,
        _data_folder,
        _record,
        _model,
        _camera,
        _profile,
        _notifications,
        _display,
        _dimming,
        _privacy,
    ):
        try:
            yield check()
        except (PostureError, OSError) as error:
            yield _problem(check.__name__.strip("_").replace("_", " "), _without_itself(error))
    yield from _availability()


def _without_itself(error: Exception) -> str:
    """What is wrong; what to do too, unless that is to ask the doctor."""
    if isinstance(error, PostureError) and "posture doctor" in error.remedy:
        return printable(error.problem)
    return printable(str(error))


def _versions() -> Finding:
    version_of = importlib.metadata.version
    try:
        opencv, contrib = version_of("opencv-python"), version_of("opencv-contrib-python")
        detail = (
            f"Python {platform.python_version()}, mediapipe {version_of('mediapipe')}, "
            f"opencv {opencv}, numpy {version_of('numpy')}, "
            f"{platform.system()} {platform.machine()}"
        )
    except importlib.metadata.PackageNotFoundError as error:
        return _problem("versions", f"{error.name} is not installed. Run `make setup`")
    if opencv != contrib:
        return _problem(
            "versions",
            f"opencv-python {opencv} and opencv-contrib-python {contrib} share one folder and must "
            f"be equal. Run: make setup",
        )
    return _fine("versions", detail)


def _config() -> Finding:
    config = load_config()
    source = without_credentials(config.camera.source)
    return _fine("config", f"model {config.vision.model}, source {source}")


def _data_folder() -> Finding:
    for folder in (data_dir(), log_dir()):
        try:
            private_folder(folder)
            probe = folder / f".probe-{os.getpid()}"
            try:
                probe.write_bytes(bytes(_PROBE_BYTES))  # an empty file fits a full disk
            finally:
                probe.unlink(missing_ok=True)
        except OSError as error:
            return _problem(
                "data folder",
                f"{folder} cannot be written ({error.strerror}). Fix that, or set "
                "POSTURE_DATA_DIR and POSTURE_LOG_DIR.",
            )
    return _fine("data folder", f"{data_dir()}; the log: {log_dir()}")


def _record() -> Finding:
    from posture.store.opening import try_out  # noqa: PLC0415 - loads SQLite

    path = record_path()
    if not os.path.lexists(path):
        return _fine("record", "none yet")
    try_out(path, load_config().store.busy_wait_s)
    return _fine("record", f"{path}, sound, can be written")


def _model() -> Finding:
    from posture.monitor.sources import estimator  # noqa: PLC0415 - heavy

    config = load_config()
    try:
        with closing(estimator(config)):
            pass
    except (ImportError, OSError) as error:
        missing = missing_packages(MEDIAPIPE)
        remedy = install_line(missing) if missing else "Run: make setup"
        return _problem("model", f"mediapipe cannot be loaded: {error}. {remedy}")
    return _fine("model", f"{config.vision.model}, checksum correct, loads")


def _camera() -> Finding:
    from posture.capture import infrared_advice, list_cameras  # noqa: PLC0415 - heavy

    cameras = list_cameras()
    if not cameras:
        return _problem(
            "camera",
            "none found. Plug one in, or use a recording: `posture run --source PATH`",
            needed=False,
        )
    names = "; ".join(str(camera) for camera in cameras)
    if advice := infrared_advice(load_config().camera.source, cameras):
        return _problem("camera", f"{names}. {advice}", needed=False)
    is_any_ok = any(camera.ok for camera in cameras)
    return Finding("camera", ok=is_any_ok, detail=names, needed=False)


def _profile() -> Finding:
    names = profile_names()
    if not names:
        detail = "none yet, so population defaults are used. Run `posture calibrate`"
        return _problem("calibration", detail, needed=False)
    return _fine("calibration", ", ".join(names), needed=False)


def _notifications() -> Finding:
    from posture.notifier import service  # noqa: PLC0415 - heavy

    ok, detail = service(load_config().notifier.deadline_s)
    detail += "" if ok else "; nudges are recorded and shown in the report"
    return Finding("notifications", ok=ok, detail=detail, needed=False)


def _availability() -> Iterator[Finding]:
    """What posture learns of the desktop, to release the camera and keep quiet when it should."""
    from posture.desktop.availability import Availability  # noqa: PLC0415 - heavy

    try:
        config = load_config()
    except PostureError:
        return  # reported above
    node = device_node(config.camera.source)
    with closing(
        Availability(config.desktop, lambda: None, lambda: [os.getpid()], node)
    ) as availability:
        availability.settle(_ADAPTERS_S)
        for health in availability.findings():
            yield Finding(health.name, ok=health.ok, detail=health.detail, needed=False)


def _display() -> Finding:
    if sys.platform in {"win32", "darwin"}:
        return _fine("display", platform.system(), needed=False)
    for variable in ("WAYLAND_DISPLAY", "DISPLAY"):
        if value := os.environ.get(variable):
            return _fine("display", f"{variable}={value}", needed=False)
    detail = "none; posture runs without one, and prints and records nudges"
    return _problem("display", detail, needed=False)


def _dimming() -> Finding:
    from posture.desktop.overlay.process import cannot_dim, layer_compositor  # noqa: PLC0415 - only here

    if NudgeStep.DIM not in load_config().nudges.steps:
        return _fine("dimming", "not used by nudges.steps", needed=False)
    why = cannot_dim()
    detail = f"{why}; such nudges are shown as notifications only" if why else "possible"
    if not why and layer_compositor():
        detail += ", over everything (layer-shell)"
    elif not why and os.environ.get("WAYLAND_DISPLAY"):
        detail += (
            " through XWayland; this compositor has no layer-shell (GNOME has none), and may "
            "show it below its own windows"
        )
    return Finding("dimming", ok=not why, detail=detail, needed=False)


def _privacy() -> Finding:
    from posture.capture.live import is_address  # noqa: PLC0415
    from posture.core.addresses import shown_address  # noqa: PLC0415 - heavy, as the next

    spec = load_config().camera.source
    is_sealed = refuse_internet()  # this process has nothing to do afterwards
    if is_sealed and not is_address(spec):
        detail = "the monitor blocks its own internet access before the model loads"
    elif is_sealed:
        detail = (
            f"camera.source is on the network: one process may connect, to {shown_address(spec)}; "
            "those that watch and judge block their own internet access"
        )
    else:
        detail = "no kernel filter on this system; mediapipe 0.10.33 opens no sockets of its own"
    return _fine("privacy", detail, needed=False)
