"""Make docs/report.png from a made-up day: make picture

The picture is best with the Inter typeface installed (Debian: fonts-inter).
"""

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from posture.core.day.summary import summarise
from posture.report.html import render
from posture.report.write import tips_for
from tests.support.browser import LIGHT, chromium
from tests.support.days import LIMITS, ZONE, a_day, judged_on

DAY = date(2026, 11, 20)
WIDTH, HEIGHT = 1280, 840


def example_page() -> str:
    """The report of a working day, compared with four days before it."""
    before = [DAY - timedelta(days=n) for n in range(4, 0, -1)]
    earlier = [judged_on(d, a_day(d, seed=d.day).samples) for d in before]
    day = summarise(DAY, ZONE, a_day(DAY), LIMITS, earlier)
    return render(day, tips=tips_for(day))


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(example_page(), encoding="utf-8")
        chromium(page, f"--screenshot={target}", width=WIDTH, height=HEIGHT, scheme=LIGHT)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
