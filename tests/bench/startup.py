"""How fast the commands answer that look at nothing themselves: `make bench`.

Each is a whole process, timed from start to exit, in turns so that a busy moment hits all alike. A
monitor runs beside them, on the bundled recording, for those that talk to it. The yardstick is the
least a typer-and-rich command line can cost: an interpreter importing both.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from posture.system.paths import resource

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
    "posture status": ["-m", "posture", "status"],
    "posture pause": ["-m", "posture", "pause"],
    "posture resume": ["-m", "posture", "resume"],
    "posture snooze 1m": ["-m", "posture", "snooze", "1m"],
}
START_S = 30.0


def took_s(arguments: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


@contextmanager
def monitor(environment: dict[str, str]) -> Iterator[None]:
    words = [
        sys.executable,
        "-m",
        "posture",
        "run",
        "--quiet",
        "--loop",
        "--set",
        "notifier.backend=off",
        "--source",
        str(resource("samples/clips/day.mp4")),
    ]
    watch = subprocess.Popen(words, env=environment)
    try:
        until_s = time.monotonic() + START_S
        while '"looks": 0' in (said := _status(environment)) or not said:
            if time.monotonic() > until_s:
                raise SystemExit("The monitor did not begin to watch.")
            time.sleep(0.1)
        yield
    finally:
        watch.terminate()
        watch.wait()


def _status(environment: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-m", "posture", "status", "--json"],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    ).stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="times each command is run")
    parser.add_argument(
        "--check",
        action="store_true",
        help=f"leave with 1 if a posture command's median is over {LIMIT_S} s",
    )
    options = parser.parse_args()

    times_s: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "POSTURE_DATA_DIR": folder,
            "POSTURE_CONFIG_DIR": folder,
            "POSTURE_LOG_DIR": folder,
        }
        with monitor(environment):
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
