"""The command line. Each command has a module of its own; heavy imports wait until one runs.

main.py       the table of commands, under the headings of `posture --help`
help.py       how help looks; options: those that several commands share
watch         calibrate, run, background (start, stop, restart), status, control (pause, resume,
              snooze, feedback), tray (and window); status_line is what run shows
understand    report (report_span: of which days, report_outlets: where to), check, measure, replay,
              analyze; left_out: what a folder holds besides
care          advice, relief, stretch
settings      config, profiles, data (data_exchange, data_deletion,
              data_backups; data_selection: of which rows), export, autostart, desktop
tools         guide (the command help), demo, doctor, privacy, notify_test, logs, bench, simulate,
              version
words         durations, plain_text, confirm
"""

from posture.cli.main import app, main

__all__ = ["app", "main"]
