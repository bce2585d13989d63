"""One live cluster: built from a scenario, run for its warm-up and years, leaving its records."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import numpy as np

from portsim.capacity.disruptions import Disruptions, outside
from portsim.capacity.lifetime import lives_of
from portsim.capacity.openings import Openings
from portsim.clock import HOURS_PER_WEEK, Clock
from portsim.model.aside import run_aside
from portsim.model.bulk_books import bulk_balance, note_onward, note_stockyards
from portsim.model.cargo.arrivals import SENT_AHEAD_H, Arrivals
from portsim.model.cargo.build import CargoBuilder, teu_by_relation
from portsim.model.cargo.choosing import Chooser, FixedShares
from portsim.model.cargo.consignment import NOT_THERE, Consignment
from portsim.model.cargo.consignment_book import ConsignmentBook
from portsim.model.cargo.demand import Shippers
from portsim.model.cargo.empties import Repositioning
from portsim.model.cargo.empties_build import inland_imbalances, sea_imbalances
from portsim.model.cargo.forwarding import Forwarder
from portsim.model.cargo.land_stack import Land, LandStack
from portsim.model.cargo.learning import LocksPassed, learning_choice
from portsim.model.cargo.rebooking import Rebooking
from portsim.model.cargo.relation import relations_of
from portsim.model.cargo.ways import LiveWay, Ways
from portsim.model.carriers.build import CarrierBuilder, timetables_of
from portsim.model.carriers.bulk_build import bulk_ships
from portsim.model.carriers.voyage import Ship
from portsim.model.closing import balance, check_depots, note_capacities, note_gates, note_levels, note_queued
from portsim.model.closures import note_closures
from portsim.model.directory import Directory
from portsim.model.emissions import note_emissions
from portsim.model.inland.barge_build import BargeLineBuilder
from portsim.model.inland.barge_line import empties_afloat, trips_balance
from portsim.model.inland.build import WaterwayBuilder
from portsim.model.inland.ferry_build import FerryBuilder
from portsim.model.inland.rail_build import RailBuilder
from portsim.model.inland.railway import BlockTrain, RailStack
from portsim.model.kernel import Kernel, Process
from portsim.model.opening import Opening
from portsim.model.port.book import PortBook
from portsim.model.port.build import build_ports, port_hours, yards_of
from portsim.results.records import Records
from portsim.scenario.scenario import Scenario
from portsim.scenario.service import Liner, Train, Tramp, terminal_called
from portsim.streams import Floats, Streams

ROWS_PER_CHUNK = 1_000
"""Rows that are worth a numpy call per column; those that wait are Python's numbers, four times as large."""


def simulate(scenario: Scenario, seed: int, replication: int, kernel: type[Kernel] = Kernel) -> Records:
    """Run one replication of a scenario.

    Parameters
    ----------
    scenario
        A checked scenario.
    seed, replication
        Seed of the study and number of the replication, from 0: the same pair gives the same records, bit by bit.
    kernel
        The clockwork; tests pass a stricter one.

    Raises
    ------
    portsim.errors.BalanceError
        Consignments, TEU, boxes, ships or empties were lost or made up.
    """
    begun = time.process_time()
    with _without_garbage_collection():
        records = World(scenario, Streams(seed, replication), kernel()).run()
    records.cpu_s = time.process_time() - begun
    return records


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Leave out the search for rings of dead objects: a run makes none, and the search takes an eighth of its time.

    What is alive at the end is one large ring; it goes when the search is next made.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class World:
    """Everything that is alive in one run.

    Parameters
    ----------
    scenario
        The description it is built from.
    streams
        Streams of chance of this replication.
    env
        The clockwork.
    """

    def __init__(self, scenario: Scenario, streams: Streams, env: Kernel) -> None:
        self._scenario = scenario
        self._streams = streams
        self._env = env
        self.clock = Clock(scenario.clock.year, scenario.clock.n_years, scenario.clock.warmup_days)
        self.directory = Directory(scenario)
        self.records = Records(self.clock, self.directory.entities)
        tables = self.records.tables
        note_closures(self.records, scenario, self.directory, self.clock, streams)
        self.book = PortBook(self.records)
        self._disruptions = disruptions = Disruptions(scenario, self.clock)
        self._hours = port_hours(scenario, self.clock, streams, disruptions)
        self.ports = build_ports(env, scenario, self.directory, self.clock, self._hours, disruptions)
        self._yards = yards_of(self.ports)
        self._to_port: dict[Land, LandStack] = {}
        self._to_zone: dict[Land, LandStack] = {}
        self._consignments = ConsignmentBook(tables["consignments"])
        self._forwarder = Forwarder(env, self._consignments.note)
        common = (env, scenario, self.directory, streams, self.clock, self.records, disruptions)
        waterways = WaterwayBuilder(*common)
        self.waterways = waterways.build()
        self._build_cargo_and_ships(waterways)
        self._trains = list(self._build_trains())
        barges = BargeLineBuilder(*common, waterways, self.ports, self._forwarder)
        self.barge_lines = barges.build(self._to_port, self._to_zone)
        self.ferries = FerryBuilder(*common).build()
        self.bulk = list(bulk_ships(env, scenario, self.directory, streams, self.clock, self.ports, self.book))
        self._ways = Ways(self._ways_of_flows, self._consignments)
        for land, leg in (self._builder.land_legs if self._builder else {}).items():
            leg.to_zone = self._to_zone.get(land)
        self._rebooking: Rebooking | None = None
        self.chooser = self._chooser(barges.locks)
        ahead_h = HOURS_PER_WEEK if scenario.choice else SENT_AHEAD_H
        self._arrivals = Arrivals(
            env, self._shippers, self._ways, self.chooser, ahead_h, self._to_port, self.clock.end_h
        )

    def _build_cargo_and_ships(self, waterways: WaterwayBuilder) -> None:
        scenario, cargo, demand = self._scenario, self._scenario.cargo, self._scenario.demand
        timetables = timetables_of(scenario, self.clock.first_monday_h, lives_of(self.clock, scenario.services))
        self.relations = relations_of(
            list(timetables.values()),
            self._yards,
            cargo.common_line_share,
            cargo.rolls_before_switch,
            cargo.empty_call_weeks,
        )
        self._shippers: Shippers | None = None
        self._ways_of_flows: list[list[LiveWay]] = []
        self._builder: CargoBuilder | None = None
        weekly_teu: Floats = np.empty(0)
        if demand is not None:
            gates = {id: hours.gate for id, hours in self._hours.items()}
            self._builder = builder = CargoBuilder(
                scenario, demand, self.directory, self.relations, self.clock, gates, self._disruptions
            )
            self._ways_of_flows = builder.ways()
            weekly_teu = builder.weekly_teu()
            self._shippers = builder.shippers(self._ways_of_flows, self._streams)
        self.weekly_teu = teu_by_relation(self._ways_of_flows, weekly_teu)
        self._carriers = CarrierBuilder(
            scenario,
            self.directory,
            self._streams,
            self.ports,
            self.relations,
            self.weekly_teu,
            self._disruptions,
            waterways,
        )
        self.ships: dict[tuple[str, int], Ship] = {}
        self._tramps = []
        for id, service in scenario.services.items():
            if isinstance(service, Liner):
                string = self._carriers.string(id, service, timetables[id])
                for number in range(string.timetable.n_ships):
                    self.ships[id, number] = Ship(self._env, string, number, self._forwarder, self.book)
            elif isinstance(service, Tramp):
                self._tramps.append(self._carriers.tramp(self._env, id, service, self.book))

    def _chooser(self, locks: LocksPassed) -> Chooser:
        choice, builder = self._scenario.choice, self._builder
        if choice is None or builder is None or builder.board is None:
            return FixedShares(self._ways.flow_start, np.array([way.share for way in self._ways.all]))
        chooser = learning_choice(
            choice, builder.board, self._ways, builder.weekly_teu(), self.relations, (self._to_port, self._to_zone),
            self.ports, locks, self._streams, self.clock.warmup_h, self.clock.end_h,
        )  # fmt: skip
        self._rebooking = Rebooking(
            self._env, chooser, builder.board, self._ways, self._to_port, self._consignments.note,
            self.records.tables["turns"],
        )  # fmt: skip
        for relation in self.relations.values():
            relation.choose_again = self._rebooking.ask
        return chooser

    def _build_trains(self) -> Iterator[BlockTrain]:
        stacks: dict[tuple[str, str], tuple[RailStack, RailStack]] = {}
        rails = RailBuilder(self._scenario, self.directory, self._streams, self.clock, self.records, self._disruptions)
        for id, service in self._scenario.services.items():
            if not isinstance(service, Train):
                continue
            pair = (service.zone, service.port)
            terminal_id = terminal_called(service.port, service.terminal, self._scenario.ports)
            to_port, to_zone = stacks.setdefault(pair, (RailStack(), RailStack()))
            self._to_port[*pair, "rail"], self._to_zone[*pair, "rail"] = to_port, to_zone
            yield BlockTrain(
                self._env,
                self.directory.number[id],
                service,
                self.clock.first_monday_h,
                self.ports[service.port],
                self._yards[service.port, terminal_id],
                self.ports[service.port].terminals[terminal_id].tracks,
                to_port,
                to_zone,
                self._forwarder.receive,
                self._forwarder.deliver_inland,
                self.records.tables["trains"].append,
                self._runs_of(id, service),
                rails.route(id, service),
            )

    def _runs_of(self, id: str, train: Train) -> Openings | None:
        """When a train runs: not while it is cancelled or a storm stops it at its port; None for always."""
        spans = self._disruptions.out_of_service(id) + self._hours[train.port].no_trains
        return outside(spans, self.clock.end_h) if spans else None

    def run(self) -> Records:
        """Start everything, run to the end, close the books."""
        env = self._env
        for port in self.ports.values():
            port.forget_tide()
        self._fill_depots()
        self._open()
        for ship in self.ships.values():
            env.start(ship.life())
        for tramps in self._tramps:
            env.start(tramps.arrivals())
        for bulk in self.bulk:
            env.start(bulk.arrivals())
        for train in self._trains:
            env.start(train.departures(outbound=True))
            env.start(train.departures(outbound=False))
        for line in self.barge_lines:
            env.start(line.life())
        for traffic in self.waterways.traffic.values():
            self.waterways.env.start(traffic.arrivals())
        if self.waterways.env is not env and self.waterways.traffic:
            run_aside(self.waterways.env, self.clock.end_h, partial(self.records.compact, ROWS_PER_CHUNK))
        self._ferry_balance = self.ferries.run(self.clock.end_h, self.records)
        env.start(self._repositioning().every_week())
        env.start(self._arrivals.life())
        env.start(self._compaction())
        env.run(until=self.clock.end_h)
        return self._close()

    def _fill_depots(self) -> None:
        weeks = self._scenario.cargo.depot_weeks
        for id, port in self.ports.items():
            loaded = sum(teu for (origin, _), teu in self.weekly_teu.items() if origin == id)
            port.depot_at_start_teu = round(weeks * loaded)
            port.store_empties(0.0, port.depot_at_start_teu)

    def _open(self) -> None:
        """Place the cargo made ready before the start."""

        def deliver(consignment: Consignment, picked_up_h: float) -> None:
            self._consignments.note(consignment.noted(picked_up_h + consignment.truck_h, consignment.dwell_h))

        opening = Opening(self.ships, self._yards, self._to_port, self._to_zone, deliver)
        self._arrivals.open(opening.place)

    def _compaction(self) -> Process:
        """Keep the memory of the records flat."""
        while True:
            yield HOURS_PER_WEEK / 2.0
            self._consignments.write(at_least=ROWS_PER_CHUNK)
            self.records.compact(at_least=ROWS_PER_CHUNK)

    def _repositioning(self) -> Repositioning:
        cargo = self._scenario.cargo
        groups = {id: market.group for id, market in self._scenario.markets.items()}
        sea = sea_imbalances(self.ports, self.relations, groups, cargo.empty_window_weeks)
        inland = inland_imbalances(self.ports, self._ways.all, self._to_port, self._to_zone, cargo.empty_window_weeks)
        return Repositioning(self._env, sea, inland, cargo.empty_return_h)

    def _close(self) -> Records:
        records, cargo = self.records, self._in_system()
        note_queued(records, self.relations.values(), (*self._to_port.values(), *self._to_zone.values()))
        for consignment in cargo:
            self._consignments.note(consignment.noted(NOT_THERE, NOT_THERE))
            self._consignments.write(at_least=ROWS_PER_CHUNK)
        self._consignments.write()
        for train in self._trains:
            train.note_unfinished()
        records.compact()
        n_split = sum(relation.n_split for relation in self.relations.values())
        n_split += sum(stack.n_split for stack in (*self._to_port.values(), *self._to_zone.values()))
        arrivals, gained = self._arrivals, self._rebooking.boxes_gained if self._rebooking else 0.0
        made = arrivals.n_made + n_split, arrivals.teu_made, arrivals.boxes_made + gained
        records.balance = balance(records, made, self.book)
        records.balance |= self.waterways.balance()
        records.balance |= self._ferry_balance
        records.balance |= bulk_balance(records, self.bulk, self.ports, self.book)
        records.balance |= trips_balance(self.barge_lines)
        check_depots(records, self.ports, self.book, empties_afloat(self.barge_lines))
        note_levels(records, self.ports, self.book)
        note_gates(records, self.ports)
        note_stockyards(records, self.ports)
        note_onward(records, self._scenario, self.directory, self.clock)
        note_capacities(records, self._scenario, self.clock)
        note_emissions(records, self._scenario, self.directory, self._ways.itineraries)
        self.chooser.note(records, self._ways)
        records.compact()
        clocks = {id(env): env for env in (self._env, self.waterways.env, self.ferries.env)}
        records.n_events = sum(env.n_events for env in clocks.values())
        return records

    def _in_system(self) -> list[Consignment]:
        """Every consignment found at sea, at anchor, in a stack, on a train or barge, as one would by walking."""
        found: list[Consignment] = []
        for relation in self.relations.values():
            found += relation.waiting()
        for stack in (*self._to_port.values(), *self._to_zone.values()):
            found += stack.waiting()
        for train in self._trains:
            for trip in train.under_way.values():
                found += trip.laden
        for line in self.barge_lines:
            for barge in line.barges:
                found += barge.laden
        for ship in self.ships.values():
            found += ship.aboard()
        return found
