"""The record on disk, and the small files beside it.

sqlite.py        the record; buffered.py never stops the monitor
tables.py        what a row holds; to_rows.py, from_rows.py: records to rows and back
opening.py       the file opened: integrity.py, salvage.py, backup.py; record_file.py keeps it open
migrations.py    the tables, one step at a time
looks.py         the looks of a day; recorded_days.py: which days there are
minutes.py       looks added up by the minute, and thinned; joined_minutes.py: as spans
deletion.py      rows deleted for good; exchange/: the record as files and back
retention.py     once a day: the backup, then what is old is thinned or dropped
state_file.py    the small files below, checked by their schemas as they are read
profiles.py      calibrations; what their files may hold: profile_schema.py
pause_file.py    a pause or silence that outlives the monitor; digest_file.py the last digest
feedback_file.py what the answers taught
"""
