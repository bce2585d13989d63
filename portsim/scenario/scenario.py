"""The whole scenario: one frozen description of a cluster, its cargo and its carriers, ready to run."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from portsim.scenario.base import Description, Identifier, Name
from portsim.scenario.bulk import BulkStream
from portsim.scenario.calendar import Calendar
from portsim.scenario.calibration import Calibration
from portsim.scenario.choice import Choice, Costs
from portsim.scenario.demand import CargoRules, Demand
from portsim.scenario.disruption import Disruption
from portsim.scenario.emissions import Emissions
from portsim.scenario.evidence import Observed, Outputs, Source
from portsim.scenario.geography import Market, Zone
from portsim.scenario.links import Link
from portsim.scenario.lock import Lock
from portsim.scenario.outside import Gateway
from portsim.scenario.port import Port
from portsim.scenario.rules import Rule
from portsim.scenario.service import Service, ShipClass

FORMAT = 1
"""Version of the file format, raised when files of an older one would be read differently."""


class Scenario(Description):
    """Everything a run needs; entities are mappings by id."""

    format: Literal[1] = Field(description="version of the file format")
    name: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$", description="name of the scenario; names the results folder"
    )
    title: Name | None = Field(default=None, description="title of reports; the name where none is given")
    clock: Calendar = Field(default_factory=Calendar, description="years simulated and warm-up")
    zones: dict[Identifier, Zone] = Field(default_factory=dict, description="inland places")
    markets: dict[Identifier, Market] = Field(default_factory=dict, description="places across the sea")
    ports: dict[Identifier, Port] = Field(min_length=1, description="ports modelled in full and external ones")
    gateways: dict[Identifier, Gateway] = Field(
        default_factory=dict, description="ports, borders and other exits outside the cluster"
    )
    links: dict[Identifier, Link] = Field(default_factory=dict, description="roads, sea lanes, waterways and others")
    locks: dict[Identifier, Lock] = Field(default_factory=dict, description="junctions of lock lines on waterways")
    fleets: dict[Identifier, ShipClass] = Field(default_factory=dict, description="ship classes by id")
    services: dict[Identifier, Service] = Field(default_factory=dict, description="liners, tramps, trains and others")
    bulk: dict[Identifier, BulkStream] = Field(
        default_factory=dict, description="streams of bulk and general cargo, vehicles and passengers by ship"
    )
    cargo: CargoRules = Field(default_factory=CargoRules, description="rules of consignments and empties")
    demand: Demand | None = Field(default=None, description="flows of consignments; none where only tramp ships call")
    choice: Choice | None = Field(
        default=None, description="how cargo chooses its way; without it routes have fixed shares"
    )
    calibration: Calibration | None = Field(
        default=None, description="what `portsim calibrate` fits the constants of the choice to"
    )
    costs: Costs = Field(default_factory=Costs, description="what carriage costs; it counts where cargo chooses")
    policies: dict[Identifier, Rule] = Field(
        default_factory=dict, description="rules that restrict or price ways of the cargo; they need `choice`"
    )
    disruptions: dict[Identifier, Disruption] = Field(
        default_factory=dict, description="things closed, slowed or short of hands between two times"
    )
    emissions: Emissions = Field(
        default_factory=Emissions, description="CO2 of carriage and of ships at berth, and caps on it"
    )
    observed: dict[Identifier, Observed] = Field(default_factory=dict, description="values of statistics")
    outputs: Outputs = Field(default_factory=Outputs, description="what a run writes")
    sources: dict[Identifier, Source] = Field(default_factory=dict, description="publications")
