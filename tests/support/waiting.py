"""Waiting for what another process or thread is about to do.

What comes is waited for as long as it takes on a machine whose cores are all busy: no test says how
soon anything happens. What never comes fails after PATIENCE_S.
"""

import time

PATIENCE_S = 600.0


def wait_until(is_so, what: str) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > deadline_s:
            raise AssertionError(f"waited {PATIENCE_S:g} s in vain for {what}")
        time.sleep(0.02)
