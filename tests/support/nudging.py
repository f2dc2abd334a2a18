"""The nudge policy as its tests play it: a fixed policy, happenings at chosen seconds."""

from posture.core.events import Cause, EpisodeEnded, EpisodeStarted, HeldBack, Nudge
from posture.core.nudges.inputs import NudgeContext, Tick
from posture.core.nudges.policy import advance
from posture.core.nudges.suppression import NudgingState
from posture.core.nudges.tips import Advice, Tip, TipKind
from posture.core.policies.nudges import NudgePolicy, NudgeStep
from posture.core.reasons import EpisodeEnd

ADVICE = Advice(
    tips=(
        *(
            Tip(f"{cause.name}-{number}", (cause,), f"Tip {number} for {cause}.", "tip-1", kind)
            for cause in Cause
            for number, kind in enumerate(
                (TipKind.ADJUST, TipKind.MOVE, TipKind.ADJUST, TipKind.CARE), start=1
            )
        ),
        Tip("look-away", (Cause.SITTING_LONG,), "Look far away.", "tip-1", TipKind.EYES),
        Tip("stand", (Cause.SITTING_LONG,), "Stand for a while.", "tip-1", TipKind.STAND),
    ),
    sections={"tip-1": "Sitting"},
    titles={cause: f"Mend {cause}" for cause in Cause},
    praise=("That looks better.", "Well sat."),
)
POLICY = NudgePolicy(
    cooldown_s=600,
    long_s=300.0,
    long_cooldown_s=600.0,
    max_per_hour=3,
    answer_s=300,
    backoff_factor=2,
    backoff_max=4,
    quiet_hours=("22:00-07:00",),
    steps=(NudgeStep.TOAST,),
    praise=False,
    silent_share=0.0,
)
TICK = Tick()
NOON = 720


def started(at_s=0.0, cause=Cause.SLUMPED):
    return EpisodeStarted(at_s, at_s - 30, (cause,))


def ended(at_s, reason=EpisodeEnd.CORRECTED):
    return EpisodeEnded(at_s, 0.0, at_s - 3, (Cause.SLUMPED,), 1.5, reason)


class Run:
    """Feeds happenings and keeps what was said."""

    def __init__(self, policy=POLICY, state=None):
        self.policy = policy
        self.state = state or NudgingState()
        self.said = []

    def at(self, at_s, nudge_input=TICK, busy=(), minute=NOON, *, is_poor=True, chance=1.0):
        now = NudgeContext(at_s, minute, frozenset(busy), is_poor=is_poor, chance=chance)
        self.state, said = advance(self.state, now, nudge_input, self.policy, ADVICE)
        self.said += said
        return said

    def ticks(self, start_s, end_s, every_s=1.0, **how):
        at_s = start_s
        while at_s <= end_s:
            self.at(at_s, **how)
            at_s += every_s
        return self

    @property
    def nudges(self):
        return [said for said in self.said if isinstance(said, Nudge)]

    @property
    def held(self):
        return [(said.at_s, said.reason) for said in self.said if isinstance(said, HeldBack)]
