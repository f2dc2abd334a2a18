"""Make docs/report.png from a made-up day: make picture

The picture is best with the Inter typeface installed (Debian: fonts-inter). Into a folder it writes
a page of every kind instead, to be looked at: python -m tests.support.report_picture FOLDER
"""

import sys
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from posture.core.day.model import JudgedTime
from posture.core.day.summary import summarise
from posture.core.period.calendar import days_between, month_of, week_of, year_of
from posture.report.html import render
from posture.report.period_html import render_period
from posture.report.shelf import Shelf
from posture.report.templating import Link
from posture.report.write import tips_for
from tests.support.browser import LIGHT, chromium
from tests.support.days import LIMITS, ZONE, a_day, judged_on
from tests.support.periods import lived, summed

DAY = date(2026, 11, 20)
WIDTH, HEIGHT = 1280, 840


def example_page(links: Sequence[Link] = ()) -> str:
    """The report of a working day, compared with four days before it."""
    before = [DAY - timedelta(days=n) for n in range(4, 0, -1)]
    earlier = [judged_on(d, a_day(d, seed=d.day).samples) for d in before]
    day = summarise(DAY, ZONE, a_day(DAY), LIMITS, earlier)
    return render(day, tips=tips_for(day), links=links)


def sample_pages() -> dict[str, str]:
    """A page of every kind, by its file's name; they lead to one another."""
    periods = (week_of(DAY), month_of(DAY), year_of(DAY), days_between(DAY.replace(month=8), DAY))
    shelf = Shelf(frozenset({DAY.isoformat(), *(period.name for period in periods)}))
    pages = {DAY.isoformat(): example_page(shelf.links_of_day(DAY)), "index": shelf.index()}
    for period in periods:
        told = summed(period, *lived(period.days), before=[JudgedTime(9000.0, 4000.0)])
        links = shelf.links_of_period(period)
        pages[period.name] = render_period(told, pages=shelf.day_pages(), links=links)
    pages["empty"] = render_period(summed(week_of(DAY), []))
    return pages


def main(target: Path) -> None:
    if target.is_dir():
        for name, text in sample_pages().items():
            (target / f"{name}.html").write_text(text, encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(example_page(), encoding="utf-8")
        chromium(page, f"--screenshot={target}", width=WIDTH, height=HEIGHT, scheme=LIGHT)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
