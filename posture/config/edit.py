"""Changing the user's settings file, one setting at a time; comments and order are kept.

Nothing is written that would be refused when it is read: then the file stays as it was.
"""

import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

import tomlkit
from msgspec import to_builtins
from tomlkit.exceptions import TOMLKitError

from posture.config.environment import from_environment, variable_of
from posture.config.load import checked, default_config, load_config, user_config_file, user_layer
from posture.config.messages import CHANGE, VARIABLES, value_at
from posture.errors import ConfigError, InputError
from posture.system.private_file import private_folder, write_private
from posture.system.regular_file import read_text

FIRST_LINES = """\
# Your own settings. Only the lines you change; `posture config show --default` prints them all with
# what they mean. Example:
#
# [rules]
# hold_s = 45
"""
_YES, _NO = {"yes", "on"}, {"no", "off"}


def get_setting(key: str) -> Any:  # noqa: ANN401 - whatever stands there
    """The value in force of ``section.key``, or of a whole section as a dict.

    Raises ConfigError for what is no setting.
    """
    location = _location(key, may_be_section=True)
    values = to_builtins(load_config())
    found = value_at(location, values)
    if found is None:
        checked({CHANGE: _nested(location, 0)})  # says what is meant
    return found


def set_setting(key: str, value: object) -> object:
    """Write ``section.key`` to the user's file; what was written.

    value: of the setting's kind, or its text; a list also as text with commas. Raises ConfigError
    for a value that is refused, InputError where the file cannot be written; then nothing was
    changed.
    """
    section, name = location = _location(key)
    file = user_config_file()
    given = _converted(value, value_at(location, to_builtins(default_config())))
    config = checked({CHANGE: _nested(location, given), str(file): user_layer(file)})
    taken = value_at(location, to_builtins(config))
    # 20 stays 20 where the setting is 20.0, but "1" becomes true.
    stored = given if given == taken and not isinstance(taken, bool) else taken
    document = _document(file)
    table = document.setdefault(section, tomlkit.table())
    if not isinstance(table, MutableMapping):
        raise ConfigError(f"{file}: {section} should be a section of settings.")
    table[name] = stored
    _write(file, document)
    return stored


def unset_setting(key: str) -> bool:
    """Take ``section.key`` out of the user's file, so that the default applies; False: not there.

    Raises as ``set_setting``.
    """
    section, name = location = _location(key)
    if value_at(location, to_builtins(default_config())) is None:
        checked({CHANGE: _nested(location, 0)})
    file = user_config_file()
    document = _document(file)
    table = document.get(section)
    if not isinstance(table, MutableMapping) or name not in table:
        return False
    del table[name]
    if not len(table) and "#" not in tomlkit.dumps(table):  # not even a comment is left
        del document[section]
    _write(file, document)
    return True


def user_setting(key: str) -> Any:  # noqa: ANN401 - whatever stands there
    """What the user's file says for ``section.key``, as it stands there; None where nothing.

    Raises ConfigError for an unknown key, or a file that cannot be read.
    """
    return value_at(_location(key), user_layer(user_config_file()))


def overriding_variable(key: str) -> str | None:
    """The environment variable that overrules the file for this setting, if one does.

    Raises ConfigError for an unknown key.
    """
    location = _location(key)
    is_set = value_at(location, from_environment()) is not None
    return variable_of(location) if is_set else None


def writable_file() -> Path:
    """The user's file, made with a few words of explanation if there was none.

    Raises InputError where it cannot be.
    """
    file = user_config_file()
    try:
        private_folder(file.parent)  # a camera's address may hold a password
        if not file.exists():
            write_private(file, FIRST_LINES)
        file.read_bytes()
    except OSError as error:
        raise _unwritable(file, error) from None
    return file


def _location(key: str, *, may_be_section: bool = False) -> tuple[str, ...]:
    section, dot, name = key.strip().partition(".")
    if may_be_section and section and not dot:
        return (section,)
    if not (section and name):
        raise ConfigError(f"{key!r}: not SECTION.KEY.", "An example is rules.hold_s.")
    return section, name


def _nested(location: tuple[str, ...], value: object) -> dict[str, Any]:
    section, *name = location
    return {section: {name[0]: value} if name else value}


def _converted(value: object, default: object) -> object:
    """Text as the setting's kind has it: a list may be written with commas, yes and no as such."""
    if not isinstance(value, str):
        return list(value) if isinstance(value, tuple) else value
    if isinstance(default, bool) and value.lower() in _YES | _NO:
        return value.lower() in _YES
    if isinstance(default, list | tuple):
        return [part for word in value.split(",") if (part := word.strip())]
    return value


def _document(file: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(read_text(file))
    except FileNotFoundError:
        return tomlkit.parse(FIRST_LINES)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}.") from None
    except (TOMLKitError, ValueError, RecursionError):
        user_layer(file)  # says where it is wrong
        raise ConfigError(f"{file}: not valid TOML.") from None


def _write(file: Path, document: Mapping[str, Any]) -> None:
    """Once the defaults take it: what is refused leaves the file as it was."""
    checked({str(file): tomlkit.parse(tomlkit.dumps(document)).unwrap(), VARIABLES: {}})
    target = Path(os.path.realpath(file))  # a link, as people have who keep their settings in git
    try:
        private_folder(file.parent)
        write_private(target, tomlkit.dumps(document))
    except OSError as error:
        raise _unwritable(file, error) from None


def _unwritable(file: Path, error: OSError) -> InputError:
    return InputError(
        f"{file} cannot be written: {error.strerror}.",
        "Make its folder writable, or set POSTURE_CONFIG_DIR to another one.",
    )
