"""A watch with nobody at its terminal, in a process of its own: what ``posture start`` starts.

    python -m posture.app.background JSON

where JSON is ``{"source": "0", "profile": null, "overrides": [], "loop": false}`` or the like.

Such a process runs all day, and so loads neither what reads a command line nor what draws on a
terminal: a fifth of its start's CPU, and memory for nothing.
"""

import json
import sys
from collections.abc import Sequence

from posture.system import startup
from posture.system.exit import told_in_one_line


def command(
    source: str | None, profile: str | None, overrides: Sequence[str], *, loop: bool = False
) -> list[str]:
    """What to run for such a watch; the values are those of ``posture run``."""
    asked = {"source": source, "profile": profile, "overrides": list(overrides), "loop": loop}
    return [sys.executable, "-m", "posture.app.background", json.dumps(asked)]


def main() -> None:
    startup.begin()
    asked = json.loads(sys.argv[1])
    with told_in_one_line():
        from posture.app.session import watch  # noqa: PLC0415 - heavy

        watch(
            asked["source"], asked["profile"], asked["overrides"],
            loop=asked["loop"], length_s=None, screen=None,
        )


if __name__ == "__main__":
    main()
