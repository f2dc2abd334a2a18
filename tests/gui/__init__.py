"""The windows, driven with mouse and keyboard on an offscreen display."""
