"""A ``posture run`` that goes on in a process of its own: what it answers, what it has recorded."""

import os
from contextlib import closing, suppress

from posture.config import load_config
from posture.core.day.records import DayRecords
from posture.errors import InputError, UnansweredError
from posture.monitor.control_socket import ask
from posture.store import from_rows
from posture.store.sqlite import open_store
from posture.store.tables import EPISODES, NUDGES, SAMPLES
from tests.support.waiting import wait_until

# Three looks a second whatever is seen, where what is asked does not depend on how often it looks.
BRISK = tuple(
    word
    for state in ("steady", "alert", "away")
    for word in ("--set", f"monitor.{state}_interval_s=0.3")
)


def recorded(posture):
    """Everything recorded, also what a recording shows, which no day's report counts."""
    tables = (
        (SAMPLES, from_rows.samples),
        (EPISODES, from_rows.episodes),
        (NUDGES, from_rows.nudges),
    )
    with closing(open_store(posture.home / "data" / "posture.db", load_config().store)) as store:
        queries = (
            (f"SELECT {table.columns} FROM {table.name} ORDER BY {table.time}, id", read)  # noqa: S608
            for table, read in tables
        )
        return DayRecords(
            *(
                store.file.use(lambda db, q=q, read=read: tuple(read(db.execute(q))))
                for q, read in queries
            )
        )


def status_of(posture):
    """What the monitor answers on its socket, however late; nothing while none runs."""
    os.environ["POSTURE_DATA_DIR"] = posture.environment["POSTURE_DATA_DIR"]
    answers = []

    def has_answered():
        with suppress(UnansweredError):
            answers.append(ask("status"))
        return answers

    try:
        wait_until(has_answered, "the monitor's answer")
    except InputError:
        return {}
    else:
        return answers[0]
    finally:
        del os.environ["POSTURE_DATA_DIR"]


def wait_for(what):
    wait_until(what, "the running posture")


def wait_for_looks(posture, looks):
    wait_for(lambda: status_of(posture).get("looks", 0) >= looks)
