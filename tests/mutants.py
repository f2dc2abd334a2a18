"""``make mutants``: do the tests notice each change that mutmut makes to the core?

mutmut makes the changes, and measures which tests reach each of them; ``mutmut show NAME`` shows
one. It would collect the tests anew for each. Here they are collected once, and each change is
tried in a fork of that process: first by the tests that have noticed most, then by the quickest.
Linux and macOS; below mutants/, where mutmut has put the changed code.
"""

import argparse
import gc
import json
import os
import random
import resource
import signal
import sys
import tomllib
from collections import Counter, defaultdict
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

CHANGED = "MUTANT_UNDER_TEST"  # in the environment: by that mutmut's code knows which is in force
# As mutmut has them in its own files.
NOTICED, UNNOTICED, UNREACHED, ENDLESS = 1, 0, 33, -signal.SIGXCPU
MOST_BYTES = 2**30  # of what goes on for ever
WORDS: dict[int | None, str] = {
    NOTICED: "noticed",
    UNNOTICED: "not noticed",
    UNREACHED: "reached by none of these tests",
    ENDLESS: "ended, for it went on for ever",
    None: "not tried",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="patterns; otherwise all")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="changes at once")
    parser.add_argument("--seconds", type=float, help="most that the tests of one may usually take")
    options = parser.parse_args()
    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    trial = Trial(options.names, options.workers, options.seconds or float("inf"))
    os.environ[CHANGED] = ""
    words = [*settings["pytest_add_cli_args"], *settings["pytest_add_cli_args_test_selection"]]
    pytest.main(["-q", "-s", "--rootdir=.", "--tb=no", *words], plugins=[trial])
    return trial.tell()


class Trial:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, patterns: list[str], workers: int, most_s: float) -> None:
        stats = json.loads(Path("mutmut-stats.json").read_text(encoding="utf-8"))
        self.reached_by = stats["tests_by_mangled_function_name"]
        self.took_s = defaultdict(lambda: 0.1, stats["duration_by_test"])
        self.workers, self.most_s = workers, most_s
        self.metas = {path: json.loads(path.read_bytes()) for path in Path().rglob("*.py.meta")}
        names = [name for meta in self.metas.values() for name in meta["exit_code_by_key"]]
        self.names = [n for n in names if not patterns or any(fnmatch(n, p) for p in patterns)]
        random.Random(0).shuffle(self.names)  # noqa: S311 - broken off, all rooms have had a part
        self.results: dict[str, int | None] = dict.fromkeys(self.names)
        self.kills: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.running: dict[int, tuple[str, int]] = {}
        self.failed = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        tests = {item.nodeid: item for item in session.items}
        gc.collect()
        gc.freeze()  # what all forks have in common stays so
        try:
            for number, name in enumerate(self.names):
                chosen = [tests[test] for test in self._tests_of(name) if test in tests]
                if not chosen:
                    self.results[name] = UNREACHED
                    continue
                while len(self.running) >= self.workers:
                    self._wait()
                self._fork(name, chosen)
                print(f"\r{number + 1} of {len(self.names)}", end="", file=sys.stderr)
            while self.running:
                self._wait()
        finally:
            self._keep()
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or (report.nodeid if report.failed else "")

    def _tests_of(self, name: str) -> list[str]:
        """Those that reach the changed function, the best first, as many as the time allows."""
        function = _function_of(name)
        kills, left_s = self.kills[function], self.most_s
        chosen: list[str] = []
        reach = self.reached_by.get(function, ())
        for test in sorted(
            reach, key=lambda t: (-kills[t] / (0.05 + self.took_s[t]), self.took_s[t])
        ):
            if self.took_s[test] <= left_s or not chosen:
                chosen.append(test)
                left_s -= self.took_s[test]
        return chosen

    def _fork(self, name: str, chosen: list[Any]) -> None:
        reading, writing = os.pipe()
        process = os.fork()
        if process:
            os.close(writing)
            self.running[process] = name, reading
            return
        os.environ[CHANGED] = name
        usual_s = sum(self.took_s[test.nodeid] for test in chosen)
        limit_s = int(5 + 3 * usual_s)
        resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        for test, following in zip(chosen, [*chosen[1:], None], strict=True):
            test.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
            if self.failed:
                os.write(writing, self.failed.encode())
                os._exit(NOTICED)
        os._exit(UNNOTICED)

    def _wait(self) -> None:
        process, status = os.wait()
        name, reading = self.running.pop(process)
        with os.fdopen(reading) as pipe:
            if noticed_by := pipe.read():
                self.kills[_function_of(name)][noticed_by] += 1
        self.results[name] = os.waitstatus_to_exitcode(status)

    def _keep(self) -> None:
        """Where mutmut looks for it."""
        for path, meta in self.metas.items():
            kept = meta["exit_code_by_key"]
            kept.update({name: self.results[name] for name in kept if name in self.results})
            path.write_text(json.dumps(meta), encoding="utf-8")

    def tell(self) -> int:
        for name, result in sorted(self.results.items()):
            if result not in (NOTICED, ENDLESS, None):
                print(f"{name}: {WORDS.get(result, f'ended with {result}')}")
        for result, count in Counter(self.results.values()).most_common():
            share = count / max(1, len(self.results))
            print(f"{count:,} ({share:.1%}) {WORDS.get(result, f'ended with {result}')}")
        return 0 if all(result is not None for result in self.results.values()) else 1


def _function_of(name: str) -> str:
    return name.rpartition("__mutmut_")[0]


if __name__ == "__main__":
    sys.exit(main())
