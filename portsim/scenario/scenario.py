"""The whole scenario: one frozen description of a cluster, its cargo and its carriers, ready to run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from portsim.scenario.base import Description, Identifier, Name
from portsim.scenario.calendar import Calendar
from portsim.scenario.demand import CargoRules, Demand
from portsim.scenario.evidence import Observed, Outputs, Source
from portsim.scenario.geography import Link, Market, Zone
from portsim.scenario.port import Port
from portsim.scenario.service import Service, ShipClass


class Scenario(Description):
    """Everything a run needs; entities are mappings by id."""

    format: Literal[1]
    name: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$", description="name of the scenario; names the results folder"
    )
    title: Name | None = Field(default=None, description="title of reports; the name where none is given")
    clock: Calendar = Field(default_factory=Calendar)
    zones: dict[Identifier, Zone] = Field(default_factory=dict)
    markets: dict[Identifier, Market] = Field(default_factory=dict)
    ports: dict[Identifier, Port] = Field(min_length=1)
    links: dict[Identifier, Link] = Field(default_factory=dict)
    fleets: dict[Identifier, ShipClass] = Field(default_factory=dict, description="ship classes by id")
    services: dict[Identifier, Service] = Field(default_factory=dict)
    cargo: CargoRules = Field(default_factory=CargoRules)
    demand: Demand | None = Field(default=None, description="flows of consignments; none where only tramp ships call")
    observed: dict[Identifier, Observed] = Field(default_factory=dict)
    outputs: Outputs = Field(default_factory=Outputs)
    sources: dict[Identifier, Source] = Field(default_factory=dict)
