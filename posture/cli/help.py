"""How help looks: ``-h`` beside ``--help``, and no Python type where it says nothing."""

from copy import copy
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

SHORT_HELP = {"help_option_names": ["-h", "--help"]}


# What typer calls a type where a value is none.
_PLAIN_NAMES = {"int": "whole number", "float": "number"}


def _without_types(params: "Sequence[Any]") -> "list[Any]":
    """Typer would write <str> beside an argument's own name, and that "x" is not a valid int."""
    for param in params:
        param.type = copy(param.type)  # it is shared
        param.type.name = _PLAIN_NAMES.get(param.type.name, param.type.name)
        if param.param_type_name == "argument":
            param.type.get_metavar = lambda **_: ""
    return list(params)


class Command(TyperCommand):
    """A command."""

    def get_params(self, ctx: Any) -> "list[Any]":  # noqa: ANN401 - Typer's own class is private
        """Its options and arguments."""
        return _without_types(super().get_params(ctx))


class Group(TyperGroup):
    """A command that has commands."""

    def get_params(self, ctx: Any) -> "list[Any]":  # noqa: ANN401
        """Its own options."""
        return _without_types(super().get_params(ctx))
