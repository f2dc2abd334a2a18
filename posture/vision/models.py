"""Model files: found by level, accepted only when they are the ones the manifest names."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any, Literal, get_args

from posture.errors import ModelError
from posture.system.paths import resource

Level = Literal["lite", "full", "heavy"]
LEVELS: tuple[Level, ...] = get_args(Level)


def verified_model(level: str, folder: Path | None = None) -> Path:
    """The bundle of one level, its bytes checked against manifest.toml.

    folder: where the bundles and the manifest are; by default those that posture carries.
    Raises ModelError, whose message names the remedy, when the file is missing or altered.
    Reading and hashing 6 to 9 MB takes about 10 ms.
    """
    folder = folder or resource("models")
    entry = _entry(folder, level)
    path = folder / str(entry["file"])
    remedy = _remedy(level, shipped=bool(entry["shipped"]))
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise ModelError(f"The {level} model is missing: {path}.", remedy) from None
    except OSError as error:
        raise ModelError(
            f"The {level} model cannot be read: {path} ({error.strerror}).",
            "Check the file's permissions.",
        ) from None
    if found != entry["sha256"]:
        raise ModelError(
            f"The {level} model is not the one posture was built with: {path}.", remedy
        )
    return path


def _entry(folder: Path, level: str) -> dict[str, Any]:
    path = folder / "manifest.toml"
    try:
        bundles = tomllib.loads(path.read_text(encoding="utf-8"))["bundles"]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError):
        raise ModelError(
            f"The list of model files cannot be read: {path}.", "Reinstall posture."
        ) from None
    if level not in bundles:
        raise ModelError(
            f"There is no model called {level!r}.", f"Choose one of: {', '.join(LEVELS)}."
        )
    entry: dict[str, Any] = bundles[level]
    return entry


def _remedy(level: str, *, shipped: bool) -> str:
    build = f"python models/build.py {level}"
    if shipped:
        return f"Reinstall posture, or in a checkout run `{build}`."
    return f"It is not shipped; in a checkout run `{build}`."
