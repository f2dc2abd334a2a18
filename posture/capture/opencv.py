"""The one place that imports OpenCV: only when it is needed, and quietly."""

import os
from functools import cache
from typing import Any

_ENVIRONMENT = {
    "OPENCV_LOG_LEVEL": "SILENT",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    # A driver that stops answering blocks read() for this many seconds; 10 without it.
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",
    # With it, Media Foundation on Windows takes 4 to 20 s to open a webcam.
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",
    # A picture that claims more pixels than this is refused before memory is asked for.
    "OPENCV_IO_MAX_IMAGE_PIXELS": str(200_000_000),
}


@cache
def opencv() -> Any:  # noqa: ANN401 - cv2 carries no usable types
    """The cv2 module. Import takes about 0.1 s the first time."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    import cv2  # noqa: PLC0415 - heavy, and must come after its environment

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    # Thumbnails and colour conversion are too small to be worth waking a thread pool.
    cv2.setNumThreads(1)
    return cv2
