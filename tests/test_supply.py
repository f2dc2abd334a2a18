"""What an installed posture brings along: known by hash, by licence, and listed in the wheel."""

import hashlib
import importlib.metadata
import importlib.util
import json
import re
import sys
import tomllib
import zipfile

import pytest

from tests.support.command import ROOT
from tests.test_project import build

LICENCES = tomllib.loads((ROOT / ".ci/licences.toml").read_text("utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-tools.lock")
# As packages wrote it before there was SPDX.
OLD_WORDS = {
    "Apache-2.0": r"Apache",
    "BSD-3-Clause": r"BSD|Kiwi|matplotlib project",
    "ISC": r"ISC",
    "MIT": r"MIT",
    "MPL-2.0": r"MPL|Mozilla",
    "PSF-2.0": r"Python Software Foundation|matplotlib",
}


def sbom_module():
    spec = importlib.util.spec_from_file_location("sbom", ROOT / ".ci/sbom.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PACKAGES = sbom_module().locked(ROOT / "requirements.lock")


def test_nothing_loads_pydantic_which_every_start_would_pay_for():
    assert "pydantic" not in {name for name, _, _ in PACKAGES}


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_is_known_by_hash(name):
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"^(?=[a-z0-9][\w.-]*==)", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 10
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_licence_of_every_package_is_known_and_allowed():
    assert set(LICENCES["packages"]) == {name for name, _, _ in PACKAGES}
    parts = {
        name: re.findall(r"[\w.-]+", said.replace(" AND ", " ").replace(" OR ", " "))
        for name, said in LICENCES["packages"].items()
    }
    strange = {name: said for name, said in parts.items() if not set(said) <= allowed()}
    assert strange == {}


def allowed():
    return set(LICENCES["allowed"])


@pytest.mark.parametrize("name", sorted(LICENCES["packages"]))
def test_a_package_says_of_itself_what_is_listed(name):
    try:
        said = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("for another system")
    listed = LICENCES["packages"][name]
    if expression := said.get("License-Expression"):
        assert expression == listed
        return
    words = " ".join([said.get("License") or "", *(said.get_all("Classifier") or [])])
    assert re.search(OLD_WORDS[listed], words), f"{listed}: {words[:300]}"


def test_a_wheel_lists_what_it_needs_and_carries(tmp_path):
    wheel = zipfile.ZipFile(build("wheel", tmp_path))
    (name,) = [one for one in wheel.namelist() if "/sboms/" in one]
    listed = json.loads(wheel.read(name))
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    found = {one["name"]: one for one in listed["components"]}
    assert {(one, found[one]["version"]) for one, _, _ in PACKAGES} == {
        (one, number) for one, number, _ in PACKAGES
    }
    assert all(one["licenses"][0]["expression"] for one in found.values())
    models = [one for one in found.values() if one["type"] == "machine-learning-model"]
    assert len(models) == 2
    for model in models:
        content = wheel.read(f"posture/_data/models/{model['name']}")
        assert model["hashes"] == [
            {"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}
        ]
    assert sys.prefix not in wheel.read(name).decode()
