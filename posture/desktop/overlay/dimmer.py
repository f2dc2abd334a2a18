"""Dims the screens: starts the overlay, at most one at a time, and learns what became of it."""

import subprocess
import sys
import threading

from posture.desktop.overlay.process import UNABLE

# Qt starts in some tenths of a second; a machine under load may need seconds.
SHOWN_S = 8.0
CLOSE_S = 1.0


class Dimming:
    """One wish to dim. why: None while it is not known, empty when the screens were dimmed."""

    def __init__(self) -> None:
        self.why: str | None = None

    def fail(self, why: str) -> None:
        """Only the first word counts."""
        if self.why is None:
            self.why = why


class Dimmer:
    """Starts the overlay from a thread of its own; nothing here makes the caller wait.

    seconds, opacity: [nudges] dim_seconds and dim_opacity.
    """

    def __init__(self, seconds: float, opacity: float) -> None:
        self._words = [
            sys.executable,
            "-m",
            "posture.desktop.overlay.process",
            "--seconds",
            str(seconds),
            "--opacity",
            str(opacity),
        ]
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[str] | None = None
        self._closing = False

    def dim(self) -> Dimming:
        """Dim the screens, unless they are dimmed already."""
        dimming = Dimming()
        with self._lock:
            if self._closing:
                dimming.fail("posture stopped first")
            elif self._thread is not None and self._thread.is_alive():
                dimming.why = ""
            else:
                self._thread = threading.Thread(
                    target=self._run, args=(dimming,), name="dimmer", daemon=True
                )
                self._thread.start()
        return dimming

    def close(self) -> None:
        """End the overlay, if one is there."""
        with self._lock:
            self._closing = True
            if self._child is not None:
                self._child.kill()
        if self._thread is not None:
            self._thread.join(CLOSE_S)

    def _run(self, dimming: Dimming) -> None:
        try:
            self._mind(dimming)
        except OSError as error:
            dimming.fail(f"the overlay cannot be started: {error.strerror}")

    def _mind(self, dimming: Dimming) -> None:
        with self._lock:
            if self._closing:
                return dimming.fail("posture stopped first")
            # Its standard input closes with this process, however that ends; then so does it.
            self._child = child = subprocess.Popen(  # noqa: S603 - this very program
                self._words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        late = threading.Timer(SHOWN_S, child.kill)
        late.daemon = True
        late.start()
        with child:
            assert child.stdout is not None  # noqa: S101 - asked for above
            assert child.stderr is not None  # noqa: S101
            if child.stdout.readline():
                late.cancel()
                dimming.why = ""
            complaint = child.stderr.read().strip().splitlines()
            child.wait()
            late.cancel()
        if child.returncode == UNABLE and complaint:
            dimming.fail(complaint[-1])
        elif self._closing:
            dimming.fail("posture stopped first")
        else:
            last = complaint[-1] if complaint else "it said nothing"
            dimming.fail(f"the overlay failed: {last}")
        return None
