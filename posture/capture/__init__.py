"""Where pictures come from: webcams, network streams, recordings, still pictures.

live.py             which live source an address means (address.py)
webcam.py           a webcam; device.py why one does not open, v4l2.py what it says itself
cameras.py          which webcams there are
http_camera.py      motion JPEG (multipart.py) or a still JPEG; video_camera.py: RTSP and its like
recording.py        recordings; reels.py one pass over one, paced.py in real time;
                    picture_folder.py the pictures of a folder or sequence
pictures.py         still pictures; file_names.py, exif.py, jpeg.py, orientation.py, pixels.py
                    make of any file one form: (height, width, 3) uint8 RGB
frame_check.py      covered and frozen pictures; change_detector.py: has anything moved;
                    background.py: has the camera
opencv.py           the one place that imports OpenCV
"""

from posture.capture.cameras import infrared_advice, list_cameras
from posture.capture.frame_check import FrameCheck
from posture.capture.live import is_live, open_live
from posture.capture.orientation import Orientation, UprightSource
from posture.capture.paced import Paced
from posture.capture.picture_folder import left_out, picture_paths
from posture.capture.pictures import read_picture
from posture.capture.recording import open_recording

__all__ = [
    "FrameCheck",
    "Orientation",
    "Paced",
    "UprightSource",
    "infrared_advice",
    "is_live",
    "left_out",
    "list_cameras",
    "open_live",
    "open_recording",
    "picture_paths",
    "read_picture",
]
