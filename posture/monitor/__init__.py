"""The running monitor: the loop, the process it looks through, and everything that listens to it.

loop.py               look, judge, report, wait
supervisor.py         keeps the camera's process (worker.py, worker_protocol.py) alive
spawn.py              a child process and the connection to it
observer.py           one look, by what one frame shows (frame_look.py); sources.py opens
                      sources and models
network_camera.py     read by a process of its own: stream_gate.py, stream_reader.py
control_socket.py     questions of other programs: private_socket.py, private_pipe.py on Windows
commands.py           what the user asks of it: questions.py; loan.py lends the camera
profile_in_use.py     taken up anew, and so are settings_in_use.py and record_in_use.py; docking.py:
                      other displays, another desk
preview.py            the camera's picture, for a window that asks for it
recorder.py           to the record; restore.py back from it at the start; upkeep.py: once a day
delivery.py           to the desktop, as digest.py; learner.py what the answers teach
status.py             what it says of itself; today.py the day so far; look_stats.py its looks
"""
