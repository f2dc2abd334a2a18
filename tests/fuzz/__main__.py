"""``make fuzz``: thousands of inputs of each kind, or of those named; exit code 1 after a find."""

import argparse
import sys

from tests.fuzz.harness import finds, kinds


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
        before = broken
        for find in finds(name, seeds):
            print(find, flush=True)
            broken += 1
        print(f"{name}: {options.inputs} inputs, {broken - before} finds", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
