"""The command line. Each command has a module of its own; heavy imports wait until one runs.

main.py       the table of commands
options.py    options several of them share
watch         run, background (start, stop, restart), control (pause, resume, snooze, feedback),
              status, logs; status_line is what run shows, running_note what a change does to it
understand    measure, replay, report, check, simulate; left_out: what a folder holds besides
set up        calibrate, profiles, config, doctor, notify_test, demo, bench, version
care          advice, relief, stretch
words         formatting, durations, plain_text
"""

from posture.cli.main import app, main

__all__ = ["app", "main"]
