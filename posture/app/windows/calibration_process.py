"""The process of a calibration that a window guides: camera and model live here.

It borrows the camera of a running monitor, as ``posture calibrate`` does. Its pictures go to the
window that started it, over a pipe, in memory only.
"""

import os
import sys
import traceback
from contextlib import closing, suppress

from posture.app.borrowed_camera import borrowed_camera
from posture.app.windows.calibration_protocol import Begin, CameraFound, Refused
from posture.app.windows.window_calibration import WindowCalibration
from posture.capture.cameras import list_cameras
from posture.config import Config, load_config
from posture.core.printable import printable
from posture.errors import PostureError
from posture.monitor.preview import drawn_small
from posture.monitor.sources import estimator
from posture.monitor.spawn import Link, connection_from
from posture.system import startup

_THUMBNAIL_PX = 160


def main() -> None:
    """The process's whole life: its argument names the connection, which first brings a Begin."""
    window = connection_from(int(sys.argv[1]))
    code = 0
    with suppress(EOFError, OSError):  # the window was closed
        try:
            begin = window.recv()
            assert isinstance(begin, Begin)  # noqa: S101 - what the window sends first
            if begin.lists_cameras:
                _list_cameras(window, load_config(begin.overrides))
            else:
                _calibrate(window, begin)
        except PostureError as error:
            said = printable(error.problem), printable(error.remedy)
            window.send(Refused("", *said, is_end=True))
        except (EOFError, OSError):
            raise
        except Exception:  # noqa: BLE001 - said in the window, with its traceback on stderr
            code = 1
            traceback.print_exc()
            problem = "The calibration failed because of an internal error."
            window.send(Refused("", problem, "Run `posture calibrate` in a terminal.", is_end=True))
    os._exit(code)


def _list_cameras(window: Link, config: Config) -> None:
    """Every camera, one after the other, with what it shows."""
    for camera in list_cameras():
        jpeg, problem = b"", camera.problem
        if not problem:
            try:
                with borrowed_camera(camera.spec, config) as (source, _):
                    small = drawn_small(source.read(), _THUMBNAIL_PX)
                    jpeg = small.jpeg if small else b""
            except PostureError as error:
                problem = str(error)
        infrared = " (infrared)" if camera.is_infrared else ""
        window.send(CameraFound(camera.spec, camera.name + infrared, printable(problem), jpeg))


def _calibrate(window: Link, begin: Begin) -> None:
    config = load_config(begin.overrides)
    with (
        borrowed_camera(begin.source, config) as (camera, spec),
        closing(estimator(config)) as landmarker,
    ):
        startup.settle()
        WindowCalibration(window, camera, spec, landmarker, config).run()
