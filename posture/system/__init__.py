"""The machine: clock, folders, files, locks, start and end of a process.

clock.py          real and virtual time; timezone.py the machine's own zone
paths.py          where things are kept; kept_files.py the list of every file that is
private_file.py   the one way to write what only its owner may read; regular_file.py reads it
output.py         writing where the user wants it; native_stderr.py what libraries say by themselves
lock_file.py      a file one process holds at a time
seccomp.py        no internet sockets; core_dumps.py no memory images, swap.py none there
startup.py        what a process sets first; exit.py how it ends, and what it says then
interrupt.py      Ctrl-C that is not lost; scratch.py folders that it does not leave behind
program.py        how posture is started from outside
bus.py            a D-Bus connection on which no wait is without end
video_device.py   which device a camera's name means; shared_libraries.py what Linux must have
"""
