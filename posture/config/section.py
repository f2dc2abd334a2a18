"""What every table of the configuration file has in common."""

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError


class Section(BaseModel):
    """One table of the file: no unknown key, no NaN, no infinity, never changed after loading."""

    # Built when first used: the camera's process, which is sent one ready made, never does.
    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth_for_a_number(cls, value: object, info: ValidationInfo) -> object:
        """Pydantic would take true for 1."""
        field = cls.model_fields.get(info.field_name or "")
        if isinstance(value, bool) and field is not None and field.annotation is not bool:
            raise PydanticCustomError("not_a_number", "input should be a number, not true or false")
        return value
