"""Days added up to a week, a month, a year or any span of days. No single look is read here.

calendar.py     which days: weeks, months and years, their names and neighbours
model.py        the values a period comes to
sittings.py     the longest sitting, breaks, and how one sat soon after one
totals.py       what minutes come to, taken in one after the other
goal.py         a personal goal: days met, days in a row
trial.py        whether nudges help, from those withheld by chance
trial_result.py what came out of that, in plain words
summary.py      the period added up
digest.py       when a report comes by itself
insights.py     what changed, when it is worst, what helps, in plain words
"""
