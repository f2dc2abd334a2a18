"""What the commands do, put together out of monitor, rooms and core.

composition.py    the real parts, made from the settings
run.py            one watch; background.py, start_and_stop.py: unattended
session.py        its parts: judged_by.py, session_status.py, session_notices.py, digest_sentence.py
calibrate.py      a calibration; guided_sitting.py before the camera, borrowed_camera.py from a
                  running monitor, person_seen.py: who was in the pictures, personal_limits.py
profile_choice.py which calibration is judged by; running_note.py: a change passed to the monitor
check.py          the next seconds, judged by a calibration
demo.py, doctor.py, privacy.py, relief.py, stretch.py, annotating.py, guide_pages.py   a command
log_file.py       the rotating log; event_forms.py its lines, watch_log.py a watch as it shows there
activitywatch/    slouches and breaks to its local server
data/             what is kept: to files and back, deleted, backed up, checked
integration/      started at login, listed in the menu; show_day.py: the day's page, for "Why?"
bench/, simulation/    what a watch costs; made-up weeks
analyze/, windows/    recordings by the thousand; what the windows show and do
"""
