"""What ``posture data`` does with everything that is kept.

inventory.py  how large they are, and what the record holds
spans.py      which part of it: days, given by the user
exported.py   to files and back
deleted.py    deleted for good, with all that was made of it; log_lines.py: those of the log
copies.py     a backup now, and back to one
checked.py    whether all of it is whole
"""
