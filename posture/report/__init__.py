"""Days and periods reported: pages, a terminal summary, JSON, CSV, Markdown and PDF.

write.py          from the store to a day's summary and page
periods.py        from the store to a period's summary
publish.py        writes pages and those they lead to; shelf.py: which there are, and their index
html.py           a day's page (templates/); charts.py, angle_chart.py place what it draws
period_html.py    a period's page; period_cells.py, period_columns.py, period_words.py
templating.py     what all templates use
terminal.py, period_terminal.py   the same words on a terminal
data.py, period_data.py           for programs: JSON and CSV
markdown.py, pdf.py               both as Markdown; any page as PDF; formats.py: all of these
comparison.py     many recordings compared on one page
check_plot.py     the picture of ``posture check``
"""

from posture.report.data import jsonable, write_csv

__all__ = ["jsonable", "write_csv"]
