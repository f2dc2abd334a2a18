"""The real monitor through a day's faults, one every 20 s; ``make soak``.

stage.py      the desktop it runs on: home, webcam, clock, disk, bus, microphone, network camera
faults.py     what goes wrong
watch.py      the monitor as its user sees it, and what it holds
findings.py   what must be true at the end
"""
