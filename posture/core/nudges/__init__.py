"""Whether to speak, how loudly, and with which tip; what an answer changes.

policy.py         the state machine, and its theory
inputs.py         what it is fed
suppression.py    what holds a nudge back, and the memory that is measured against
responses.py      what an event or an answer does to that memory
tips.py           which tip for which cause
breaks.py         when a break is due
feedback.py       what false alarms teach
"""
