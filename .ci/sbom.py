"""Writes what a wheel needs into it, as CycloneDX (PEP 770: ``*.dist-info/sboms/``), at each build.

Hatchling runs it: [tool.hatch.build.targets.wheel.hooks.custom] of pyproject.toml. Packages come
from requirements.lock, licences from .ci/licences.toml, models from models/manifest.toml.
"""

import json
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "posture-monitor.cdx.json"
_LOCKED = re.compile(r"^([a-z0-9][\w.-]*)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)


class SbomHook(BuildHookInterface[Any]):
    """Adds the list to a wheel, not to an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory(prefix="posture-sbom-")
        path = Path(self._folder.name) / NAME
        listed = sbom(Path(self.root), self.metadata.version)
        path.write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
        build_data["sbom_files"].append(str(path))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's
        if version != "editable":
            self._folder.cleanup()


def locked(lock: Path) -> list[tuple[str, str, str]]:
    """Name, version and marker of each package of a lock file."""
    return [(n, v, m) for n, v, m in _LOCKED.findall(lock.read_text(encoding="utf-8"))]


def sbom(root: Path, version: str) -> dict[str, Any]:
    """The list as CycloneDX has it: https://cyclonedx.org/docs/1.6/json/ (version 1.6)."""
    licences = tomllib.loads((root / ".ci/licences.toml").read_text("utf-8"))["packages"]
    models = tomllib.loads((root / "models/manifest.toml").read_text("utf-8"))["bundles"]
    packages = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{number}",
            "purl": f"pkg:pypi/{name}@{number}",
            "name": name,
            "version": number,
            "licenses": [{"expression": licences[name]}],
            **({"properties": [{"name": "posture:marker", "value": marker}]} if marker else {}),
        }
        for name, number, marker in locked(root / "requirements.lock")
    ]
    carried = [
        {
            "type": "machine-learning-model",
            "bom-ref": model["file"],
            "name": model["file"],
            "hashes": [{"alg": "SHA-256", "content": model["sha256"]}],
            "licenses": [{"expression": model["licence"]}],
        }
        for model in models.values()
        if model["shipped"]
    ]
    own = f"pkg:pypi/posture-monitor@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "purl": own,
                "name": "posture-monitor",
                "version": version,
                "licenses": [{"expression": "MIT"}],
            }
        },
        "components": [*packages, *carried],
        "dependencies": [{"ref": own, "dependsOn": [one["bom-ref"] for one in packages]}],
    }
