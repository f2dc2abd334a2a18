"""What a watch costs beside the loops of two peers, on the same recording: `make bench`.

Each in turn sees the bundled day through the fake webcam (640 x 480, 30 frames a second) for as
long. The figures are CPU time, start-up included, and their ratios: these hold on other machines.
The peers are optional: where they are not installed, how to add them is told.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from posture.capture import open_recording
from posture.system.paths import resource
from tests.support.webcam import FakeWebcam, compile_library, why_not, write_frames

CLIP = "samples/clips/day.mp4"
CAMERA_FPS, CLIP_FPS = 30, 1
# Each with the MediaPipe it works with: one wants new Tasks, the other the solutions that are gone.
PEERS = {"postured": "mediapipe==0.10.33", "batesposture": "mediapipe==0.10.21"}
LOOPS = Path(__file__).with_name("peer_loops.py")
VARIABLE, FOLDER = "POSTURE_PEERS_VENVS", ".venv-peers"


def python_of(name: str) -> Path:
    return Path(os.environ.get(VARIABLE) or FOLDER) / name / "bin" / "python"


def how_to_add(name: str) -> str:
    folder = python_of(name).parents[1]
    return (
        f"{name:14} skipped; to add it: python3.11 -m venv {folder} && "
        f"{folder}/bin/pip install {PEERS[name]} {name}"
    )


def run_peer(python: Path, name: str, seconds: float, environment: dict[str, str]) -> dict:
    done = subprocess.run(
        [python, LOOPS, name, str(seconds)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds + 120,
        check=False,
    )
    if done.returncode:
        return {"problem": (done.stderr.strip().splitlines() or ["it failed"])[-1]}
    told = json.loads(done.stdout.strip().splitlines()[-1])
    return {**told, "share": told["cpu_s"] / seconds}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0, help="for posture")
    parser.add_argument(
        "--peer-minutes",
        type=float,
        default=1.0,
        help="for each peer, whose cost does not change with time",
    )
    parser.add_argument("--json", action="store_true", help="all figures, as one line of JSON")
    options = parser.parse_args()
    if why_not():
        print(f"peers: skipped, {why_not()}")
        return 0
    figures: dict[str, dict] = {}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        pictures = (frame.rgb for frame in open_recording(resource(CLIP)).frames())
        webcam = FakeWebcam(
            compile_library(home),
            home,
            write_frames(pictures, home / "frames"),
            repeat=CAMERA_FPS // CLIP_FPS,
        )
        environment = {
            **webcam.environment,
            "HOME": folder,
            "XDG_CONFIG_HOME": folder,
            "QT_QPA_PLATFORM": "offscreen",
            "POSTURE_CONFIG_DIR": folder,
        }
        del environment["FAKE_V4L2_STAMP"]
        words = ["bench", "--json", "--source", "0", "--for", f"{options.minutes} min"]
        done = subprocess.run(
            [sys.executable, "-m", "posture", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(done.stderr.strip())
            return 1
        ours = figures["posture"] = json.loads(done.stdout)
        print(f"{'':14} {'of one core':>11} {'model calls':>12} {'times ours':>11}")
        rate = ours["model_calls"] / ours["wall_s"]
        print(f"{'posture':14} {ours['share_of_core']:>11.2%} {rate:>10.2f}/s {1:>11.0f}")
        del environment["PYTHONPATH"]
        for name in PEERS:
            if not python_of(name).exists():
                print(how_to_add(name))
                continue
            seconds = options.peer_minutes * 60
            found = run_peer(python_of(name), name, seconds, environment)
            if "problem" in found:
                print(f"{name:14} skipped: {found['problem']}")
                continue
            figures[name] = found
            ratio = found["share"] / ours["share_of_core"]
            rate = found["calls"] / seconds
            print(f"{name:14} {found['share']:>11.2%} {rate:>10.2f}/s {ratio:>11.0f}")
    if options.json:
        print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
