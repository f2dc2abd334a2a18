"""``make fuzz-guided``: the kinds again, with inputs bred by which lines of posture they reach.

A kind makes its input by the chances it is given. Here each chance is taken from bytes that atheris
(libFuzzer) varies, keeping what reached something new. Linux on x86-64 only, from .venv-tools.
"""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any, NoReturn

KIND = "POSTURE_GUIDED_KIND"  # in the environment of a process that breeds
PARSING = ["posture", "jeepney", "tomllib", "h11"]
CALCULATING = "posture.core.angles"  # no branch of it is about how something is written
FOUND = Path(__file__).parents[2] / "build" / "fuzz"
HANG_S, MOST_MB, MOST_BYTES = 60, 2048, 4096
BEGINNINGS = 64  # of random bytes, from which others are bred


class Given(Random):
    """Chances out of given bytes; once these are used up, always the first choice."""

    def __init__(self, content: bytes) -> None:
        super().__init__(0)
        self._content, self._at = content, 0

    def getrandbits(self, k: int, /) -> int:
        size = (k + 7) // 8
        part = self._content[self._at : self._at + size]
        self._at += size
        return int.from_bytes(part.ljust(size, b"\0"), "little") >> (8 * size - k)

    def random(self) -> float:
        return self.getrandbits(53) / 2**53

    def sample(self, population: Sequence[Any], k: int) -> list[Any]:  # type: ignore[override]
        """Random's own draws anew what it has already, for ever where the choice is the same."""
        left = [*population]
        return [left.pop(self.randrange(len(left))) for _ in range(k)]


def main() -> int:
    if name := os.environ.get(KIND):
        breed(name)
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.guided", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="as of make fuzz; otherwise all")
    parser.add_argument("--inputs", type=int, default=20_000, help="of each kind")
    parser.add_argument("--again", type=Path, help="one input that was found")
    options = parser.parse_args()
    from tests.fuzz.harness import kinds  # noqa: PLC0415 - breed() imports it otherwise

    if unknown := set(options.kinds) - set(kinds()):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    FOUND.mkdir(parents=True, exist_ok=True)
    inputs = 1 if options.again else options.inputs
    broken = False
    for name in options.kinds or kinds():
        with tempfile.TemporaryDirectory(prefix="posture-fuzz-") as folder:
            words = [f"-runs={inputs}", f"-max_len={MOST_BYTES}", f"-timeout={HANG_S}"]
            words += [f"-rss_limit_mb={MOST_MB}", "-verbosity=0", "-print_final_stats=1"]
            words += [f"-artifact_prefix={FOUND / name}-"]
            words += [str(options.again)] if options.again else [_beginnings(Path(folder))]
            again = [sys.executable, "-m", "tests.fuzz.guided", *words]
            done = subprocess.run(again, env={**os.environ, KIND: name}, check=False)
        said = f"a find: see above, and {FOUND}/" if done.returncode else "0 finds"
        print(f"{name}: {inputs} inputs bred, {said}", flush=True)
        broken |= done.returncode != 0
    return int(broken)


def breed(name: str) -> NoReturn:
    """It does not return: libFuzzer ends the process, with an exit code."""
    import atheris  # noqa: PLC0415 - only in .venv-tools

    # To the end, for what is imported when it is first used.
    others = _modules_of(CALCULATING)
    with atheris.instrument_imports(PARSING, others, enable_loader_override=False):
        with redirect_stderr(StringIO()):  # it names each module
            from tests.fuzz.harness import broken_by, kinds  # noqa: PLC0415

            kinds()
            broken_by(name, Random(0))  # noqa: S311 - repeatable
        logging.disable(logging.CRITICAL)

        def run(content: bytes) -> None:
            if what := broken_by(name, Given(content)):
                raise AssertionError(f"{name}:\n{what}")

        atheris.Setup([sys.argv[0], *sys.argv[1:]], run)
        atheris.Fuzz()
    sys.exit()


def _modules_of(room: str) -> list[str]:
    folder = Path(__file__).parents[2].joinpath(*room.split("."))
    return [f"{room}.{path.stem}" for path in folder.glob("*.py")]


def _beginnings(folder: Path) -> str:
    for seed in range(BEGINNINGS):
        (folder / str(seed)).write_bytes(Random(seed).randbytes(512))  # noqa: S311 - repeatable
    return str(folder)


if __name__ == "__main__":
    sys.exit(main())
