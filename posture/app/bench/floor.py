"""The least that judging posture can cost: MediaPipe and its model, alone in a process.

    python -m posture.app.bench.floor MODEL CALLS APART_S VIDEO [WIDTH HEIGHT]

Nothing of posture that judges is imported, and MediaPipe as its documentation says. The pictures
are decoded before the calls, and what that costs is taken off. Prints what was measured as JSON.

The calls come APART_S seconds apart, for a watch's do not come back to back either, where each
finds the processor's caches as the one before left them and costs a tenth less. It ends when its
standard input closes.
"""

import itertools
import json
import os
import sys
import time
from typing import Any

from posture.system.core_dumps import refuse_core_dumps
from posture.system.exit import when_stdin_closes

# Distinct pictures, spread evenly over the video: more would only need more memory.
_PICTURES = 24


def main() -> None:
    refuse_core_dumps()
    when_stdin_closes(lambda: os._exit(1))
    model, calls, apart_s, video, *size = sys.argv[1:]
    import mediapipe  # noqa: PLC0415 - its import is part of what is measured
    from mediapipe.tasks.python import BaseOptions, vision  # noqa: PLC0415

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=model),
        running_mode=vision.RunningMode.IMAGE,
        num_poses=3,
    )
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        began_s = time.process_time()
        pictures = _pictures(video, (int(size[0]), int(size[1])) if size else None)
        decoding_s = time.process_time() - began_s
        for picture in itertools.islice(itertools.cycle(pictures), int(calls)):
            image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture)
            landmarker.detect(image)
            time.sleep(float(apart_s))
    sys.stdout.write(json.dumps({"decoding_s": decoding_s, "cpu_s": time.process_time()}))


def _pictures(video: str, size: tuple[int, int] | None) -> list[Any]:
    """(height, width, 3) uint8 RGB each; size: (width, height) in pixels, None as recorded."""
    import cv2  # noqa: PLC0415 - MediaPipe has imported it

    capture = cv2.VideoCapture(video)
    length = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    wanted = {round(index * length / _PICTURES) for index in range(_PICTURES)}
    found = []
    for index in range(length):
        if not capture.grab():
            break
        if index in wanted:
            picture = cv2.cvtColor(capture.retrieve()[1], cv2.COLOR_BGR2RGB)
            found.append(cv2.resize(picture, size) if size else picture)
    capture.release()
    return found


if __name__ == "__main__":
    main()
