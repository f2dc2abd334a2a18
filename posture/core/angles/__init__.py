"""From landmarks to neck and torso angles, and the calibration they are measured against.

angles.py         a pose in, angles in degrees out; quality.py: or why it cannot be judged
inference.py      the posture that explains a look best, for one person (person_model.py)
prior.py          how people sit
forward_model.py  how one person would look so: skeleton.py, camera_pose.py, lens.py, residuals.py
features.py       ratios for people without a calibration
head_height.py    how high the head stands over the shoulders, and where a slouch begins
nose_share.py     how much the nose counts in that, by how this person's slouch bows the head
height_mixture.py where a slouch begins, from heights that nobody has labelled
fitted.py         the numbers of models/angles.json
baseline.py       what a calibration leaves; calibration.py makes it, shown_slouch.py its limits
refusals.py       why poses make no calibration
smoothing.py      calm numbers from look to look
"""
