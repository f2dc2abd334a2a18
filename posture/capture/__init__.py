"""Where pictures come from: webcams, network streams, recordings, still pictures."""

from posture.capture.pictures import read_picture
from posture.capture.recording import open_recording

__all__ = ["open_recording", "read_picture"]
