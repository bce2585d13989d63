"""The books at the end of a run: daily levels, capacities, and the proof that nothing was lost or made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from portsim.capacity.lifetime import in_service_share
from portsim.clock import Clock
from portsim.errors import BalanceError
from portsim.model.cargo.land_stack import LandStack
from portsim.model.cargo.relation import Relation
from portsim.model.port.book import PortBook
from portsim.model.port.port import Port
from portsim.model.port.terminal import Terminal
from portsim.results.record_columns import QUANTITIES
from portsim.results.records import Records
from portsim.scenario.scenario import Scenario
from portsim.scenario.storage import Yard
from portsim.streams import Floats

_TOLERANCE_BOXES = 1e-6


def note_levels(records: Records, ports: Mapping[str, Port], book: PortBook) -> None:
    """Append the daily mean and maximum of every level that a terminal can have: no boxes where there is no yard."""
    append = records.tables["levels"].append_block
    alongside = _Alongside(records, book)
    for port in ports.values():
        depot = port.depot.hourly()
        shares = port.yard_shares()
        for id, terminal in port.terminals.items():
            for name, hourly in _series(terminal, alongside, depot * shares.get(id, 0.0)):
                quantity, days = QUANTITIES.index(name), hourly.reshape(-1, 24)
                midnights = 24.0 * np.arange(len(days))
                append(np.array(terminal.number), np.array(quantity), midnights, days.mean(axis=1), days.max(axis=1))


def _series(terminal: Terminal, alongside: _Alongside, empties: Floats) -> Iterator[tuple[str, Floats]]:
    """Hourly levels of a terminal by name, one after the other, given the empties that belong to its yard."""
    yard = terminal.yard
    if yard:
        inside, outside = yard.hourly(empties)
        yield "yard_teu", inside
    yield "ships_waiting", terminal.ships_waiting.hourly()
    yield "ships_alongside", alongside.ships(terminal.number)
    if terminal.cranes:
        yield "cranes_working", alongside.cranes(terminal.number)
    if yard:
        yield "depot_teu", empties
        yield "outside_teu", outside
        if yard.description.reefer_share:
            yield from _reefers(yard.hourly(np.zeros_like(empties))[0], yard.description).items()


def _reefers(laden_teu: Floats, yard: Yard) -> dict[str, Floats]:
    """Reefers in a yard by hour, and those of them without a plug: they come and go like the rest of its boxes."""
    reefers = yard.reefer_share * laden_teu
    plugs_teu = np.inf if yard.reefer_plugs_teu is None else yard.reefer_plugs_teu
    return {"reefer_teu": reefers, "reefer_outside_teu": np.maximum(reefers - plugs_teu, 0.0)}


def note_gates(records: Records, ports: Mapping[str, Port]) -> None:
    """Append the hours of all gates in which trucks came or passed."""
    for port in ports.values():
        for terminal in port.terminals.values():
            gate = terminal.gate
            if gate is not None:
                came, passed = gate.hourly()
                busy = np.flatnonzero((came > 0.0) | (passed > 0.0))
                waits = gate.hourly_waits()[busy]
                if len(busy):
                    number = np.array(terminal.number)
                    records.tables["gates"].append_block(number, busy.astype(float), came[busy], passed[busy], waits)


class _Alongside:
    """What lay at the quays of a terminal, from the calls that ended and those still in port; one terminal at a time.

    Parameters
    ----------
    records
        With all calls and shifts.
    book
        Ships still in port.
    """

    def __init__(self, records: Records, book: PortBook) -> None:
        self._calls = records.tables["calls"].columns()
        self._shifts = records.tables["shifts"].columns()
        self._in_port = book.in_port
        self._end_h = records.clock.end_h

    def ships(self, terminal: int) -> Floats:
        """Ships alongside, hourly."""
        calls, before = self._calls, self._shifts["terminal"] == terminal
        mine = self._worked_at(terminal)
        stays = [
            stay for stay in self._in_port if stay.terminal.number == terminal and stay.berthed_h == stay.berthed_h
        ]
        begun = np.array([stay.berthed_h for stay in stays])
        ended = np.array([stay.unberthed_h if stay.unberthed_h == stay.unberthed_h else self._end_h for stay in stays])
        begun = np.concatenate([calls["berthed_h"][mine], begun, self._shifts["berthed_h"][before]])
        ended = np.concatenate([calls["unberthed_h"][mine], ended, self._shifts["unberthed_h"][before]])
        return hourly_means(begun, ended, np.ones(len(begun)), self._end_h)

    def cranes(self, terminal: int) -> Floats:
        """Cranes at work, hourly, by the mean number of each call."""
        calls, mine = self._calls, self._worked_at(terminal)
        starts, ends = calls["work_start_h"][mine], calls["work_end_h"][mine]
        hours = ends - starts
        cranes = np.divide(calls["crane_h"][mine], hours, out=np.zeros(len(hours)), where=hours > 0.0)
        return hourly_means(starts, ends, cranes, self._end_h)

    def _worked_at(self, terminal: int) -> NDArray[np.bool_]:
        worked: NDArray[np.bool_] = (self._calls["terminal"] == terminal) & ~self._calls["turned_away"]
        return worked


def hourly_means(starts_h: Floats, ends_h: Floats, heights: Floats, end_h: float) -> Floats:
    """Hourly means of the sum of blocks, each of some height from its start to its end, up to `end_h`."""
    n_hours = int(np.ceil(end_h))
    steps = np.zeros(n_hours + 2)
    for hours, amounts in ((starts_h, heights), (ends_h, -heights)):
        cut = np.clip(hours, 0.0, float(n_hours))
        whole = cut.astype(np.int64)
        part = (cut - whole) * amounts
        np.add.at(steps, whole, amounts - part)
        np.add.at(steps, whole + 1, part)
    means: Floats = np.cumsum(steps)[:n_hours]
    return means


def note_capacities(records: Records, scenario: Scenario, clock: Clock) -> None:
    """Append what quays, yards, cranes, gates and rail terminals offer in each month."""
    append = records.capacities.append
    for period, start_h, end_h in clock.months():
        hours = end_h - start_h
        for port_id, port in scenario.ports.items():
            for terminal_id, terminal in port.terminals.items():
                path = f"{port_id}/{terminal_id}"
                for quay_id, quay in terminal.quays.items():
                    open_h = hours * in_service_share(clock, start_h, end_h, terminal, quay)
                    if quay.length_m is not None:
                        append((f"{path}/{quay_id}", "quay_m_h", period, quay.length_m * open_h, "m h"))
                    else:
                        append((f"{path}/{quay_id}", "berth_h", period, (quay.n_berths or 0) * open_h, "h"))
                open_share = in_service_share(clock, start_h, end_h, terminal)
                if terminal.yard:
                    append((path, "yard_teu", period, terminal.yard.capacity_teu * open_share, "TEU"))
                    if terminal.yard.reefer_plugs_teu is not None:
                        append((path, "reefer_plugs_teu", period, terminal.yard.reefer_plugs_teu * open_share, "TEU"))
                if terminal.stockyard:
                    append((path, "stockyard_t", period, terminal.stockyard.capacity_t * open_share, "t"))
                if terminal.unloaders:
                    append((path, "unloaders", period, terminal.unloaders.n * open_share, "1"))
                if terminal.cranes:
                    append((path, "cranes", period, terminal.cranes.n * open_share, "1"))
                if terminal.gate:
                    a_day = terminal.gate.trucks_per_h * (terminal.gate.open_to_hour - terminal.gate.open_from_hour)
                    append((path, "gate_trucks", period, a_day * hours / 24.0, "1"))
                if terminal.rail_terminal:
                    append((path, "rail_track_h", period, terminal.rail_terminal.tracks * hours, "h"))


def note_queued(records: Records, relations: Iterable[Relation], stacks: Iterable[LandStack]) -> None:
    """Append what waits at the end for ships, trains or barges that were due before it."""
    queues = [(relation.waiting(), relation.until_sailing_h) for relation in relations]
    queues += [(stack.waiting(), 0.0) for stack in stacks]
    append, end_h = records.tables["queued"].append, records.clock.end_h
    for waiting, until_leaving_h in queues:
        for one in waiting:
            due_h = one.due_h + until_leaving_h
            if due_h < end_h:
                flow, _, _, gateway, hub, _, _ = one.itinerary.record
                append((flow, gateway, hub, one.teu, due_h, one.rolls))


def balance(records: Records, made: tuple[int, int, float], book: PortBook) -> dict[str, float | int]:
    """Count what was made, delivered and is under way, and the ships that came and went.

    Parameters
    ----------
    records
        With a row for every consignment: delivered ones, those on a truck at the end (delivered later), and those
        found in yards, stacks, trains and ships (never delivered).
    made
        Consignments (parts of split ones counted), TEU and boxes made.

    Raises
    ------
    BalanceError
        Something was lost or made up.
    """
    rows = records.tables["consignments"].columns()
    delivered = rows["delivered_h"] <= records.clock.end_h
    counts: dict[str, float | int] = {}
    for thing, n_made, sizes, kind in (
        ("consignments", made[0], np.broadcast_to(1, delivered.shape), np.int64),
        ("teu", made[1], rows["teu"], np.int64),
        ("boxes", made[2], rows["boxes"], np.float64),
    ):
        counts[f"{thing}_made"] = n_made
        counts[f"{thing}_delivered"] = np.sum(sizes, where=delivered, dtype=kind).item()
        counts[f"{thing}_in_system"] = np.sum(sizes, where=~delivered, dtype=kind).item()
        lost = n_made - counts[f"{thing}_delivered"] - counts[f"{thing}_in_system"]
        if abs(lost) > (_TOLERANCE_BOXES * max(1.0, n_made) if thing == "boxes" else 0):
            raise BalanceError(f"{thing} do not balance: {lost} missing of {n_made}")
    counts["ships_arrived"] = book.n_arrived
    counts["ships_departed"] = len(records.tables["calls"]) - book.n_turned_away
    counts["ships_turned_away"] = book.n_turned_away
    counts["ships_in_port"] = len(book.in_port)
    lost_ships = book.n_arrived - len(records.tables["calls"]) - len(book.in_port)
    if lost_ships:
        raise BalanceError(f"ships do not balance: {lost_ships} missing of {book.n_arrived}")
    return counts


def check_depots(
    records: Records, ports: Mapping[str, Port], book: PortBook, taken_by_barge_teu: Mapping[str, int]
) -> None:
    """Compare each depot of empties with what ships, trains, barges and trucks brought and took.

    Parameters
    ----------
    taken_by_barge_teu
        Empties that left each port with barges that are still under way.

    Raises
    ------
    BalanceError
        Empties were lost or made up, or a depot gave what it did not have.
    """
    calls = records.tables["calls"].columns()
    trains = records.tables["trains"].columns()
    parents = [entity.parent.split("/")[0] for entity in records.entities]
    train_port = np.array([parents[number] for number in trains["service"].tolist()])
    barges = records.tables["barge_trips"].columns()
    barge_port = np.array([parents[number] for number in barges["service"].tolist()])
    arrived = trains["outbound"] & (trains["arrived_h"] < records.clock.end_h)
    for id, port in ports.items():
        mine = (calls["port"] == port.number) & (calls["service"] >= 0) & (calls["ship"] >= 0)
        by_ship = int((calls["discharged_empty_teu"][mine] - calls["loaded_empty_teu"][mine]).sum())
        for stay in book.in_port:
            if stay.terminal.port_number == port.number:
                by_ship += stay.landed_empty_teu - stay.loaded_empty_teu
        here = train_port == id
        by_train = int(
            trains["empty_teu"][here & arrived].sum() - trains["empty_teu"][here & ~trains["outbound"]].sum()
        )
        by_barge = int((barges["empty_teu"] * np.where(barges["outbound"], 1, -1))[barge_port == id].sum())
        by_barge -= taken_by_barge_teu.get(id, 0)
        summed = port.depot_at_start_teu + by_ship + by_train + by_barge + port.empties_by_road_teu
        if port.depot_teu != summed or port.depot_teu < 0:
            raise BalanceError(
                f"empties at {id} do not balance: {port.depot_teu} TEU in the depot, {summed} by the books"
            )
