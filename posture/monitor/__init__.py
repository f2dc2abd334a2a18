"""The running monitor: the loop, the process it looks through, and everything that listens to it.

loop.py             look, judge, tell, wait
supervisor.py       keeps the camera's process alive
worker.py           that process: camera and model; worker_protocol.py is what it is told
spawn.py            a child process and the connection to it
observer.py         one look; sources.py opens sources and models
control_socket.py, commands.py    what the user asks of it
recorder.py, restore.py           to the record, and back from it at the start
delivery.py, learner.py           to the desktop, and what the answers teach
status.py, look_stats.py          what it says of itself
"""
