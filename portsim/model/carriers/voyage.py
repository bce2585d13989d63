"""A ship of a liner service on her rounds: call, load and discharge, sail on, for ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from portsim.capacity.fuel import FuelLaw
from portsim.capacity.hindrance import Hindrance
from portsim.capacity.openings import Openings
from portsim.model.cargo.consignment import Consignment
from portsim.model.cargo.forwarding import Forwarder
from portsim.model.cargo.lading import Lading
from portsim.model.carriers.loading import Ahead, Reserve, keep_for_later, load_empties, load_laden
from portsim.model.carriers.service import Timetable
from portsim.model.carriers.stowage import Stowage
from portsim.model.inland.vessel import Vessel, VesselClass
from portsim.model.inland.way import InlandWay
from portsim.model.kernel import Kernel, Part, Process
from portsim.model.port.book import PortBook
from portsim.model.port.call import Stay, call
from portsim.model.port.port import Port
from portsim.model.port.terminal import Fit, Terminal
from portsim.model.port.yard import Yard
from portsim.scenario.service import ShipClass

Row = tuple[Any, ...]
NAN = float("nan")


class InlandLeg(NamedTuple):
    """The inland part of a leg: to the sea (`out`) or from it, and its pro forma hours."""

    way: InlandWay
    out: bool
    pro_forma_h: float


@dataclass(frozen=True, slots=True)
class Stopover:
    """What a ship of a service finds at one stop.

    Attributes
    ----------
    place
        Index of the port among the entities.
    port, terminal, fit
        The live port and terminal and where the ship fits; None at an external port.
    fixed_stay_h
        Stay at an external port, h.
    ahead, reserves
        Relations to load for, and slots kept for later stops.
    group, crossing
        Market group of the leg to the next stop (index), and +1 outbound, -1 inbound over the border, 0 otherwise.
    inland
        Inland waters on the leg to the next stop; None at sea.
    """

    place: int
    port: Port | None
    terminal: Terminal | None
    fit: Fit | None
    fixed_stay_h: float
    ahead: tuple[Ahead, ...]
    reserves: tuple[Reserve, ...]
    group: int
    crossing: int
    inland: InlandLeg | None = None


@dataclass(frozen=True, slots=True)
class LinerString:
    """What the ships of a service share; `hindered` tells of sea lanes leg by leg, `cancelled` when sailings go."""

    number: int
    class_number: int
    timetable: Timetable
    ship: ShipClass
    stopovers: tuple[Stopover, ...]
    work_h: Callable[[], float] | None
    lateness_h: tuple[Callable[[], float], ...]
    window_h: float
    hindered: tuple[Hindrance | None, ...]
    cancelled: Openings | None
    restow_share: float
    empty_t_per_teu: float
    foreign_nodes: frozenset[str]
    kind: VesselClass
    fuel: FuelLaw | None


class Ship:
    """One ship of a string.

    Parameters
    ----------
    string
        Her service.
    number
        Her number in the string, from 0.
    """

    def __init__(self, env: Kernel, string: LinerString, number: int, forwarder: Forwarder, book: PortBook) -> None:
        self._env = env
        self._string = string
        self._forwarder = forwarder
        self._book = book
        self.service_number = string.number
        self.class_number = string.class_number
        self.number = number
        self.loa_m = string.ship.loa_m
        self.window_h = string.window_h
        capacity = string.ship.capacity_teu
        self.stowage = Stowage(len(string.stopovers), capacity, capacity * string.ship.payload_t_per_slot)
        self.sailing, self.stop = self._first_call()
        self._landing: list[Lading] = []
        self._landing_empty_teu = self._landed_early_teu = 0
        self._left_teu = 0
        self._vessel = Vessel(string.kind)
        self.fit: Fit

    def _first_call(self) -> tuple[int, int]:
        """Her first pro forma arrival at or after the start: sailing and stop."""
        timetable = self._string.timetable
        calls = []
        for stop in range(len(timetable.stops)):
            first = timetable.first_h + timetable.offset_h[stop] + self.number * timetable.headway_h
            rounds = -int(first // timetable.cycle_h)
            sailing = self.number + rounds * timetable.n_ships
            calls.append((timetable.arrival_h(sailing, stop), sailing, stop))
        _, sailing, stop = min(calls)
        return sailing, stop

    def carries(self, consignment: Consignment, destination: int) -> bool:
        """Have a consignment aboard at the start, on the leg before her first call; False if she is full."""
        n_stops = len(self._string.stopovers)
        leg = (self.stop - 1) % n_stops
        n_legs = (destination - leg) % n_stops
        weight_t = consignment.teu * consignment.itinerary.t_per_teu
        free_teu, free_t = self.stowage.free_teu(leg), self.stowage.free_t(leg)
        if consignment.teu > min(free_teu[:n_legs]) or weight_t > min(free_t[:n_legs]):
            return False
        relation = consignment.itinerary.legs[consignment.leg]
        self.stowage.stow(Lading(relation, consignment.due_h, [consignment]), leg, n_legs)
        return True

    def aboard(self) -> list[Consignment]:
        """All consignments she carries or is discharging."""
        ladings = [*self._landing, *(lading for stow in self.stowage.aboard for lading in stow)]
        return [consignment for lading in ladings for consignment in lading.consignments]

    def life(self) -> Process:
        """Call, sail, call, sail."""
        env, timetable = self._env, self._string.timetable
        n_stops = len(timetable.stops)
        yield max(0.0, timetable.arrival_h(self.sailing, self.stop) + self._string.lateness_h[self.stop - 1]())
        self.stowage.sailed((self.stop - 1) % n_stops)
        while True:
            stopover = self._string.stopovers[self.stop]
            is_cancelled = self._is_cancelled()
            if is_cancelled and stopover.terminal is not None and not self._has_cargo_for(self.stop):
                self._pass_by(stopover)
            elif stopover.terminal is None:
                yield from self._call_abroad(stopover)
            else:
                yield from self._call_at(stopover.terminal, stopover)
            leg, following = self.stop, (self.stop + 1) % n_stops
            sailing = self.sailing if following else self.sailing + timetable.n_ships
            planned_h = timetable.arrival_h(sailing, following)
            if stopover.inland is None:
                arrival_h = self._arrival_h(leg, planned_h)
                self._note_leg(leg, stopover, self._string.stopovers[following], env.now, arrival_h, is_cancelled)
                yield arrival_h - env.now
            else:
                departed_h = env.now
                yield from self._sail_inland(leg, stopover.inland, planned_h)
                self._note_leg(leg, stopover, self._string.stopovers[following], departed_h, env.now, is_cancelled)
            self.stowage.sailed(leg)
            self.stop, self.sailing = following, sailing

    def _sail_inland(self, leg: int, inland: InlandLeg, planned_h: float) -> Part[None]:
        """A leg to or from an inland port: locks take their time; at sea she makes up for it, or is late as ever."""
        env, vessel, stowage = self._env, self._vessel, self.stowage
        vessel.teu = stowage.laden_teu[leg] + stowage.empty_teu[leg]
        vessel.tonnes = stowage.weight_t[leg]
        if inland.out:
            yield from inland.way.sail(vessel, out=True)
            yield self._arrival_h(leg, planned_h) - env.now
        else:
            yield self._arrival_h(leg, planned_h - inland.pro_forma_h) - env.now
            yield from inland.way.sail(vessel, out=False)

    def _arrival_h(self, leg: int, planned_h: float) -> float:
        """When she ends the sea part of a leg that begins now, meant to end at `planned_h`."""
        earliest_h = self._earliest_h(leg)
        return max(earliest_h, max(earliest_h, planned_h) + self._string.lateness_h[leg]())

    def _earliest_h(self, leg: int) -> float:
        """When she can be at the next stop at top speed."""
        shortest_h, hindrance = self._string.timetable.shortest_h[leg], self._string.hindered[leg]
        now = self._env.now
        return now + shortest_h if hindrance is None else hindrance.arrives_h(now, shortest_h)

    def _is_cancelled(self) -> bool:
        """Whether the sailing from here is a blank one: she takes nothing."""
        if not self._string.timetable.sails(self.sailing, self.stop):
            return True
        runs = self._string.cancelled
        return runs is not None and not runs.is_open(self._string.timetable.departure_h(self.sailing, self.stop))

    def _has_cargo_for(self, stop: int) -> bool:
        return bool(self.stowage.aboard[stop]) or any(self.stowage.empties[stop].values())

    def _pass_by(self, stopover: Stopover) -> None:
        """Omit a call: the boxes due for her stay behind."""
        timetable, stop = self._string.timetable, self.stop
        due_by_h = min(timetable.arrival_h(self.sailing, stop) - timetable.cutoff_h[stop], self._env.now)
        self._take_laden(stopover, self._free_teu(stopover), due_by_h)

    def _take_laden(self, stopover: Stopover, free_teu: list[int], due_by_h: float) -> list[Lading]:
        """Load laden boxes; nobody counts on a sailing out of the life of the service or is left behind by it."""
        if not self._string.timetable.sails(self.sailing, self.stop):
            self._left_teu = 0
            return []
        loaded, self._left_teu = load_laden(self.stowage, self.stop, stopover.ahead, free_teu, due_by_h)
        return loaded

    def _note_leg(
        self, leg: int, here: Stopover, there: Stopover, departed_h: float, arrival_h: float, is_cancelled: bool
    ) -> None:
        stowage = self.stowage
        laden_teu, empty_teu = stowage.laden_teu[leg], stowage.empty_teu[leg]
        slots_teu = 0 if is_cancelled and not laden_teu and not empty_teu else stowage.capacity_teu
        self._book.voyages((
            self._string.number, self.number, self.sailing, leg, here.place, there.place, departed_h, arrival_h,
            slots_teu, laden_teu, empty_teu, stowage.weight_t[leg],
            self._left_teu, here.group, here.crossing, self._burnt_t(leg, here, arrival_h - departed_h),
        ))  # fmt: skip

    def _burnt_t(self, leg: int, here: Stopover, hours: float) -> float:
        """Fuel of a leg; not known on inland waters, where locks and currents set the speed."""
        fuel = self._string.fuel
        if fuel is None or here.inland is not None:
            return NAN
        return fuel.burnt_t(self._string.timetable.distance_nm[leg], hours)

    def _call_abroad(self, stopover: Stopover) -> Part[None]:
        """A call at an external port: a fixed stay, at least to the pro forma departure, and no limit to the work."""
        env, stop = self._env, self.stop
        ladings, _ = self.stowage.unstow(stop)
        self._forwarder.deliver(ladings)
        departure_h = self._string.timetable.departure_h(self.sailing, stop)
        yield max(stopover.fixed_stay_h, departure_h - env.now)
        if not stopover.ahead and not stopover.reserves:
            self._left_teu = 0
            return
        due_by_h = self._string.timetable.arrival_h(self.sailing, stop)
        free_teu = self._free_teu(stopover)
        self._take_laden(stopover, free_teu, min(due_by_h, env.now))
        load_empties(self.stowage, stop, stopover.ahead, free_teu, None, self._string.empty_t_per_teu)

    def _call_at(self, terminal: Terminal, stopover: Stopover) -> Part[None]:
        """A call at a port modelled in full."""
        assert stopover.fit is not None  # every terminal stop has one
        self.fit = stopover.fit
        return call(terminal, self, self._book)

    def announce(self, stay: Stay) -> None:
        """Voyage and pro forma time."""
        stay.voyage = self.sailing
        stay.pro_forma_h = self._string.timetable.arrival_h(self.sailing, self.stop)

    def expected_work(self, stay: Stay) -> float:
        """Discharge aboard, twice: as many boxes are thought to be loaded; TEU."""
        stop = self.stop
        laden = sum(lading.teu for lading in self.stowage.aboard[stop])
        return 2.0 * (laden + sum(self.stowage.empties[stop].values()))

    def open_hatches(self, stay: Stay) -> None:
        """Discharge what goes here and decide what is loaded."""
        stopover = self._string.stopovers[self.stop]
        assert stopover.port is not None  # hatches are opened in modelled ports only
        assert stopover.terminal is not None
        self._discharge(stay, stopover.port)
        self._load(stay, stopover, stopover.port)
        teu = stay.discharged_laden_teu + stay.discharged_empty_teu + stay.loaded_laden_teu + stay.loaded_empty_teu
        stay.moves = teu / stopover.terminal.teu_per_box * (1.0 + self._string.restow_share)
        if self._string.work_h is not None:
            stay.work_h = self._string.work_h()

    def land_part(self, stay: Stay, amount: int) -> None:
        """Some of the boxes stand in the yard, laden before empty; a consignment is there with its first box."""
        part: list[Lading] = []
        teu = amount - self._landed_early_teu
        while teu > 0 and self._landing:
            lading = self._landing.pop(0)
            n, consignments = 0, lading.consignments
            while teu > 0 and n < len(consignments):
                teu -= consignments[n].teu
                n += 1
            part.append(Lading(lading.relation, lading.due_h, consignments[:n]))
            if n < len(consignments):
                self._landing.insert(0, Lading(lading.relation, lading.due_h, consignments[n:]))
        empty_teu = min(max(teu, 0), self._landing_empty_teu)
        self._landed_early_teu = -min(teu, 0)
        self._landing_empty_teu -= empty_teu
        self._land(stay, part, empty_teu)

    def close_hatches(self, stay: Stay) -> None:
        """Boxes discharged stand in the yard, empties in the depot."""
        ladings, empty_teu = self._landing, self._landing_empty_teu
        self._landing = []
        self._landing_empty_teu = self._landed_early_teu = 0
        self._land(stay, ladings, empty_teu)

    def _land(self, stay: Stay, ladings: list[Lading], empty_teu: int) -> None:
        stopover, now = self._string.stopovers[self.stop], self._env.now
        assert stopover.port is not None  # hatches are opened in modelled ports only
        assert stopover.terminal is not None
        yard = stopover.terminal.yard
        if yard is not None:
            self._forwarder.land(ladings, yard, now)
        stopover.port.store_empties(now, empty_teu)
        stay.landed_empty_teu += empty_teu

    def _discharge(self, stay: Stay, port: Port) -> None:
        ladings, empties = self.stowage.unstow(self.stop)
        empty_teu = sum(empties.values())
        self._landing, self._landing_empty_teu = ladings, empty_teu
        laden, foreign, transhipped = 0, 0, 0
        for lading in ladings:
            laden += lading.teu
            foreign += lading.foreign_teu
            transhipped += lading.onward_teu
            port.note_discharged(lading.relation.origin, lading.teu)
        stay.discharged_laden_teu = laden
        stay.discharged_empty_teu = empty_teu
        stay.foreign_teu = foreign + sum(empties[node] for node in empties if node in self._string.foreign_nodes)
        stay.transhipped_teu = transhipped

    def _load(self, stay: Stay, stopover: Stopover, port: Port) -> None:
        now, stop, string = self._env.now, self.stop, self._string
        timetable = string.timetable
        due_by_h = timetable.arrival_h(self.sailing, stop) - timetable.cutoff_h[stop]
        free_teu = self._free_teu(stopover)
        loaded = self._take_laden(stopover, free_teu, min(due_by_h, now))
        laden, foreign, transhipped = 0, 0, 0
        from_yards: dict[Yard, int] = {}
        for lading in loaded:
            laden += lading.teu
            foreign += lading.foreign_teu
            for consignment in lading.consignments:
                itinerary, teu = consignment.itinerary, consignment.teu
                if consignment.leg:
                    transhipped += teu
                    consignment.transhipment_dwell_h = now - consignment.at_h
                elif itinerary.outbound:
                    consignment.export_dwell_h = now - consignment.at_h
                    if itinerary.on_land is not None:
                        itinerary.on_land.exported_teu += teu
                yard = consignment.yard
                if yard is not None:
                    from_yards[yard] = from_yards.get(yard, 0) + teu
                    consignment.yard = None
            port.note_loaded(lading.relation.destination, lading.teu)
        stay.loaded_laden_teu = laden
        stay.foreign_teu += foreign
        stay.transhipped_teu += transhipped
        for yard, teu in from_yards.items():
            yard.ship(now, teu)
        for relation, teu in load_empties(
            self.stowage, stop, stopover.ahead, free_teu, port.depot_teu, string.empty_t_per_teu
        ):
            stay.loaded_empty_teu += teu
            if relation.destination in string.foreign_nodes:
                stay.foreign_teu += teu
        port.store_empties(now, -stay.loaded_empty_teu)

    def _free_teu(self, stopover: Stopover) -> list[int]:
        free_teu = self.stowage.free_teu(self.stop)
        if self._is_cancelled():
            return [0] * len(free_teu)
        keep_for_later(free_teu, stopover.reserves, self._string.timetable, self.sailing, self._env.now)
        return free_teu
