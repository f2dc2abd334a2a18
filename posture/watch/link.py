"""The type of a connection between two of our processes, by its names on this system."""

import sys
from multiprocessing.connection import Connection

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection

    Link = Connection | PipeConnection
else:
    Link = Connection
