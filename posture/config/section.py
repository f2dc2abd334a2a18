"""What every table of the configuration file has in common.

    class GuideSection(Section):
        countdown_s: float = within(ge=0, le=60)

declares a setting, a number from 0 to 60; ``GuideSection({"countdown_s": 3})`` reads one. It is
written here and not taken from a library because that one took longer to start than a watch's every
other part (docs/decisions/0012-settings-read-by-hand.md).
"""

from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

from posture.config.kinds import NO_LIMITS, Limits, RefusedError, read


class UnknownError(RefusedError):
    """A key that means nothing."""


def within(
    *, gt: float | None = None, ge: float | None = None,
    lt: float | None = None, le: float | None = None,
) -> Any:  # noqa: ANN401 - stands where the setting's value will
    """The limits of a number: greater than, greater or equal, less than, less or equal."""
    return Limits(gt, ge, lt, le)


class Section:
    """One table: every setting there is and no other, never changed after loading.

    kinds: the kind of each setting, in the order they are declared; a section may hold others.
    """

    kinds: ClassVar[Mapping[str, Any]] = {}
    _called: ClassVar[str] = "setting"
    _limits: ClassVar[Mapping[str, Limits]] = {}

    def __init_subclass__(cls) -> None:
        cls.kinds = dict(cls.__annotations__)
        cls._limits = {name: getattr(cls, name, NO_LIMITS) for name in cls.kinds}

    def __init__(self, values: Mapping[str, object]) -> None:
        """Read what a file says; raises RefusedError, UnknownError for a key too many."""
        for name in self.kinds:
            try:
                vars(self)[name] = self._read(name, values)
            except RefusedError as refused:
                raise refused.under(name) from None
        for name, value in values.items():
            if name not in self.kinds:
                raise UnknownError(f"no such {self._called}", value, (name,))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name} was settled when the configuration was read")

    def as_dict(self) -> dict[str, Any]:
        """Values by name; sections it holds likewise."""
        return {
            name: value.as_dict() if isinstance(value, Section) else value
            for name, value in vars(self).items()
        }

    def _read(self, name: str, values: Mapping[str, object]) -> object:
        kind = self.kinds[name]
        if name not in values:
            raise RefusedError("has no value", None)
        value = values[name]
        if not (isinstance(kind, type) and issubclass(kind, Section)):
            return read(kind, value, self._limits[name])
        if not isinstance(value, Mapping):
            raise RefusedError("is a section of settings, not a value", value)
        return kind(value)
