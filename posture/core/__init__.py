"""The pure heart: landmarks in, angles, assessments, episodes and nudges out.

No I/O, no clock, no OpenCV, no MediaPipe. Time enters as a value, ``at_s``: seconds on one
monotonic timeline whose zero the caller chooses.
"""
