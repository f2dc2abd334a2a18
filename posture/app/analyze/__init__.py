"""``posture analyze``: the same judgement over recordings by the thousand.

command.py     the whole of it; run.py hands out what is left to do and collects it
inputs.py      which recordings, by which names (names.py) and of which groups (groups.py)
job.py         what one recording's result depends on, and nothing else
tasks.py       what a worker does: looks (looking.py, ahead.py), judges (judging.py),
               calibrates (calibrating.py); remote.py fetches what is at an address
sums.py        what the looks at one recording come to; tables.py the tables' columns
local.py       workers on this machine (worker.py); cluster.py those of a Dask scheduler
results.py     the folder of results, and what of it is done; progress.py says how far it is
"""
