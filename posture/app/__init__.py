"""What the commands do, put together out of monitor, rooms and core.

composition.py    the real parts, made from the settings
watch/            one watch, in the terminal or in the background
calibrate.py      a calibration; guided_sitting.py before the camera, borrowed_camera.py from a
                  running monitor, person_seen.py: who was in the pictures, personal_limits.py
profile_choice.py which calibration is judged by; running_note.py: a change passed to the monitor
check.py          the next seconds, judged by a calibration
demo.py, doctor.py, privacy.py, relief.py, stretch.py, annotating.py, guide_pages.py   a command
log_file.py       the rotating log; event_forms.py its lines
activitywatch/    slouches and breaks to its local server
data/             what is kept: to files and back, deleted, backed up, checked
integration/      started at login, listed in the menu
bench/, simulation/    what a watch costs; made-up weeks
analyze/, windows/    recordings by the thousand; what the windows show and do
"""
