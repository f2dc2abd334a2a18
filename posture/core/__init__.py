"""The pure core: landmarks in, angles, assessments, episodes and nudges out.

No I/O, no clock, no OpenCV, no MediaPipe. Time enters as a value, ``at_s``: seconds on one
monotonic timeline whose zero the caller chooses.

pose/         landmarks of people, and whose they are
angles/       from landmarks to neck and torso angles; calibration
verdict/      from angles to good, poor or unknown; episodes
nudges/       whether to speak, and what to say
day/          records added up to a day; period/: days to a week, a month, a year
exercises/    relief sessions and stretches
policies/     the numbers they go by; reasons.py: why not judged, not sent, or over
events.py     the values that pass between these, states.py their states; judge.py runs them
credit.py     how much time a look is credited with
duration.py, share.py, addresses.py, wording.py    how people read and write these
printable.py  any text as one line that a terminal does not obey; spreadsheet.py: as a cell of CSV
"""
