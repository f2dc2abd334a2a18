"""The icon in the panel and the windows: the other door to what the commands do.

__main__.py       the process, single_instance.py one a user; program.py its parts
display.py        whether there is one to show anything on
actions.py        what the user asks for, on another thread: worker_thread.py
launcher.py       what needs a process outside the seal
glance.py         what the monitor's answer comes to, in a word and a sentence
icons.py          drawn for each condition; tray.py the icon and its menu
window.py         the pages: today.py, camera_page.py, week.py, settings.py with fields.py
charts.py         ring, timeline and bars; limit_bar.py how near a limit is
picture.py        the camera's picture with its lines
calibration.py    a calibration you can see, by calibration_steps.py: camera_picker.py first,
                  outcome.py what it came to; calibrator.py its process
autostart_switch.py   whether it starts at login
first_run.py      three pages for somebody new; remembered.py what was said once
words.py          sentences of several windows
"""
