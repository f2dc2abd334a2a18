"""What watching costs on this machine: `posture bench`.

``watch.py`` runs the real watch and measures it from outside, ``floor.py`` is the model alone,
``usage.py`` what processes hold.
"""
