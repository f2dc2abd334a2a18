"""Where pictures come from: webcams, network streams, recordings, still pictures."""

from posture.capture.device import list_cameras
from posture.capture.frame_check import FrameCheck
from posture.capture.live import is_live, open_live
from posture.capture.paced import Paced
from posture.capture.pictures import read_picture
from posture.capture.recording import open_recording, picture_paths

__all__ = [
    "FrameCheck", "Paced", "is_live", "list_cameras", "open_live", "open_recording",
    "picture_paths", "read_picture",
]
