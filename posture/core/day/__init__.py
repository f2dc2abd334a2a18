"""Records added up to a day, and what is worth saying about it.

records.py      what the store keeps, as values; instants.py: times as the record keeps them
timeline.py     from looks to time: what is credited, what is a gap
minutes.py      looks added up by the minute, and minutes read as looks
local_days.py   spans by the local day they are in
totals.py       what a day's looks come to, taken in one after the other
stillness.py    how long in one position; angle_bands.py how long in which band
summary.py      the day added up; model.py: the values that come of it
insights.py     what stood out, in plain words
"""
