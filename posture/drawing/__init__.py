"""Copies of the user's own recordings with everything seen drawn in, only where they ask for it.

overlay.py    skeleton, neck and torso lines, angles and verdict, on one picture
video.py      the pictures as a video

Nothing here sees a webcam: what is watched live is never drawn, nor written.
"""
