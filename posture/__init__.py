"""posture: a monitor that watches how you sit, through your own webcam, on your own machine."""

__version__ = "0.1.0"
