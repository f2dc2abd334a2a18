"""What the commands do, put together out of monitor, rooms and core.

composition.py   the real parts, made from the settings
session.py       one watch; background.py: with nobody at its terminal
calibrate.py, demo.py, doctor.py, relief.py, stretch.py    one command's work each
bench/           what a watch costs
simulation/      made-up weeks
log_file.py      the rotating log; event_words.py: an event as a line of it
"""
