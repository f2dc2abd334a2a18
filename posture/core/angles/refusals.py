"""Why poses make no calibration, in words for whoever sat for them."""


class CalibrationRefusedError(ValueError):
    """The poses do not make a baseline. ``problem`` says why, ``remedy`` what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem} {remedy}")


class SlouchRefusedError(CalibrationRefusedError):
    """The upright is fine; what was shown beside it is no slouch and may be shown again."""
