"""A figure in a study says where it comes from, as numbers of shipped scenarios do."""

from __future__ import annotations

from pydantic import Field, model_validator

from portsim.scenario.base import Description


class Figure(Description):
    """Something with numbers that a reader may ask about."""

    source: str = Field(default="", description="where the figures come from")
    assumed: str = Field(default="", description="why they are assumed")

    @model_validator(mode="after")
    def _says_whence(self) -> Figure:
        if bool(self.source) == bool(self.assumed):
            raise ValueError("say `source`, or `assumed` with the reason")
        return self
