"""The frozen program: beside posture it runs ``-m module`` and ``-c code``, as Python does.

By these posture starts its other processes (the camera's, the overlay ...) with sys.executable,
which here is this very program.
"""

import runpy
import sys


def main() -> None:
    """Do as Python would."""
    match sys.argv[1:]:
        case ["-m", module, *_]:
            del sys.argv[:2]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ["-c", code, *arguments]:
            sys.argv = ["-c", *arguments]
            exec(code, {"__name__": "__main__"})  # noqa: S102 - our own, from another process of ours
        case _:
            from posture.__main__ import main as run  # noqa: PLC0415 - only then

            run()


if __name__ == "__main__":
    main()
