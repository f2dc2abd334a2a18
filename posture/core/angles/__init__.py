"""From landmarks to neck and torso angles, and the calibration they are measured against."""
