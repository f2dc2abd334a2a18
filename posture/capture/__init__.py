"""Where pictures come from: webcams, network streams, recordings, still pictures."""

from posture.capture.device import infrared_advice, list_cameras
from posture.capture.frame_check import FrameCheck
from posture.capture.live import is_live, open_live
from posture.capture.orientation import Orientation, UprightSource
from posture.capture.paced import Paced
from posture.capture.pictures import read_picture
from posture.capture.recording import left_out, open_recording, picture_paths

__all__ = [
    "FrameCheck", "Orientation", "Paced", "UprightSource", "infrared_advice", "is_live",
    "left_out", "list_cameras", "open_live", "open_recording", "picture_paths", "read_picture",
]
