"""Drives a peer's own camera loop without its windows. Runs in the environment of the peers.

    python peer_loops.py postured|batesposture SECONDS

Prints as JSON how often the model was asked, and the CPU seconds of this whole process.
"""

import json
import sys
import threading
import time
from importlib import import_module
from pathlib import Path


def postured(seconds: float) -> int:
    """Its detector's worker, on this thread instead of one of Qt's."""
    module = import_module("postured.pose_detector")
    model = Path(module.__file__).parent / "resources" / "pose_landmarker_lite.task"
    worker = module.PoseWorker(model, 0)
    answers: list[object] = []
    worker.pose_detected.connect(lambda *_: answers.append(None))
    worker.no_detection.connect(lambda: answers.append(None))
    threading.Timer(seconds, worker.stop).start()
    worker.run()
    return len(answers)


def batesposture(seconds: float) -> int:
    """Its camera service, handing every frame to its detector, as its tray does."""
    settings = import_module("batesposture.services.settings_service").SettingsService()
    detector = import_module("batesposture.ml.pose_detector").PoseDetector(settings)
    camera = import_module("batesposture.services.camera_service").CameraService(settings)
    frames: list[object] = []

    def judge(frame: object) -> object:
        frames.append(None)
        return detector.process_frame(frame)

    if not camera.start(judge):
        sys.exit("batesposture could not open the camera")
    time.sleep(seconds)
    camera.stop()
    return len(frames)


def main() -> None:
    name, seconds = sys.argv[1], float(sys.argv[2])
    calls = {"postured": postured, "batesposture": batesposture}[name](seconds)
    print("\n" + json.dumps({"calls": calls, "cpu_s": time.process_time()}))


if __name__ == "__main__":
    main()
