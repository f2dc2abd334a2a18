"""One watch: one run of the monitor, from start to end.

run.py                begins and ends it, as request.py says
session.py            runs it; session_parts.py makes what it is made of
session_changes.py    settings, profile and record taken up anew; session_inbox.py: what else comes
                      in between looks; session_notices.py, session_status.py: what it says
judged_by.py          what it is judged by; icon_seen.py, digest_sentence.py: more parts
background.py         unattended, in a process of its own; start_and_stop.py
show_day.py           the day's page, for "Why?"; watch_log.py: a watch as the log shows it
"""
