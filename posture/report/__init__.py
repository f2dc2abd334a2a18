"""The day reported: a page, a terminal summary, JSON and CSV, all from one DaySummary.

write.py          from the store to a page on the disk
html.py           the page (templates/); charts.py, angle_chart.py place what it draws
terminal.py       the same words on a terminal
data.py           the day for programs
comparison.py     many recordings compared on one page
check_plot.py     the picture of ``posture check``
"""

from posture.report.data import jsonable, write_csv

__all__ = ["jsonable", "write_csv"]
