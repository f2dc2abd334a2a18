"""The running monitor: the loop, the eyes it looks through, and everything that listens to it.

session.py      one watch, put together       monitor.py    the loop: look, judge, tell, wait
supervisor.py   keeps the eyes alive           eyes.py       the child: camera and model
task.py         what the first tells the second
observer.py     one look                       viewing.py    sources and models, opened
control.py, wishes.py, standing.py             what the user asks of it, also over a restart
recorder.py, recall.py                         to the record, and back from it at the start
sender.py, learning.py                         to the desktop, and what the answers teach
status.py, accounting.py                       what it tells of itself
"""
