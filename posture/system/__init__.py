"""The machine: clock, folders, time zone, locks, start and end of a process.

clock.py       real and virtual time         paths.py      where things are kept
timezone.py    the machine's own zone        lock_file.py  a file one process holds at a time
seccomp.py     no internet sockets           startup.py    what makes a process start cheaply
exit.py        how a process ends, and what it says then
shared_libraries.py  what the wheels need of Linux, by its packages
"""
