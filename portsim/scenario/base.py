"""The grammar of a scenario file: frozen descriptions whose every number has a unit, a default and a reason."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""How the analyst calls a thing: lower case letters, digits and underscores."""


class Description(BaseModel):
    """What an analyst wrote about one thing; never changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Name(Description):
    """A name in both languages of the reports."""

    en: str = Field(min_length=1, max_length=400, description="English name")
    zh: str = Field(min_length=1, max_length=400, description="Chinese name")

    @classmethod
    def made(cls, en: str, zh: str) -> Self:
        """A name put together here, of others or of an id; it may be longer than one in a file."""
        return cls.model_construct(en=en, zh=zh)


def quantity(doc: str, unit: str, default: Any = ..., reason: str = "", **limits: Any) -> Any:
    """Declare a number of the scenario with its unit and, where it has a default, the reason of the default.

    Parameters
    ----------
    doc
        What the number is.
    unit
        Unit as printed, ``"h"``, ``"m"``, ``"TEU"``, ``"share"``, ``"1"`` for counts.
    default
        Value when the analyst gives none; without it the number is required.
    reason
        Why this default; required wherever there is one.
    limits
        ``ge``, ``gt``, ``le``, ``lt`` of pydantic's ``Field``.

    Raises
    ------
    ValueError
        A default without a reason.
    """
    if default is not ... and not reason:
        raise ValueError(f"a default needs a reason: {doc}")
    extra: dict[str, Any] = {"unit": unit, **({"reason": reason} if reason else {})}
    return Field(default, description=doc, json_schema_extra=extra, **limits)
