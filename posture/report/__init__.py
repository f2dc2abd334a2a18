"""The day told: a page, a terminal summary, JSON and CSV, all from one DaySummary."""

from posture.report.data import jsonable, write_csv

__all__ = ["jsonable", "write_csv"]
