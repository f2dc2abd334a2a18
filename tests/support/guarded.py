"""A child that says whether its memory could be dumped, and how large a core file might be."""

import ctypes
import resource
import sys

from posture.monitor.spawn import connection_from

_GET_DUMPABLE = 3


def main():
    connection = connection_from(int(sys.argv[1]))
    limits = resource.getrlimit(resource.RLIMIT_CORE)
    connection.send([ctypes.CDLL(None).prctl(_GET_DUMPABLE, 0, 0, 0, 0), *limits])
    connection.recv()
