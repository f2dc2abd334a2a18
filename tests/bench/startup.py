"""How fast the commands that need no camera answer: `make bench`.

Each is a whole process, timed from start to exit, in turns so that a busy moment hits all alike.
The yardstick is the least a typer-and-rich command line can cost: an interpreter importing both.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

LIMIT_S = 0.4
YARDSTICK = "python -c 'import typer, rich'"
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    YARDSTICK: ["-c", "import typer, rich"],
    "posture --help": ["-m", "posture", "--help"],
    "posture version": ["-m", "posture", "version"],
    "posture config path": ["-m", "posture", "config", "path"],
    "posture profiles list": ["-m", "posture", "profiles", "list"],
    "posture run --help": ["-m", "posture", "run", "--help"],
}


def took_s(arguments: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="times each command is run")
    parser.add_argument("--check", action="store_true",
                        help=f"leave with 1 if a posture command's median is over {LIMIT_S} s")
    options = parser.parse_args()

    times_s: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "POSTURE_DATA_DIR": folder, "POSTURE_CONFIG_DIR": folder,
                       "POSTURE_LOG_DIR": folder}
        for arguments in COMMANDS.values():
            took_s(arguments, environment)  # compiles and warms the disk cache
        for _ in range(options.runs):
            for name, arguments in COMMANDS.items():
                times_s[name].append(took_s(arguments, environment))

    yardstick_s = statistics.median(times_s[YARDSTICK])
    slow = []
    print(f"{'command':32} {'median':>8} {'fastest':>8} {'ratio':>6}   ({options.runs} runs each)")
    for name, all_s in times_s.items():
        median_s = statistics.median(all_s)
        print(f"{name:32} {median_s:7.3f}s {min(all_s):7.3f}s {median_s / yardstick_s:5.2f}x")
        if name.startswith("posture") and median_s > LIMIT_S:
            slow.append(name)
    if slow:
        print(f"over {LIMIT_S} s: {', '.join(slow)}")
    return 1 if slow and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
