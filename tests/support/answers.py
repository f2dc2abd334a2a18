"""What a running monitor answers."""


def watching(**changed):
    """An answer to "status"; changed: what is otherwise."""
    return {
        "running": True,
        "state": "upright",
        "causes": [],
        "profile": "default",
        "calibration": "own",
        "today_upright_s": 5400.0,
        "today_poor_s": 1800.0,
        "today_poor_share": 0.25,
        "last_nudge": None,
        "nudge_awaits_answer": False,
        "paused_because": None,
        "paused_since": None,
        "paused_for_s": None,
        "quiet_because": None,
        "quiet_since": None,
        "quiet_for_s": None,
        "camera_fault": None,
        **changed,
    }


def nudged(step="toast"):
    last = {"ago_s": 3.0, "cause": "slumped torso", "text": "Sit back and grow tall.", "step": step}
    return watching(state="poor", last_nudge=last, nudge_awaits_answer=True)


def looking(picture=None, **changed):
    """An answer to "show"."""
    return {
        "picture": picture,
        "points": {
            "nose": [0.5, 0.4, 1.0],
            "left_ear": [0.55, 0.38, 1.0],
            "right_ear": [0.45, 0.38, 1.0],
            "left_shoulder": [0.62, 0.62, 1.0],
            "right_shoulder": [0.38, 0.62, 1.0],
            "left_hip": [0.58, 0.98, 0.9],
            "right_hip": [0.42, 0.98, 0.9],
        },
        "problems": [],
        "state": "upright",
        "unreliable_because": None,
        "causes": [],
        "severity": 0.2,
        "neck": {"deg": 3.0, "within_deg": 4.0, "limit_deg": 10.0},
        "torso": None,
        "head": {"drop": 0.01, "limit": 0.05, "height": 0.6, "limit_height": 0.56},
        "is_change": True,
        "paused_because": None,
        "calibration": "own",
        **changed,
    }
