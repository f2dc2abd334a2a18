"""Other processes, any of which may end while it is being asked about."""

import psutil


def command_line(process: psutil.Process) -> list[str]:
    """The words it was started with; none once it has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def lives(process: psutil.Process) -> bool:
    """Whether it still runs; one that has ended and was not waited for does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
