"""No memory image of ours on the disk: what a process that crashes leaves would hold the picture.

Two locks, for a dump can be asked for in two ways. The limit keeps the kernel from writing a file;
where a program collects dumps instead (systemd-coredump, apport), the limit is not asked, but
whether the process is dumpable is. That also keeps other programs of the same user from reading
its memory: https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html
"""

import sys

_SET_DUMPABLE = 4  # prctl.h


def forbid_core_files() -> None:
    """Let this process and those it starts write no core file.

    Windows writes none unless an administrator has asked for them.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Unix only

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def refuse_core_dumps() -> None:
    """Before a process sees a picture: no core file, and no dump for a program that collects them.

    Its own /proc/self stays readable to it; other processes of the user cannot read its /proc/PID
    any more, as which files it has open. Lost by exec: each process asks for itself.
    """
    forbid_core_files()
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - 5 ms of a start, for what sees pictures only

        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
