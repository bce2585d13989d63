"""The register of all things of a scenario that records speak of, each with its number."""

from __future__ import annotations

from collections.abc import Mapping

from portsim.results.records import Entity
from portsim.scenario.access import Weather
from portsim.scenario.barge import BargeLine
from portsim.scenario.base import Name
from portsim.scenario.ferry import Ferry
from portsim.scenario.geography import Place
from portsim.scenario.rail import RailLine
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Train, Tramp, terminal_called
from portsim.scenario.waterway import BargeTraffic, Waterway


class Directory:
    """Entities in the order of the scenario, and their numbers by id.

    Examples
    --------
    ``directory.number["qinzhou/bpct"]`` is the value of the entity columns for that terminal.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.entities = [Entity("cluster", "cluster", "", "Cluster", "港群")]
        for id, zone in scenario.zones.items():
            self._place(id, "zone", "", zone)
        for id, market in scenario.markets.items():
            self._place(id, "market", "", market, market.group)
        for id, gateway in scenario.gateways.items():
            self._place(id, "gateway", "", gateway)
        for id, port in scenario.ports.items():
            if port.market:
                self._place(id, "external_port", port.market, port, scenario.markets[port.market].group)
                continue
            if port.zone:
                self._place(id, "inland_port", port.zone, port)
                continue
            self._place(id, "port", "cluster", port)
            for terminal_id, terminal in port.terminals.items():
                self._named(f"{id}/{terminal_id}", "terminal", id, terminal.name)
                for quay_id in terminal.quays:
                    path = f"{id}/{terminal_id}/{quay_id}"
                    self.entities.append(Entity(path, "quay", f"{id}/{terminal_id}", quay_id, quay_id))
        for id, link in scenario.links.items():
            if isinstance(link, Waterway):
                self._named(id, "waterway", "", link.name)
            elif isinstance(link, RailLine):
                self._named(id, "rail_line", "", link.name)
        for id, lock in scenario.locks.items():
            self._place(id, "lock", "", lock)
            for line in lock.lines:
                self.entities.append(Entity(f"{id}/{line}", "lock_line", id, line, line))
        for id in scenario.fleets:
            self.entities.append(Entity(id, "ship_class", "", id, id))
        for id, service in scenario.services.items():
            parent = ""
            if isinstance(service, Tramp | Train | BargeLine):
                parent = f"{service.port}/{terminal_called(service.port, service.terminal, scenario.ports)}"
            self._named(id, "service", parent, service.name, _group(service))
        for id, stream in scenario.bulk.items():
            parent = f"{stream.port}/{terminal_called(stream.port, stream.terminal, scenario.ports)}"
            self._named(id, "stream", parent, stream.name, stream.cargo)
        for id in scenario.demand.flows if scenario.demand else ():
            self.entities.append(Entity(id, "flow", "", id, id))
        for id, port in scenario.ports.items():
            self._causes(id, port.weather)
        for id, service in scenario.services.items():
            if isinstance(service, Ferry):
                self._causes(id, service.weather)
        for id, disruption in scenario.disruptions.items():
            self._named(id, "closure", "", disruption.name)
        self.number = {entity.id: number for number, entity in enumerate(self.entities)}

    def _causes(self, place: str, weather: Mapping[str, Weather]) -> None:
        """Causes of weather at a place."""
        for cause, description in weather.items():
            self._named(closure_id(place, cause), "closure", place, description.name)

    def _named(self, id: str, kind: str, parent: str, name: Name | None, group: str = "") -> None:
        own = id.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        named = name or Name.made(en=own, zh=own)
        self.entities.append(Entity(id, kind, parent, named.en, named.zh, group=group))

    def _place(self, id: str, kind: str, parent: str, place: Place, group: str = "") -> None:
        nowhere = float("nan")
        lon = nowhere if place.lon is None else place.lon
        lat = nowhere if place.lat is None else place.lat
        name = place.name or Name.made(en=id, zh=id)
        self.entities.append(Entity(id, kind, parent, name.en, name.zh, lon, lat, group))


def closure_id(place: str, cause: str) -> str:
    """How the closures of a place by one cause of weather are called in results."""
    return f"{place}:{cause}"


def _group(service: object) -> str:
    for kind, group in ((Train, "train"), (BargeTraffic, "barge"), (BargeLine, "barge_line"), (Ferry, "ferry")):
        if isinstance(service, kind):
            return group
    return ""
