"""From a frame to people.

landmarker.py       MediaPipe's pose landmarker
augmented.py        one picture looked at several times, averaged
shoulders.py        whether shoulders are really in the picture
clothing.py         whether two pictures show the same person
models.py           the model files it may load
partial_import.py   MediaPipe without what is not used
"""
