"""200 recordings through one job, two jobs and two Dask workers, broken off in between: all alike?

    python -m tests.bench.analyze_check [RECORDINGS]

Prints how long each took; leaves with 1 when a table differs.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.command import ROOT, Posture
from tests.support.recordings import made_recordings, tables

_POLL_S = 0.05


def finished(out):
    return len(list(out.glob(".done/*.json")))


def analyzed(posture, clips, out, *more, broken_off_at=()):
    """Run it, ended by each signal once so many recordings are done, then to the end; seconds."""
    words = posture.words("analyze", clips, "--out", out, "--format", "csv", *more)
    began_s = time.monotonic()
    for at, how in broken_off_at:
        process = subprocess.Popen(words, env=posture.environment, cwd=ROOT, start_new_session=True)
        while process.poll() is None and finished(out) < at:
            time.sleep(_POLL_S)
        os.killpg(process.pid, how)
        process.wait()
        print(f"  {how.name} after {finished(out)} recordings", flush=True)
    subprocess.run(words, env=posture.environment, cwd=ROOT, check=True)
    return time.monotonic() - began_s


def main():
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory(prefix="posture-check-") as folder:
        here = Path(folder)
        posture = Posture(here / "home")
        made_recordings(here / "clips", many)
        cuts = ((many // 4, signal.SIGKILL), (many // 2, signal.SIGINT))
        runs = {
            "one job": (("--jobs", "1"), ()),
            "two jobs": (("--jobs", "2"), cuts),
            "two Dask workers": (("--jobs", "2", "--scheduler", "local"), cuts),
        }
        found = {}
        for name, (more, broken_off_at) in runs.items():
            out = here / name.replace(" ", "_")
            seconds = analyzed(posture, here / "clips", out, *more, broken_off_at=broken_off_at)
            found[name] = tables(out)
            print(f"{name}: {many} recordings in {seconds:.0f} s, {len(found[name])} files")
    first, *others = found.values()
    same = len(first) >= many and all(other == first for other in others)
    print("All tables are alike." if same else "THE TABLES DIFFER.")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
