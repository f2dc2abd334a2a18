"""What a watch costs on this machine: ``posture bench``.

watch.py    the real watch, measured from outside
floor.py    the model alone, the least that judging can cost
usage.py    what processes hold: memory, threads, descriptors, CPU time
"""
