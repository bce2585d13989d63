"""Builds the container barges of a live cluster: their lines, the berths they share and the boxes they wait for."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from portsim.capacity.disruptions import Disruptions
from portsim.choice.network import barge_headway_h, trip_h
from portsim.clock import Clock
from portsim.model.cargo.forwarding import Forwarder
from portsim.model.cargo.land_stack import Land, LandStack
from portsim.model.chance import draws_of
from portsim.model.directory import Directory
from portsim.model.inland.barge_berths import BargeBerths
from portsim.model.inland.barge_line import BargeLine
from portsim.model.inland.barge_side import Side
from portsim.model.inland.barge_stack import BargeStack
from portsim.model.inland.build import WaterwayBuilder, vessel_class
from portsim.model.inland.lock_delays import LockDelays
from portsim.model.kernel import Kernel
from portsim.model.port.port import Port
from portsim.results.records import Records
from portsim.scenario import barge as described
from portsim.scenario import port as described_port
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import terminal_called
from portsim.streams import Streams

Stacks = tuple[BargeStack, BargeStack]


class BargeLineBuilder:
    """Makes the live barge lines of a scenario.

    Parameters
    ----------
    scenario, directory, streams, clock
        Description, numbers of the entities, streams of chance and calendar of the run.
    records
        Takes rows.
    disruptions
        Tells when services are closed.
    waterways
        Makes the ways between inland ports and the sea.
    ports, forwarder
        Live ports, and what passes on the boxes that arrive.

    Attributes
    ----------
    locks
        By zone and port, what shippers hear of the locks on the way to the port and on the way back, by the largest
        fleet between the two.
    """

    def __init__(
        self,
        env: Kernel,
        scenario: Scenario,
        directory: Directory,
        streams: Streams,
        clock: Clock,
        records: Records,
        disruptions: Disruptions,
        waterways: WaterwayBuilder,
        ports: Mapping[str, Port],
        forwarder: Forwarder,
    ) -> None:
        self._env = env
        self._scenario = scenario
        self._number = directory.number
        self._streams = streams
        self._first_monday_h = clock.first_monday_h
        self._disruptions = disruptions
        self._waterways = waterways
        self._ports = ports
        self._forwarder = forwarder
        self._record = records.tables["barge_trips"].append
        self._berths: dict[str, BargeBerths] = {}
        self._stacks: dict[tuple[str, str], Stacks] = {}
        self.locks: dict[tuple[str, str], tuple[list[LockDelays], list[LockDelays]]] = {}
        self._largest: dict[tuple[str, str], int] = {}

    def build(
        self, to_port: MutableMapping[Land, LandStack], to_zone: MutableMapping[Land, LandStack]
    ) -> list[BargeLine]:
        """Make all lines, and add the boxes that wait for them to the stacks of the cluster."""
        lines = [
            self._line(id, service)
            for id, service in self._scenario.services.items()
            if isinstance(service, described.BargeLine)
        ]
        for ends, (outward, inward) in self._stacks.items():
            to_port[*ends, "barge"], to_zone[*ends, "barge"] = outward, inward
        return lines

    def _line(self, id: str, service: described.BargeLine) -> BargeLine:
        ports, ship = self._scenario.ports, self._scenario.fleets[service.ship_class]
        inland_port, port = ports[service.inland_port], self._ports[service.port]
        terminal_id = terminal_called(service.port, service.terminal, ports)
        terminal = ports[service.port].terminals[terminal_id]
        yard = port.terminals[terminal_id].yard
        assert inland_port.zone is not None  # asked for by the checks, as are the berths and the yard
        assert yard is not None
        to_port, to_zone = self._stacks_between(inland_port.zone, port)
        ends, room_teu = (inland_port.zone, service.port), service.n_vessels * ship.capacity_teu
        if room_teu > self._largest.get(ends, 0):
            self._largest[ends], self.locks[ends] = room_teu, self._waterways.heard_on(service.way_out)
        usual_h = trip_h(self._scenario, service) + barge_headway_h(service) / 2.0
        to_port.usual_h, to_zone.usual_h = max(to_port.usual_h, usual_h), max(to_zone.usual_h, usual_h)
        inland = Side(True, to_port, self._berths_of(service.inland_port, inland_port.barge_berths))
        seaward = Side(False, to_zone, self._berths_of(f"{service.port}/{terminal_id}", terminal.barge_berths))
        generator = self._streams.generator
        work = service.inland_work_h
        return BargeLine(
            self._env, self._number[id], service, ship, vessel_class(self._number[id], ship, service.priority),
            self._first_monday_h, self._waterways.inland_way(service.way_out), inland, seaward, port, yard,
            draws_of(service.delay_h, generator(f"service/{id}/delay")),
            None if work is None else draws_of(work, generator(f"service/{id}/inland_work")),
            self._scenario.cargo.empty_t_per_teu, self._forwarder.receive, self._forwarder.deliver_inland,
            self._record, self._disruptions.service_hours(id),
        )  # fmt: skip

    def _berths_of(self, place: str, description: described_port.BargeBerths | None) -> BargeBerths:
        assert description is not None
        if place not in self._berths:
            self._berths[place] = BargeBerths(self._env, description)
        return self._berths[place]

    def _stacks_between(self, zone: str, port: Port) -> Stacks:
        ends = (zone, port.id)
        if ends not in self._stacks:
            self._stacks[ends] = (BargeStack(self._env), BargeStack(self._env, lambda: port.depot_teu))
        return self._stacks[ends]
