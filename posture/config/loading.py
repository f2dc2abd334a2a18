"""Reads the configuration in force: defaults, user's file, environment, flags."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from posture.config.model import Config
from posture.config.origin import ENV_PREFIX, nearest, not_json, place_of, stray_variable
from posture.errors import ConfigError
from posture.paths import config_dir, resource

# pydantic's own words speak of Python's types.
_WORDS = {
    "tuple_type": "should be a list in square brackets",
    "model_type": "is a section of settings, not a value",
    "model_attributes_type": "is a section of settings, not a value",
}


def load_config(overrides: Sequence[str] = (), user_file: Path | None = None) -> Config:
    """The configuration in force. overrides: ``section.key=value`` strings, as given to --set.

    Raises ConfigError naming file and line, variable or flag, and the field.
    """
    from pydantic_settings import (  # noqa: PLC0415 - heavy, and the camera's process is sent a Config
        BaseSettings,
        InitSettingsSource,
        PydanticBaseSettingsSource,
        SettingsConfigDict,
        SettingsError,
    )

    default_file = resource("config/default.toml")
    user_file = user_file or user_config_file()
    layers: dict[str, dict[str, Any]] = {
        "--set": _from_flags(overrides),
        str(user_file): _user_layer(user_file),
        str(default_file): read_toml(default_file),
    }
    flags, user, default = layers.values()
    stray = stray_variable()
    if stray is not None:
        section = stray.upper().removeprefix(ENV_PREFIX).partition("__")[0].lower()
        raise ConfigError(
            f"environment variable {stray}: no such section.", nearest((section,), default)
        )

    class Layered(BaseSettings, Config):
        model_config = SettingsConfigDict(
            env_prefix=ENV_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
        )

        @classmethod
        def settings_customise_sources(  # type: ignore[override]  # the rest are taken as **_
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            **_: PydanticBaseSettingsSource,  # no .env file, no secrets folder
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            user_source = InitSettingsSource(settings_cls, init_kwargs=user)
            default_source = InitSettingsSource(settings_cls, init_kwargs=default)
            return init_settings, env_settings, user_source, default_source

    try:
        return Config.model_validate(Layered(**flags).model_dump())
    except ValidationError as error:
        first = error.errors()[0]
        location = tuple(str(part) for part in first["loc"])
        setting = tuple(part for part in location if not part.isdigit())  # a list stands as a whole
        problem = f"{place_of(setting, layers)}: {'.'.join(location)}: "
        if first["type"] == "extra_forbidden":
            raise ConfigError(f"{problem}no such setting.", nearest(location, default)) from None
        got = "" if isinstance(first["input"], dict) else f"(got {first['input']!r})."
        said = _WORDS.get(first["type"], f"{first['msg'][0].lower()}{first['msg'][1:]}")
        raise ConfigError(f"{problem}{said}", got) from None
    except SettingsError:
        raise ConfigError(
            f"environment variable {not_json()}: not readable.",
            """Write a list as JSON, with double quotes: '["a", "b"]'""",
        ) from None


def default_config() -> Config:
    """config/default.toml alone: for what has to go on when the user's settings are broken."""
    return Config.model_validate(read_toml(resource("config/default.toml")))


def user_config_file() -> Path:
    return config_dir() / "config.toml"


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not a UTF-8 text file.") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}.") from None


def _user_layer(user_file: Path) -> dict[str, Any]:
    try:
        is_there = user_file.exists()
    except OSError as error:
        raise ConfigError(f"{user_file}: cannot be read: {error.strerror}.") from None
    return read_toml(user_file) if is_there else {}


def _from_flags(overrides: Sequence[str]) -> dict[str, Any]:
    layer: dict[str, Any] = {}
    for override in overrides:
        key, equals, text = override.partition("=")
        section, dot, name = key.strip().partition(".")
        if not (equals and dot and section and name):
            raise ConfigError(
                f"--set {override}: not SECTION.KEY=VALUE.", "Example: --set rules.hold_s=20"
            )
        layer.setdefault(section, {})[name] = _flag_value(text.strip())
    return layer


def _flag_value(text: str) -> object:
    """A TOML value where the text is one, else the bare text, so strings need no quotes."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
