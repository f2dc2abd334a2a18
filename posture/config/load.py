"""Reads the configuration in force: defaults, user's file, environment, flags."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from posture.config.environment import from_environment
from posture.config.messages import (
    FLAGS,
    VARIABLES,
    brief,
    found_at,
    is_too_long,
    nearest,
    place_of,
    problem_of,
    renamed,
    value_at,
)
from posture.config.schema.model import Config
from posture.errors import ConfigError
from posture.system.paths import config_dir, resource
from posture.system.regular_file import read_text


def load_config(overrides: Sequence[str] = (), user_file: Path | None = None) -> Config:
    """The configuration in force. overrides: ``section.key=value`` strings, as given to --set.

    Raises ConfigError naming file and line, variable or flag, and the field.
    """
    user_file = user_file or user_config_file()
    return checked(
        {  # the strongest first
            FLAGS: _from_flags(overrides),
            VARIABLES: from_environment(),
            str(user_file): user_layer(user_file),
        }
    )


def checked(layers: Mapping[str, Mapping[str, Any]]) -> Config:
    """The configuration these layers, the strongest first, make of the defaults.

    Raises ConfigError naming the layer by its key.
    """
    layers = {**layers, str(resource("config/default.toml")): _defaults()}
    values = _laid_over(layers.values())
    try:
        return msgspec.convert(values, Config, strict=False)
    except ValueError as error:
        raise _refused(error, values, layers) from None


def _refused(
    error: ValueError, values: Mapping[str, Any], layers: Mapping[str, Mapping[str, Any]]
) -> ConfigError:
    """What to say of values that are no configuration."""
    if not isinstance(error, msgspec.ValidationError):  # it could neither be converted nor named
        undecoded = error.object if isinstance(error, UnicodeEncodeError) else None
        location = found_at(lambda value: value == undecoded or is_too_long(value), values)
        problem = "a number is too long" if undecoded is None else "not UTF-8 text"
        return ConfigError(f"{_where(location, layers)}: {problem}.")
    location, said = problem_of(error, Config)
    where = _where(location, layers)
    if said is None:
        if new := renamed(location, values):
            return ConfigError(f"{where} {new}.")
        what = "setting" if location[1:] else "section"
        return ConfigError(f"{where}: no such {what}.", nearest(location, [*layers.values()][-1]))
    got = value_at(location, values)
    shown = "" if got is None or isinstance(got, Mapping) else f" (got {brief(got)})"
    return ConfigError(f"{where}: {said}{shown}.")


def _where(location: tuple[str, ...], layers: Mapping[str, Mapping[str, Any]]) -> str:
    setting = tuple(part for part in location if not part.isdigit())  # a list stands as a whole
    name = ".".join(part or "''" for part in location)
    return f"{place_of(setting, layers)}: {name}"


def default_config() -> Config:
    """config/default.toml alone: for what has to go on when the user's settings are broken."""
    return msgspec.convert(_defaults(), Config)


@cache
def _defaults() -> Mapping[str, Any]:
    return read_toml(resource("config/default.toml"))


def user_config_file() -> Path:
    """The user's settings; it need not exist."""
    return config_dir() / "config.toml"


def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables. Raises ConfigError when it cannot be read or is no TOML."""
    try:
        return tomllib.loads(read_text(path))
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not a UTF-8 text file.") from None
    except _NO_TOML as error:
        raise ConfigError(f"{path}: not valid TOML: {_why(error)}.") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}.") from None


def user_layer(user_file: Path) -> dict[str, Any]:
    """What the user's file sets; nothing where there is none. Raises ConfigError."""
    try:
        user_file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise ConfigError(f"{user_file}: cannot be read: {error.strerror}.") from None
    return read_toml(user_file)


def _from_flags(overrides: Sequence[str]) -> dict[str, Any]:
    layer: dict[str, Any] = {}
    for override in overrides:
        key, equals, text = override.partition("=")
        section, dot, name = key.strip().partition(".")
        if not (equals and dot and section and name):
            raise ConfigError(
                f"--set {override}: not SECTION.KEY=VALUE.", "Example: `--set rules.hold_s=20`."
            )
        layer.setdefault(section, {})[name] = flag_value(text.strip())
    return layer


def flag_value(text: str) -> object:
    """A TOML value where the text is one, else the bare text, so strings need no quotes."""
    try:
        content = tomllib.loads(f"value = {text}")
    except _NO_TOML:
        return text
    return content["value"] if len(content) == 1 else text


# A number of thousands of digits is a bare ValueError.
_NO_TOML = (ValueError, RecursionError)


def _why(error: Exception) -> str:
    if isinstance(error, tomllib.TOMLDecodeError):
        return str(error)
    return "nested too deep" if isinstance(error, RecursionError) else "a number is too long"


def _laid_over(layers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One layer out of many, setting by setting; the first that has one counts."""
    found: dict[str, Any] = {}
    for layer in layers:
        for section, values in layer.items():
            stronger = found.get(section)
            if isinstance(stronger, Mapping) and isinstance(values, Mapping):
                found[section] = {**values, **stronger}
            else:
                found.setdefault(section, values)
    return found
