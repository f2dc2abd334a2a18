"""The project's own promises: its lock files, its packages, its papers."""

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import posture

REPOSITORY = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")

# Written apart, so that this file passes its own test.
PACKAGE_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("snapshot", "debian", "org"),
    )
]
MACHINE_PATHS = [f"/{top}/" for top in ("work", "root", "opt/pypi", "opt/wheels")]


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def locked(name: str) -> dict[str, list[str]]:
    """Requirement line -> its hashes."""
    found: dict[str, list[str]] = {}
    for line in read(name).splitlines():
        if re.match(r"\w", line):
            current = found.setdefault(line.removesuffix("\\").strip(), [])
        elif digest := re.fullmatch(r"\s+--hash=sha256:([0-9a-f]{64})( \\)?", line):
            current.append(digest[1])
        else:
            assert line.lstrip().startswith("#"), f"{name}: what is {line!r}?"
    return found


def versions(name: str) -> dict[str, str]:
    requirements = [Requirement(line) for line in locked(name)]
    return {one.name: str(one.specifier).removeprefix("==") for one in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_is_pinned_and_hashed(name: str):
    entries = locked(name)
    assert len(entries) > 30
    assert [line for line in entries if not re.match(r"[\w.-]+==[\w.!+]+( ;|$)", line)] == []
    assert [line for line, hashes in entries.items() if not hashes] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_address(name: str):
    assert re.findall(r"\S*(?:://|--index|--find-links|file:|@ )\S*", read(name)) == []


def test_both_lock_files_agree_on_every_version():
    runtime, development = (versions(name) for name in LOCKS)
    assert {name: development.get(name) for name in runtime} == runtime


def test_the_lock_files_fit_what_the_project_file_asks_for():
    project = tomllib.loads(read("pyproject.toml"))
    runtime, development = (versions(name) for name in LOCKS)
    wanted = [(line, runtime) for line in project["project"]["dependencies"]]
    wanted += [(line, development) for line in project["dependency-groups"]["dev"]]
    for line, versions_locked in wanted:
        requirement = Requirement(line)
        version = versions_locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{line}: not locked, run make lock"
        assert version in requirement.specifier, f"{line}: locked at {version}, run make lock"


def test_both_opencv_packages_share_their_folder_at_one_version():
    both = {metadata.version(name) for name in ("opencv-python", "opencv-contrib-python")}
    assert len(both) == 1


def test_mediapipe_is_the_release_that_does_not_phone_home():
    assert metadata.version("mediapipe") == "0.10.33"


def tracked_files() -> list[str]:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [name for name in listed.split("\0") if name and (REPOSITORY / name).is_file()]


def test_no_file_names_a_package_host_or_a_path_of_one_machine():
    offending = []
    for name in tracked_files():
        content = (REPOSITORY / name).read_bytes()
        if b"\0" in content:
            continue
        offending += [
            f"{name} names {what}"
            for what in (*PACKAGE_HOSTS, *MACHINE_PATHS)
            if re.search(rf"(?<![\w.-]){re.escape(what)}".encode(), content)
            or (what in PACKAGE_HOSTS and what.encode() in content)
        ]
    assert offending == []


def test_what_is_made_stays_out_of_the_repository():
    made = re.compile(r"(^|/)(__pycache__|\.venv|dist|build)/|\.(pyc|db|sqlite3?|log)$|uv\.lock$")
    assert [name for name in tracked_files() if made.search(name)] == []


def build(kind: str, folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    (package,) = folder.iterdir()
    return package


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_carries_the_models_the_settings_and_the_recordings(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "posture/cli/__init__.py",
        "posture/_data/config/default.toml",
        "posture/_data/config/advice.toml",
        "posture/_data/models/manifest.toml",
        "posture/_data/models/pose_landmarker_lite.task",
        "posture/_data/models/pose_landmarker_full.task",
        "posture/_data/assets/metainfo.xml",
        "posture/_data/assets/icons/posture.svg",
        "posture/_data/assets/icons/posture-128.png",
        "posture/_data/docs/guide/README.md",
        "posture/_data/docs/guide/places.jpg",
    ):
        assert needed in names
    assert any(name.startswith("posture/_data/samples/") for name in names)
    licences = {Path(name).name for name in names if ".dist-info/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE", "Apache-2.0.txt"}


def test_the_wheel_leaves_out_the_heavy_model_the_tests_and_whatever_is_made(wheel: Path):
    unwanted = re.compile(r"heavy|(^|/)tests/|__pycache__|\.py[co]$|\.venv|models/.*\.py$")
    assert [name for name in zipfile.ZipFile(wheel).namelist() if unwanted.search(name)] == []
    assert wheel.stat().st_size < 40e6


def test_an_installed_wheel_runs_away_from_the_repository(wheel: Path, tmp_path: Path):
    site = tmp_path / "site"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--disable-pip-version-check",
            "--target",
            str(site),
            str(wheel),
        ],
        check=True,
        capture_output=True,
    )
    check = (
        "from posture.vision.models import verified_model as model;"
        "print(model('lite')); print(model('full'))"
    )
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def run(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    assert posture.__version__ in run("-m", "posture", "version")
    assert "Where to put the camera" in run("-m", "posture", "help", "guide", "camera")
    assert all(line.startswith(str(site)) for line in run("-c", check).splitlines())


def test_the_frozen_program_starts_its_own_parts_as_python_would():
    def run(*arguments: str) -> str:
        entry = REPOSITORY / "installers/pyinstaller/entry.py"
        return subprocess.run(
            [sys.executable, str(entry), *arguments], check=True, capture_output=True, text=True
        ).stdout

    assert posture.__version__ in run("--version")
    assert run("-c", "import sys; print(sys.argv)", "7") == "['-c', '7']\n"
    assert "--opacity" in run("-m", "posture.desktop.overlay.process", "--help")


def test_the_flatpak_has_no_network_and_installs_what_it_names():
    manifest = read("installers/flatpak/local.posture.Posture.yml")
    granted = re.findall(r"^  - (--\S+)", manifest, re.MULTILINE)
    assert "--socket=wayland" in granted
    assert "--share=network" not in granted
    for file in re.findall(r"(?:assets|installers)/[\w/.]+\.(?:svg|xml|desktop)", manifest):
        assert (REPOSITORY / file).exists(), file


def test_the_source_package_can_be_built_and_tested_from(tmp_path: Path):
    with tarfile.open(build("sdist", tmp_path)) as package:
        names = {name.partition("/")[2] for name in package.getnames()}
    needed = {
        "pyproject.toml",
        "Makefile",
        "LICENSE",
        "NOTICE",
        *LOCKS,
        "tests/test_project.py",
        "config/default.toml",
        "models/pose_landmarker_lite.task",
        ".ci/setup",
    }
    assert needed - names == set()
    assert [name for name in names if re.search(r"\.venv|__pycache__|heavy\.task", name)] == []


def test_nothing_tells_to_install_the_other_project_of_this_name():
    """The command is posture; on PyPI that name is somebody else's."""
    name = tomllib.loads(read("pyproject.toml"))["project"]["name"]
    assert name == "posture-monitor"
    wrong = re.compile(rb"(?:pip|pipx|uv tool|uv add|uvx)(?: install)? posture(?![\w-])")
    assert [
        path
        for path in tracked_files()
        if path != "tests/test_project.py" and wrong.search((REPOSITORY / path).read_bytes())
    ] == []


def test_updates_leave_the_pinned_packages_alone():
    rules = json.loads(read(".github/renovate.json"))["packageRules"]
    named = {name: rule for rule in rules for name in rule["matchPackageNames"]}
    assert named["mediapipe"]["enabled"] is False
    groups = {named[name]["groupName"] for name in ("opencv-python", "opencv-contrib-python")}
    assert len(groups) == 1
    wanted = tomllib.loads(read("pyproject.toml"))["dependency-groups"]["dev"]
    limit = named["PySide6-Essentials"]["allowedVersions"]
    assert any(one.startswith("PySide6-Essentials") and limit in one for one in wanted)


def test_the_guide_for_contributors_names_files_that_exist():
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|toml))`", read("CONTRIBUTING.md"))
    assert len(named) > 20
    assert [name for name in named if not (REPOSITORY / name).exists()] == []


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


def test_every_make_target_is_in_the_help():
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert set(re.findall(r"^  make ([\w-]+)", shown, re.MULTILINE)) == make_targets()


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", ".ci/run", "docs/architecture.md"]
)
def test_every_make_command_in_the_papers_exists(name: str):
    assert (
        set(re.findall(r"\bmake(?: --[\w-]+)* ([a-z]+)$", read(name), re.MULTILINE))
        <= make_targets()
    )


def test_the_readme_names_every_command_and_no_other():
    shown = subprocess.run(
        [sys.executable, "-m", "posture", "--help"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "LANG": "C.UTF-8"},
    ).stdout
    commands = set(re.findall(r"^│ ([a-z][\w-]*)  ", shown, re.MULTILINE))
    table = read("README.md").partition("## Commands")[2].partition("## ")[0]
    assert len(commands) > 10
    assert set(re.findall(r"`posture ([a-z][\w-]*)", table)) == commands
    elsewhere = re.findall(r"(?:^|`|uv run )posture ([a-z][\w-]*)", read("README.md"), re.MULTILINE)
    assert set(elsewhere) - {"watches"} <= commands


def test_the_samples_stay_small():
    size = sum(
        path.stat().st_size for path in (REPOSITORY / "samples").rglob("*") if path.is_file()
    )
    assert 0 < size <= 12e6


# What a test waits by, if not by the patience that all share (tests/support/waiting.py).
OWN_DEADLINE = re.compile(
    r"(?<![\w.])timeout(_s)?=\d|\.(wait|join|settimeout|settle)\((timeout=)?\d|monotonic\(\) \+ \d"
)


def test_tests_wait_as_long_as_a_busy_machine_takes():
    tests = [name for name in tracked_files() if re.match(r"tests/.*\.py$", name)]
    own = re.compile(r"tests/(soak|fuzz|bench|gui)/")  # they have a clock of their own
    assert [
        f"{name}: {line.strip()}"
        for name in tests
        if not own.match(name)
        for line in read(name).splitlines()
        if OWN_DEADLINE.search(line)
    ] == []


def test_the_change_log_names_the_version():
    assert re.search(
        rf"^## \[{re.escape(posture.__version__)}\]", read("CHANGELOG.md"), re.MULTILINE
    )


def test_decisions_are_short_and_counted():
    records = sorted(
        path for path in (REPOSITORY / "docs/decisions").glob("*.md") if path.name != "README.md"
    )
    assert [path.name[:4] for path in records] == [f"{n:04}" for n in range(1, len(records) + 1)]
    assert [path.name for path in records if len(path.read_text().splitlines()) > 30] == []


def test_links_in_the_papers_lead_somewhere():
    papers = [REPOSITORY / name for name in tracked_files() if name.endswith(".md")]
    assert [
        f"{paper.relative_to(REPOSITORY)} -> {target}"
        for paper in papers
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[\w-]*)?\)", paper.read_text("utf-8"))
        if not (paper.parent / target).exists()
    ] == []


def test_imports_go_one_way():
    """A change here is a change of design: pyproject.toml holds the contracts."""
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout
