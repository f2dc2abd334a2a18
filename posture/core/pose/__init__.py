"""Landmarks of people.

landmarks.py    one person's 33 landmarks, pixels, y down
tracking.py     whose they are, when several people are seen
view.py         where the camera stands: in front, oblique, at the side
shape.py        what a pose looks like, in numbers that do not depend on the picture's size
"""
