"""A page as PDF, printed by a Chromium that is installed; it is given no way to the network."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from posture.errors import StoreError
from posture.system.scratch import scratch_folder

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "brave-browser",
    "microsoft-edge-stable",
    "microsoft-edge",
    "msedge",
)
_APPS = ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser")
_PROGRAM_FILES = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_DEADLINE_S = 120.0


def pdf_of(page: str, paper: str) -> bytes:
    """The page printed on a paper, "A4" or "letter".

    Raises StoreError when no Chromium is installed or it prints nothing.
    """
    program = next(_installed(), None)
    if program is None:
        raise StoreError(
            "A PDF needs Chromium, Chrome, Edge or Brave, and none of them was found.",
            "Install one, or open the page with --open and print it from your browser.",
        )
    printed = page.replace("</style>", f"@page {{ size: {paper}; }}\n</style>", 1)
    with scratch_folder("posture-pdf-") as folder:
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(printed, encoding="utf-8")
        words = [
            program,
            *_FLAGS,
            *_no_sandbox(),
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        try:
            done = subprocess.run(  # noqa: S603 - a program found above, on a page of our own
                words, capture_output=True, text=True, check=False, timeout=_DEADLINE_S
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise StoreError(f"{program} could not print the page: {error}.") from None
        if not target.is_file():
            said = [line for line in done.stderr.splitlines() if line.strip()]
            why = said[-1] if said else f"it ended with {done.returncode}"
            raise StoreError(
                f"{program} printed nothing: {why}.",
                "Open the page with --open and print it from your browser.",
            )
        return target.read_bytes()


def _installed() -> Iterator[str]:
    for name in _NAMES:
        if found := shutil.which(name):
            yield found
    places: list[Path] = []
    if sys.platform == "darwin":
        places = [Path(f"/Applications/{app}.app/Contents/MacOS/{app}") for app in _APPS]
    elif sys.platform == "win32":
        roots = [
            os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        ]
        places = [Path(root) / program for root in roots if root for program in _PROGRAM_FILES]
    yield from (str(place) for place in places if place.is_file())


def _no_sandbox() -> tuple[str, ...]:
    """Chromium refuses to run as root with its sandbox; the page has no script to run in it."""
    is_root = sys.platform != "win32" and os.geteuid() == 0
    return ("--no-sandbox",) if is_root else ()
