"""The whole product on a bundled recording: calibrate, watch, nudge, report."""

import itertools
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from posture.app.calibrate import calibration_of
from posture.app.composition import make_judge
from posture.app.person_seen import PersonSeen
from posture.config import Config, load_config
from posture.core.angles.calibration import Calibration
from posture.core.day.records import Origin
from posture.core.events import Event, Nudge
from posture.errors import StoreError
from posture.monitor.delivery import desktop_notifier
from posture.monitor.loop import Monitor, Tally
from posture.monitor.recorder import Recorder
from posture.monitor.sources import estimator, watch_source
from posture.protocols import Delivery, Message, Outcome
from posture.store.profiles import Profile
from posture.store.sqlite import open_store
from posture.system.clock import VirtualClock
from posture.system.paths import data_dir, resource
from posture.system.private_file import private_folder
from posture.system.scratch import scratch_folder
from posture.system.seccomp import refuse_internet
from posture.system.timezone import local_zone

CLIP = "samples/clips/f1_front.mp4"
UPRIGHT_S = 16.0
ROUNDS = 12
OVERRIDES = ("rules.hold_s=10", "nudges.cooldown_s=300")


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made. nudged: what the notification service said to the first nudge."""

    calibration: Calibration
    tally: Tally
    report: Path
    nudged: Outcome | None


def demonstrate(say: Callable[[str], None]) -> Demo:
    """Run it in a temporary folder, reporting each step through say; the result is kept at the end.

    In the folder ``demo`` of the data folder, in place of the demo before.
    """
    refuse_internet()
    kept = data_dir() / "demo"
    private_folder(kept.parent)
    with scratch_folder("posture-demo-") as scratch:
        done = _demonstrated(scratch, say)
        _keep(scratch, kept)
    return replace(done, report=kept / done.report.relative_to(scratch))


def _keep(made: Path, kept: Path) -> None:
    """Put what was made in the place of the demo before, which stays until it is there whole.

    Raises StoreError when there is no room.
    """
    fresh, old = kept.with_name("demo.new"), kept.with_name("demo.old")
    for left_over in (fresh, old):
        shutil.rmtree(left_over, ignore_errors=True)
    try:
        shutil.copytree(made, fresh)
        if os.path.lexists(kept):
            kept.rename(old)
        fresh.rename(kept)
    except OSError as error:  # that of a whole folder holds those of its files
        shutil.rmtree(fresh, ignore_errors=True)
        why = error.args[0][0][2] if isinstance(error, shutil.Error) else error.strerror
        raise StoreError(
            f"The demo cannot be kept in {kept}: {why}.",
            "Make room, or set POSTURE_DATA_DIR to another folder.",
        ) from None
    shutil.rmtree(old, ignore_errors=True)


def _demonstrated(folder: Path, say: Callable[[str], None]) -> Demo:
    """The clip is played ROUNDS times over on a virtual clock that ends now.

    With a shorter hold and pause than in earnest, so that twenty minutes of sitting pass in some
    seconds.
    """
    from posture.capture import Paced, open_recording  # noqa: PLC0415 - heavy
    from posture.report.write import write_report  # noqa: PLC0415

    config = load_config(OVERRIDES)
    recording = open_recording(resource(CLIP))
    say("Calibrating on the first 16 seconds, in which she sits upright.")
    upright = itertools.takewhile(lambda frame: frame.at_s < UPRIGHT_S, recording.frames())
    with closing(estimator(config)) as landmarker:
        seen = PersonSeen.of(upright, landmarker, config.vision)
    calibration = calibration_of([seen], config, UPRIGHT_S)
    now = datetime.now().astimezone()
    profile = Profile.from_calibration("demo", calibration, CLIP, now)

    length_s = ROUNDS * recording.length_s()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    start = max(now - timedelta(seconds=length_s), midnight)  # a report is about one day
    say(
        f"Watching her for {length_s / 60:.0f} minutes on a fast clock "
        f"(the clip, {ROUNDS} times over; a slouch counts after 10 s)."
    )
    clock = VirtualClock(start)
    first: list[Nudge] = []

    def show(event: Event) -> None:
        if isinstance(event, Nudge):
            first.append(event)
            at = start + timedelta(seconds=event.at_s)
            say(f"  {at:%H:%M:%S}  nudge for {event.cause}: {event.text}")

    with closing(open_store(folder / "posture.db", config.store)) as store:
        recorder = Recorder(store, clock, batch_s=config.store.batch_s, origin=Origin(profile.name))

        def record(event: Event) -> None:
            recorder(event)
            if isinstance(event, Nudge):
                recorder.record_nudge(event, Delivery.DELIVERED, "")

        source = Paced(recording, clock, loop=True)
        with closing(watch_source(config, source, clock)) as observer:
            monitor = Monitor(
                observer,
                make_judge(config, profile),
                clock,
                [record, show],
            )
            tally = monitor.run(length_s)
        recorder.flush()
        report = write_report(store, start.date(), local_zone(), config, folder / "reports")
    return Demo(calibration, tally, report, _send(first[0], config) if first else None)


def _send(nudge: Nudge, config: Config) -> Outcome:
    """Show one nudge for real, if the desktop has a service for it."""
    with closing(desktop_notifier(config)) as notifier:
        notifier.submit(Message("demo", nudge.title, nudge.text))
        notifier.wait(config.notifier.deadline_s + 1.0)
        return dict(notifier.drain())["demo"]
