"""From a frame to people: the MediaPipe landmarker, and the model files it may load."""
