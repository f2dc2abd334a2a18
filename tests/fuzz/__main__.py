"""``make fuzz``: thousands of inputs of each kind, or of those named; exit code 1 after a find."""

import argparse
import sys

import psutil

from tests.fuzz.harness import finds, kinds

# After a quarter of the inputs everything has been loaded and made once.
GROWTH_MB = 64.0


def own_mb() -> float:
    used = psutil.Process().memory_info()
    return float(used.rss - getattr(used, "shared", 0)) / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(kinds()))
    parser.add_argument("--inputs", type=int, default=5000, help="of each kind")
    parser.add_argument("--first", type=int, default=0, help="seed of the first input")
    options = parser.parse_args()
    if unknown := set(options.kinds) - set(kinds()):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    seeds = range(options.first, options.first + options.inputs)
    broken = 0
    for name in options.kinds or kinds():
        before, warm = broken, options.inputs // 4
        for find in finds(name, seeds[:warm]):
            print(find, flush=True)
            broken += 1
        had_mb = own_mb()
        for find in finds(name, seeds[warm:]):
            print(find, flush=True)
            broken += 1
        grown_mb = own_mb() - had_mb
        if grown_mb > GROWTH_MB:
            print(f"{name}: it grew by {grown_mb:.0f} MB")
            broken += 1
        said = f"{name}: {options.inputs} inputs, {broken - before} finds"
        print(f"{said}; memory {had_mb:.0f} MB, {grown_mb:+.1f} MB at the end", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
