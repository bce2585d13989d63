"""What statistics say of the real cluster, and where figures come from: observed values and sources."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from portsim.scenario.base import Description, quantity
from portsim.scenario.policies import RecordChoice


class Observed(Description):
    """An observed value printed beside the simulated one."""

    measure: str = Field(description="id of the measure, as in the tables of results")
    entity: str = Field(description="`cluster` or the id of a port, terminal, service ...")
    period: str = Field(pattern=r"^\d{4}(-\d{2})?$", description="year `2025` or month `2025-03`")
    value: float = Field(
        description="the observed value, in the unit of the measure", json_schema_extra={"unit": "as the measure"}
    )
    role: Literal["fitted", "validation"] = Field(
        description="fitted: demand was made from it; validation: never fitted"
    )
    low: float | None = quantity("lower end of the band of belief", "as the measure", None, "no band")
    high: float | None = quantity("upper end of the band of belief", "as the measure", None, "no band")
    note: str = Field(default="", description="what the statistic counts, printed beside it")


class Source(Description):
    """A publication figures are taken from."""

    publisher: str = Field(min_length=1, description="who published it")
    title: str = Field(min_length=1, description="what it is called, or what is taken from it")
    date: str = Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="date of publication or of the data")
    publisher_zh: str = Field(default="", description="the publisher in Chinese, on Chinese pages")
    title_zh: str = Field(default="", description="the title in Chinese, on Chinese pages")


class Outputs(Description):
    """What a run writes beside its measures."""

    records: RecordChoice = quantity(
        "which replications keep their record tables", "", "all", "every run can be looked into"
    )
